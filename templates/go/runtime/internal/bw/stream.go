// SPDX-License-Identifier: LGPL-2.1-or-later

package bw

import (
	"context"
	"errors"
	"io"
	"sync"
)

// chunk is how many bytes go through the library at once.
const chunk = 64 << 10

// A Stream is what a stream of bytes of the library can do.
type Stream struct {
	Send    func(data []byte) (int, error)
	Receive func(size int) ([]byte, error)
	Finish  func() error
	Abort   func() error
	// Waits says that an error tells that nothing can be done without
	// waiting, which leaves the stream as it is.
	Waits func(error) bool
}

// transfer is one use of a Stream, which ends once.
type transfer struct {
	stream Stream
	ctx    context.Context
	stop   func() bool
	mutex  sync.Mutex
	ended  bool
	err    error
}

// begin begins a use, which is aborted when ctx is done.
func (t *transfer) begin(ctx context.Context, stream Stream) {
	t.stream, t.ctx = stream, ctx
	t.stop = context.AfterFunc(ctx, func() { _ = t.abort() })
}

// end ends the use by that function, unless it is over.
func (t *transfer) end(by func() error) error {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	if t.ended {
		return t.err
	}
	err := by()
	if err != nil && t.stream.Waits(err) {
		return err
	}
	t.ended, t.err = true, err
	t.stop()
	return err
}

func (t *transfer) abort() error { return t.end(t.stream.Abort) }

// failure returns what a failed transfer tells: that ctx is done comes first.
func (t *transfer) failure(err error) error {
	if done := t.ctx.Err(); done != nil {
		return done
	}
	return err
}

// A Reader reads a Stream.
type Reader struct {
	transfer
	over bool // all was read
}

// NewReader returns a reader whose stream is aborted when ctx is done.
func NewReader(ctx context.Context, stream Stream) *Reader {
	r := new(Reader)
	r.begin(ctx, stream)
	return r
}

// Read waits only when there is nothing yet.
func (r *Reader) Read(p []byte) (int, error) {
	if r.over {
		return 0, io.EOF
	}
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	if len(p) == 0 {
		return 0, nil
	}
	data, err := r.stream.Receive(min(len(p), chunk))
	if err != nil {
		return 0, r.failure(err)
	}
	if len(data) == 0 {
		r.over = true
		return 0, io.EOF
	}
	return copy(p, data), nil
}

// Close finishes the stream when all was read, and aborts it otherwise.
func (r *Reader) Close() error {
	if r.over {
		return r.end(r.stream.Finish)
	}
	return r.abort()
}

// Abort ends the stream, whatever was read.
func (r *Reader) Abort() error { return r.abort() }

// A Writer writes a Stream.
type Writer struct{ transfer }

// NewWriter returns a writer whose stream is aborted when ctx is done.
func NewWriter(ctx context.Context, stream Stream) *Writer {
	w := new(Writer)
	w.begin(ctx, stream)
	return w
}

var errNothing = errors.New("the library took nothing")

// Write writes all of p, unless it fails.
func (w *Writer) Write(p []byte) (int, error) {
	written := 0
	for written < len(p) {
		if err := w.ctx.Err(); err != nil {
			return written, err
		}
		n, err := w.stream.Send(p[written:min(len(p), written+chunk)])
		if err != nil {
			return written, w.failure(err)
		}
		if n <= 0 {
			return written, errNothing
		}
		written += n
	}
	return written, nil
}

// Close finishes the stream, which tells whether all arrived.
func (w *Writer) Close() error {
	if err := w.end(w.stream.Finish); err != nil {
		return w.failure(err)
	}
	return w.ctx.Err()
}

// Abort ends the stream: what was written does not count.
func (w *Writer) Abort() error { return w.abort() }
