// SPDX-License-Identifier: LGPL-2.1-or-later

// It calls the generated package of the hostile library.

package drive

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"hostile"
)

func TestHostileNames(t *testing.T) {
	thing := must(hostile.NewObject(3))
	record := must(thing.GetRecord())
	equal(t, [4]int32{record.From, record.Class, record.Count, record.Index}, [4]int32{1, 3, 0, 0})
	a, b, c, d, e, err := thing.Give0()
	works(err)
	equal(t, [5]int32{a, b, c, d, e}, [5]int32{0, 1, 2, 3, 4})
	equal(t, must(thing.Call(func(_ *hostile.Object, callback int32, _ *string, result int32) (int32, error) {
		return callback + result, nil
	})), 3)
	works(thing.Close())
	eventually(t, func() bool { return must(hostile.LiveHandles()) == 0 })
}

func TestHostileParameters(t *testing.T) {
	thing := must(hostile.NewObject(3))
	value := reflect.ValueOf(thing)
	called := 0
	for number := range value.NumMethod() {
		if !strings.HasPrefix(value.Type().Method(number).Name, "Take") {
			continue
		}
		method := value.Method(number)
		arguments := make([]reflect.Value, method.Type().NumIn())
		for i := range arguments {
			arguments[i] = reflect.ValueOf(int32(1))
		}
		results := method.Call(arguments)
		equal(t, results[0].Int(), int64(len(arguments)))
		called++
	}
	equal(t, called, 13)
	works(thing.Close())
}

func TestHostileErrors(t *testing.T) {
	err := failure(hostile.NewObject(-1))
	if !errors.Is(err, hostile.StatusNone) {
		t.Fatal(err)
	}
	tells(t, err, `"quoted" \ and more`)
}
