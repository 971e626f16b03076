# SPDX-License-Identifier: LGPL-2.1-or-later
"""Tells in a line what each annotation means, for help and for the page on the vocabulary.

It does not check annotations: ``terms`` does. A test holds both together.
"""

from __future__ import annotations

from collections.abc import Mapping

MEANINGS: Mapping[str, str] = {
    "in": "the argument is an input, although its type could be an output's",
    "out": "the function stores a result through the argument: in the caller's room (caller-allocates), or a pointer to its own (callee-allocates); of a callback, or a field of what it gets: the user's code gives it",
    "inout": "the argument carries a value both ways",
    "transfer": "who owns the value afterwards: none (it is lent), container (the array, not its elements), full",
    "release": "the function that gives the value or struct back; it takes the number of elements too (counted); it gives back what they hold (deep)",
    "nullable": "NULL is a value; (not nullable) says that it never is",
    "optional": "an output that may be passed as NULL when nobody wants it",
    "always": "an output that is stored although the call fails: it is asked for the error, then given back",
    "default": "what is passed when the caller leaves the argument out: a number, a constant or NULL",
    "type": "what the value is: utf8, filename, raw, or a type of the API",
    "enum": "the number is a member of that enum",
    "flags": "the number is a set of members of that enum, and 0 when it is left out, unless the comment has annotations and no (default); on an enum: its members are combined",
    "bool": "the number is true or false",
    "bytes": "the array holds data, not text or numbers",
    "uuid": "the value is a UUID: 16 bytes, or text of 36 characters",
    "array": "the pointer leads to several elements: length=ARGUMENT or return brings how many, capacity=ARGUMENT how much room there is, fixed-size=N, zero-terminated; bits: the length counts bits, and is a value of its own; rows=ARGUMENT: so many rows stand one behind the other, each with capacity= or row=ARGUMENT elements, and length= brings the number of counts=rows, elements, or those in each row",
    "element-type": "what each element is: utf8, uint8, or a type of the API; nullable: any may be NULL",
    "dict": "the array is a dictionary; on a struct: it is one entry, with key=, tag= and union= where its fields do not tell",
    "unit": "of a number: byte, KiB, ns, ms, s",
    "opaque": "a pointer that is only handed on",
    "unused": "always passed as zero or NULL; of a result: it tells nothing",
    "fixed": "always passed as that constant or number, or as the size of a struct (size-of=ARGUMENT)",
    "sizes": "the caller's value that says how large the output of that name is; of a field: where the length of that output field goes",
    "scope": "how long a callback may be called: during the call, once later (async), until its destroy function is called (notified), forever; registered: it only tells by its address which registration is meant",
    "closure": "the user data of a callback: named by the callback, or naming it; several callbacks of one call may share it",
    "destroy": "the function that is called when a callback is no longer needed: named by the callback, or naming it",
    "status": "the result only tells success from failure",
    "value": "the result is a value for the caller",
    "nothing": "the result tells nothing",
    "function": "belongs to no object",
    "method": "works on an object, its first argument",
    "constructor": "makes an object",
    "static": "belongs to an object without working on one",
    "ref": "takes a reference",
    "unref": "gives a reference back",
    "close": "ends the object's work before the last reference goes",
    "free": "gives memory back: bindings call it, their users never",
    "failure": "how a call fails: never, status, negative, null, equals=VALUE, good=CONSTANT,... that are no failure either; checked: only if an error is set as well; silent: maybe without saying why",
    "condition": "a failing result that is no error of the library but a condition of its own: would-block=VALUE, hole=VALUE",
    "query-fill": "called with NULL and zero it tells how many there are, then it fills",
    "count-fill": "that function tells how many there are, then this one fills",
    "grow-fill": "fails with that constant when there was not enough room: then it is called again with more",
    "measured": "returns a pointer, and that function tells how many elements it leads to",
    "direct": "one call does it all",
    "blocking": "it may wait",
    "nonblocking": "it never waits",
    "get-property": "gets that property of its object",
    "set-property": "sets that property of its object",
    "ref-func": "the function that takes a reference to this handle",
    "unref-func": "the function that gives this handle back",
    "close-func": "the function that ends this handle's work; when it is the one that gives the handle back, that may fail",
    "clear-func": "the function that gives back what entries of this dictionary hold, but not the array",
    "parent": "the handle that this one lives within",
    "stream": (
        "bytes go through this handle: its functions to send=, receive=, finish= and abort=;"
        " blocked= is the code of the error when it would have to wait"
    ),
    "last-error": "how this handle is asked for the details of a failure: message=FUNCTION, code=FUNCTION, via=FUNCTION that leads to the handle which is asked",
    "on-error": "what C gets when the user's callback fails",
    "object": "a struct that is a handle",
    "record": "a struct that is a value",
    "since": "the version that had it first, where no comment says it",
    "deprecated": "it is not to be used any more, for that reason, where no comment says it",
    "name": "the public name, in words joined by underscores",
    "skip": "no binding has it, for that reason",
    "missing": "its meaning cannot be said yet, for that reason",
}
"""What each annotation means, in the order of ``terms.TERMS``."""
