// SPDX-License-Identifier: LGPL-2.1-or-later

// It writes the transcript of a conformance case: one line for each step, every value as tagged text.
// It knows no library: the program says what each value has to be, and the compiler holds it to that.

package main

import (
	"errors"
	"fmt"
	"math"
	"os"
	"reflect"
	"runtime"
	"slices"
	"sort"
	"strings"
	"sync"
	"time"
)

// Hidden is what stands in a transcript for what is not the same in every run.
const Hidden = "(not shown)"

// ErrRaised is what a handler fails with when the case says so.
var ErrRaised = errors.New("the handler failed, as the case wants it")

// stopped ends a case: a step failed that the case did not announce.
type stopped struct{ err error }

// Values

// Show returns one value of a step behind its label.
func Show[T any](label string, shape func(T) string, value T) string {
	return label + shape(value)
}

// Shown joins what a step gave.
func Shown(values ...string) string { return strings.Join(values, ", ") }

// Pointer returns where a value is, for what may be absent.
func Pointer[T any](value T) *T { return &value }

// Optional lets a value be absent that is not a pointer itself.
func Optional[T any](shape func(T) string) func(*T) string {
	return func(value *T) string {
		if value == nil {
			return "null"
		}
		return shape(*value)
	}
}

// OptionalList lets a list be absent, which is not the same as empty.
func OptionalList[T any](shape func([]T) string) func([]T) string {
	return func(value []T) string {
		if value == nil {
			return "null"
		}
		return shape(value)
	}
}

// OptionalObject lets an object be absent.
func OptionalObject[T any](shape func(*T) string) func(*T) string {
	return func(value *T) string {
		if value == nil {
			return "null"
		}
		return shape(value)
	}
}

// OptionalDict lets a dictionary be absent.
func OptionalDict[M ~map[string]any](shape func(M) string) func(M) string {
	return func(value M) string {
		if value == nil {
			return "null"
		}
		return shape(value)
	}
}

// Bool shows a truth value.
func Bool(value bool) string { return fmt.Sprintf("bool:%t", value) }

// Integers are shown with their type in C.
var (
	I8   = integer[int8]("i8")
	I16  = integer[int16]("i16")
	I32  = integer[int32]("i32")
	I64  = integer[int64]("i64")
	U8   = integer[uint8]("u8")
	U16  = integer[uint16]("u16")
	U32  = integer[uint32]("u32")
	U64  = integer[uint64]("u64")
	Size = integer[uint]("size")
)

func integer[T any](kind string) func(T) string {
	return func(value T) string { return kind + ":" + fmt.Sprint(value) }
}

// F64 shows a floating point number by its bits, which every language has.
func F64(value float64) string { return fmt.Sprintf("f64:0x%016x", math.Float64bits(value)) }

// String shows a text: what is not printable ASCII by its bytes.
func String(value string) string {
	var shown strings.Builder
	shown.WriteString(`str:"`)
	for _, one := range []byte(value) {
		switch {
		case one == '"' || one == '\\':
			shown.WriteByte('\\')
			shown.WriteByte(one)
		case one >= 0x20 && one < 0x7f:
			shown.WriteByte(one)
		default:
			fmt.Fprintf(&shown, `\x%02x`, one)
		}
	}
	shown.WriteByte('"')
	return shown.String()
}

// Function shows that there is a function, which says no more of itself.
func Function[T any](value T) string {
	if reflect.ValueOf(value).IsNil() {
		return "wrong:nil"
	}
	return "callback"
}

// Octets shows bytes.
func Octets(value []byte) string { return fmt.Sprintf("bytes:%x", value) }

// Universal shows a UUID.
func Universal[T interface {
	~[16]byte
	fmt.Stringer
}](value T) string {
	return "uuid:" + value.String()
}

// number is what enums and flags are made of.
type number interface {
	~int8 | ~int16 | ~int32 | ~int64 | ~uint8 | ~uint16 | ~uint32 | ~uint64
}

// Member shows a member of an enum, with a question mark when it has no name.
func Member[T number](labels map[T]string) func(T) string {
	return func(value T) string {
		label, named := labels[value]
		if !named {
			label = "?"
		}
		return fmt.Sprintf("enum:%s(%d)", label, value)
	}
}

// Flags shows flags by their bits.
func Flags[T number](value T) string {
	var bits []string
	for bit := range 64 {
		if uint64(value)&(1<<bit) != 0 {
			bits = append(bits, fmt.Sprint(uint64(1)<<bit))
		}
	}
	if bits == nil {
		return "flags:0"
	}
	return "flags:" + strings.Join(bits, "|")
}

