// SPDX-License-Identifier: LGPL-2.1-or-later

package bw_package

import (
	"context"
	"io"
	"sync"
)

// Events makes a channel of what a callback is given. Register adds the
// callback, which calls send with a value of its choice, and returns what
// removes it; that is done when ctx is done, and then the channel is closed.
//
// Sending never waits, so the library's event loop goes on: what nobody
// received yet is kept.
func Events[T any](
	ctx context.Context, register func(send func(T)) (remove func() error, err error),
) (<-chan T, error) {
	q := &queue[T]{more: make(chan struct{}, 1)}
	remove, err := register(q.send)
	if err != nil {
		return nil, err
	}
	events := make(chan T)
	go q.deliver(ctx, events, remove)
	return events, nil
}

// queue holds what was sent and not received.
type queue[T any] struct {
	mutex  sync.Mutex
	values []T
	more   chan struct{}
}

func (q *queue[T]) send(value T) {
	q.mutex.Lock()
	q.values = append(q.values, value)
	q.mutex.Unlock()
	select {
	case q.more <- struct{}{}:
	default:
	}
}

func (q *queue[T]) take() []T {
	q.mutex.Lock()
	defer q.mutex.Unlock()
	values := q.values
	q.values = nil
	return values
}

func (q *queue[T]) deliver(ctx context.Context, events chan<- T, remove func() error) {
	defer close(events)
	defer func() { _ = remove() }()
	for {
		select {
		case <-ctx.Done():
			return
		case <-q.more:
		}
		for _, value := range q.take() {
			select {
			case <-ctx.Done():
				return
			case events <- value:
			}
		}
	}
}

// Call does what may wait in a goroutine of its own, and returns when it is
// done or when ctx is. C cannot be interrupted: then the call goes on, and
// what it gives is closed if it can be.
func Call[T any](ctx context.Context, call func() (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	done := make(chan result, 1)
	go func() {
		value, err := call()
		done <- result{value, err}
	}()
	select {
	case got := <-done:
		return got.value, got.err
	case <-ctx.Done():
		go func() {
			got := <-done
			if closer, is := any(got.value).(io.Closer); is && got.err == nil {
				_ = closer.Close()
			}
		}()
		var none T
		return none, ctx.Err()
	}
}
