// SPDX-License-Identifier: LGPL-2.1-or-later

// It moves bytes through streams of a daemon of libvirt, whose address is in the environment.

package drive

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"testing"

	"libvirt"
)

// volume makes a volume in a folder that the daemon may write to.
func volume(t *testing.T, host *libvirt.Connect, capacity int) *libvirt.StorageVol {
	folder := must(os.MkdirTemp("", "pool"))
	works(os.Chmod(folder, 0o777))
	t.Cleanup(func() { works(os.RemoveAll(folder)) })
	pool := must(host.StoragePoolCreateXML(fmt.Sprintf(
		"<pool type='dir'><name>pool</name><target><path>%s</path></target></pool>", folder)))
	t.Cleanup(func() { works(pool.Destroy()) })
	return must(pool.StorageVolCreateXML(fmt.Sprintf(
		"<volume><name>data</name><capacity unit='bytes'>%d</capacity></volume>", capacity)))
}

func TestStreamsMoveBytes(t *testing.T) {
	uri := os.Getenv("DAEMON")
	host := must(libvirt.OpenConnect(&uri))
	t.Cleanup(func() { works(host.Close()) })
	data := bytes.Repeat([]byte("0123456789abcdef\x00\xff"), 50_000)
	to := volume(t, host, len(data))

	up := must(host.StreamNew())
	works(to.Upload(up, 0, uint64(len(data))))
	writer := libvirt.NewStreamWriter(context.Background(), up)
	equal(t, must(io.Copy(writer, bytes.NewReader(data))), int64(len(data)))
	works(writer.Close())

	down := must(host.StreamNew())
	works(to.Download(down, 0, uint64(len(data))))
	reader := libvirt.NewStreamReader(context.Background(), down)
	if got := must(io.ReadAll(reader)); !bytes.Equal(got, data) {
		t.Fatalf("got %d bytes of %d back, or others", len(got), len(data))
	}
	works(reader.Close())

	half, errMine := must(host.StreamNew()), errors.New("mine")
	works(to.Upload(half, 0, uint64(len(data))))
	sent := false
	err := half.SendAll(func(*libvirt.Stream, uint) ([]byte, error) {
		if sent {
			return nil, errMine
		}
		sent = true
		return data[:1000], nil
	})
	if !errors.Is(err, errMine) {
		t.Fatal(err)
	}
	if half.Finish() == nil {
		t.Fatal("half of an upload was confirmed")
	}
}