// Object shows an object by its type in C.
func Object[T any](name string) func(*T) string {
	return func(value *T) string {
		if value == nil {
			return "wrong:nil"
		}
		return "object:" + name
	}
}

// List shows a list.
func List[T any](element func(T) string) func([]T) string {
	return func(value []T) string {
		shown := make([]string, len(value))
		for i, one := range value {
			shown[i] = element(one)
		}
		return "list[" + strings.Join(shown, ", ") + "]"
	}
}

// Record shows a record by its fields, each behind its label.
func Record(name string, fields ...string) string {
	return "record:" + name + "{" + strings.Join(fields, ", ") + "}"
}

// Dict shows a dictionary, in the order of its keys.
func Dict[M ~map[string]any](value M) string {
	shown := make([]string, 0, len(value))
	for key, one := range value {
		shown = append(shown, key+"="+entry(one))
	}
	// No key begins another one with "=" behind it.
	sort.Slice(shown, func(i, j int) bool {
		first, _, _ := strings.Cut(shown[i], "=")
		second, _, _ := strings.Cut(shown[j], "=")
		return first < second
	})
	return "dict{" + strings.Join(shown, ", ") + "}"
}

// entry shows a value of a dictionary; there a language need not know of which type an integer is.
func entry(value any) string {
	switch value := value.(type) {
	case bool:
		return Bool(value)
	case int32, uint32, int64, uint64:
		return fmt.Sprintf("int:%d", value)
	case float64:
		return F64(value)
	case string:
		return String(value)
	}
	return fmt.Sprintf("wrong:%T", value)
}

// Failures

// LibraryError is what the library says of a failure.
type LibraryError struct {
	Code, Domain int64
	Message      string
}

// Failures knows how errors are shown.
type Failures struct {
	Closed, Unsupported, NUL, Nil error
	Codes, Domains                map[int64]string
	// Library returns what the library says of an error, or nil when it is none of the library's own.
	Library func(error) *LibraryError
}

func (failures *Failures) show(err error, expected Expected) string {
	switch {
	case errors.Is(err, failures.Closed) && expected.Refused == "closed":
		return "refused:closed"
	case errors.Is(err, ErrRaised):
		return "refused:raised"
	case errors.Is(err, failures.Unsupported):
		return "refused:unsupported"
	case errors.Is(err, failures.NUL):
		return "refused:text"
	case errors.Is(err, failures.Nil):
		return "refused:null"
	}
	told := failures.Library(err)
	if told == nil {
		return fmt.Sprintf("broken:%T: %v", err, err)
	}
	if expected.Refused != "" && told.Code == expected.Code {
		return "refused:" + expected.Refused
	}
	shown := fmt.Sprintf("error:%s(%d)@%s(%d)", label(failures.Codes, told.Code), told.Code,
		label(failures.Domains, told.Domain), told.Domain)
	if expected.Message {
		shown += " " + String(told.Message)
	}
	return shown
}

func label(labels map[int64]string, value int64) string {
	if label, named := labels[value]; named {
		return label
	}
	return "?"
}

// Steps

// Expected is what a case announces of a step.
type Expected struct {
	// Fails is set where the step must or may fail.
	Fails bool
	// Refused is the refusal of the package's own that must come.
	Refused string
	// Code is the library's error that stands for the refusal.
	Code int64
	// Message lets the transcript show the error's message.
	Message bool
}

// Log is the transcript of one case, or of one goroutine of it.
type Log struct {
	failures *Failures
	lock     sync.Mutex
	lines    []string
	runs     map[string]int
	depth    int
}

func newLog(failures *Failures, depth int) *Log {
	return &Log{failures: failures, runs: map[string]int{}, depth: depth}
}

// Write adds a line.
func (log *Log) Write(line string) {
	log.lock.Lock()
	defer log.lock.Unlock()
	log.lines = append(log.lines, strings.Repeat("  ", log.depth)+line)
}

func (log *Log) indent(by int) {
	log.lock.Lock()
	defer log.lock.Unlock()
	log.depth += by
}

// Step performs one step and writes the line that comes of it.
func (log *Log) Step(label string, expected Expected, perform func() (string, error)) {
	shown, err := attempt(perform)
	switch {
	case err != nil:
		shown = log.failures.show(err, expected)
	case shown == "":
		shown = "ok"
	}
	log.Write(label + ": " + shown)
	if err != nil && !expected.Fails {
		panic(stopped{err})
	}
}

// attempt performs a step; what a handler without an error result fails with comes as a panic.
func attempt(perform func() (string, error)) (shown string, err error) {
	defer func() {
		switch reason := recover().(type) {
		case nil:
		case error:
			err = reason
		default:
			panic(reason)
		}
	}()
	return perform()
}

