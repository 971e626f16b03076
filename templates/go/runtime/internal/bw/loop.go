// SPDX-License-Identifier: LGPL-2.1-or-later

package bw

import (
	"context"
	"sync"
	"time"
)

// A Loop delivers the library's events in a goroutine, while somebody wants
// it.
type Loop struct {
	mutex   sync.Mutex
	step    func() error // waits for events and delivers them
	begun   bool
	running bool
	wanted  int
}

// NewLoop returns a loop that does nothing yet.
func NewLoop(step func() error) *Loop {
	return &Loop{step: step}
}

// Begin notes that the library has an event loop.
func (l *Loop) Begin() {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.begun = true
}

// Begun says whether the library has an event loop.
func (l *Loop) Begun() bool {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.begun
}

// Start delivers events until ctx is done; begin is done before, once, unless
// it is nil.
func (l *Loop) Start(ctx context.Context, begin func() error) error {
	if begin != nil && !l.Begun() {
		if err := begin(); err != nil {
			return err
		}
		l.Begin()
	}
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.wanted++
	context.AfterFunc(ctx, l.leave)
	if !l.running {
		l.running = true
		go l.run()
	}
	return nil
}

func (l *Loop) leave() {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.wanted--
}

// goesOn says whether anybody wants events still.
func (l *Loop) goesOn() bool {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.running = l.wanted > 0
	return l.running
}

func (l *Loop) run() {
	for l.goesOn() {
		if err := l.step(); err != nil {
			report(err)
			time.Sleep(100 * time.Millisecond)
		}
	}
}