// Keep, deferred, keeps what variables hold until their block ends; without it they end with their last use.
func Keep(variables ...any) { runtime.KeepAlive(variables) }

// Release waits until all that is forgotten is released.
func Release() {
	// What holds another thing is released first, and that in a later round.
	for range 3 {
		collect()
	}
}

// collect runs the garbage collector and waits for the clean-ups that it starts.
func collect() {
	done := make(chan struct{})
	marker := &struct{ room [64]byte }{}
	runtime.AddCleanup(marker, func(done chan struct{}) { close(done) }, done)
	runtime.KeepAlive(marker)
	runtime.GC()
	select {
	case <-done:
	case <-time.After(time.Second):
	}
	// They run beside one another.
	time.Sleep(time.Millisecond)
}

// Run is one run of a handler.
type Run struct {
	log    *Log
	number int
}

// Handler begins a run of a handler with its line.
func (log *Log) Handler(name, shown string) *Run {
	log.indent(1)
	if shown == "" {
		shown = "ok"
	}
	log.Write(name + ": " + shown)
	log.indent(1)
	log.lock.Lock()
	defer log.lock.Unlock()
	log.runs[name]++
	return &Run{log: log, number: log.runs[name]}
}

// End ends what a run writes; a handler defers it.
func (run *Run) End() { run.log.indent(-2) }

// Raise fails in the run that the case names, where a handler has no result.
func (run *Run) Raise(number int) {
	if run.number == number {
		panic(ErrRaised)
	}
}

// Returned returns what this run returns, the last value for all that follow, or fails in the run that the case names.
func Returned[T any](run *Run, raises int, values ...T) (T, error) {
	var value T
	if run.number == raises {
		return value, ErrRaised
	}
	if len(values) > 0 {
		value = values[min(run.number, len(values))-1]
	}
	return value, nil
}

// Goroutines performs steps in several goroutines, many times; their lines must always be the same.
func (log *Log) Goroutines(label string, count, times int, steps func(*Log)) {
	var lock sync.Mutex
	var group sync.WaitGroup
	var seen [][]string
	for range count {
		group.Add(1)
		go func() {
			defer group.Done()
			for range times {
				own := newLog(log.failures, 1)
				if err := perform(own, steps); err != nil {
					own.Write("stopped")
				}
				lock.Lock()
				if !slices.ContainsFunc(seen, func(lines []string) bool { return slices.Equal(lines, own.lines) }) {
					seen = append(seen, own.lines)
				}
				lock.Unlock()
			}
		}()
	}
	group.Wait()
	for _, lines := range seen {
		log.lines = append(log.lines, lines...)
	}
	verdict := "ok"
	if len(seen) != 1 {
		verdict = "not always the same"
	}
	log.Write(label + ": " + verdict)
}

// perform performs steps and returns the failure that ended them, if one did.
func perform(log *Log, steps func(*Log)) (err error) {
	defer func() {
		switch reason := recover().(type) {
		case nil:
		case stopped:
			err = reason.err
		default:
			panic(reason)
		}
	}()
	steps(log)
	return nil
}

// Report writes what a handler failed with and nobody else hears of.
func (log *Log) Report(err error) {
	log.Write("  reported: " + log.failures.show(err, Expected{}))
}

// Perform performs the case named on the command line, prints its transcript and returns the exit status.
// A library that cannot count what has not been released has no live.
func Perform(cases map[string]func(*Log), failures *Failures, report func(func(error)), live func() (uint64, error)) int {
	if len(os.Args) != 2 || cases[os.Args[1]] == nil {
		fmt.Fprintf(os.Stderr, "usage: %s CASE\n", os.Args[0])
		return 2
	}
	log := newLog(failures, 0)
	log.Write("case: " + os.Args[1])
	report(log.Report)
	status := 0
	if err := perform(log, cases[os.Args[1]]); err != nil {
		fmt.Fprintln(os.Stderr, "unexpected:", err)
		status = 1
	}
	if live == nil {
		Release()
	} else {
		log.Write(fmt.Sprintf("live handles: %d", settle(live)))
	}
	fmt.Println(strings.Join(log.lines, "\n"))
	return status
}

// settle returns how many handles are left once the garbage collector has had its time.
func settle(live func() (uint64, error)) uint64 {
	left := uint64(math.MaxUint64)
	for range 20 {
		collect()
		count, err := live()
		if err != nil {
			fmt.Fprintln(os.Stderr, "live handles:", err)
			return math.MaxUint64
		}
		if left = count; left == 0 {
			break
		}
	}
	return left
}
