# SPDX-License-Identifier: LGPL-2.1-or-later
"""Calls everything that libvirt's test driver reaches: memory must not grow, errors have codes, flags that do not fit are refused.

Arguments are made by the types in the stubs. Run with PYTHONMALLOC=malloc, so that the C library counts Python's objects,
too.
"""

from __future__ import annotations

import ast
import ctypes
import functools
import gc
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import libvirt_bw as libvirt

UNREACHED = {
    "NetworkPort",
    "Nwfilter",
    "NwfilterBinding",
    "Secret",
    "default_error_func",
    "domain_lxc_enter_security_label",
}
"""What the test driver does not have, and what only prints or changes the process."""
ROUNDS = 20_000
SECONDS = 0.01
"""What the rounds of one call may take: slow calls get fewer, and no fewer than ten."""
LEAK = 8
"""Bytes a round that are too many: the least that malloc gives, rounded down."""
NOISE = 4096

DOCUMENTS = {
    "domain": (
        "<domain type='test'><name>grown</name><memory>1024</memory><vcpu>1</vcpu>"
        "<os><type>hvm</type></os><devices><disk type='file'>"
        "<driver type='qcow2'/><source file='/x'/><target dev='vda'/></disk></devices></domain>"
    ),
    "storage_vol": "<volume><name>grown</name><capacity>1000</capacity></volume>",
    "snapshot": "<domainsnapshot/>",
    "checkpoint": "<domaincheckpoint/>",
}
"""By what a method's name begins with."""
TEXTS = {
    "uuid": "6695eb01-f6a4-8304-79aa-97f2502e193f",
    "uuidstr": "6695eb01-f6a4-8304-79aa-97f2502e193f",
    "uri": "test:///default",
}
"""Arguments by name; all others are the simplest value of their type."""
REMOVERS = {
    r"_event_register$": "_event_deregister",
    r"_event_register_.*": "_event_deregister_any",
    r"^register_": "unregister_",
    r"event_add_": "event_remove_",
}
"""What takes back what a call registers."""
NAMES = {"network": "default", "storage_pool": "default-pool", "interface": "eth1"}
"""What is looked up by name, where it is not called as the guest is."""
LEFT_OUT = {
    "event_run_default_impl": "waits for an event",
    "close": "ends the object",
    "event_register_impl": "there is one event loop, and this program has it",
    "register_close_callback": "the test driver takes the callback, and forgets it",
    "unregister_close_callback": "the same",
    "lxc_enter_namespace": "changes the process, and leaves open what it opened when that fails",
    "adm_initialize": "libvirt-admin registers the types of libvirt a second time, and fails",
}


class Mallinfo(ctypes.Structure):
    """What the C library says of its memory."""

    _fields_ = [
        (name, ctypes.c_size_t)
        for name in [
            "arena",
            "ordblks",
            "smblks",
            "hblks",
            "hblkhd",
            "usmblks",
            "fsmblks",
            "uordblks",
            "fordblks",
            "keepcost",
        ]
    ]


mallinfo = ctypes.CDLL(None).mallinfo2
mallinfo.restype = Mallinfo


def settle() -> None:
    """Lets the event loop forget what was removed, which it does when it has nothing else to do."""
    libvirt.event_remove_timeout(libvirt.event_add_timeout(0, ignore))
    libvirt.event_run_default_impl()


def in_use() -> int:
    """Returns how many bytes are allocated, when all that ended is forgotten."""
    settle()
    gc.collect()
    info = mallinfo()
    return int(info.uordblks + info.hblkhd)


@dataclass(frozen=True)
class Call:
    """One method or function and its stub."""

    owner: str
    stub: ast.FunctionDef

    @property
    def name(self) -> str:
        """Its name within the package."""
        return f"{self.owner}.{self.stub.name}" if self.owner else self.stub.name


def calls() -> Iterator[Call]:
    """Yields what the stubs of the package declare."""
    stub = Path(libvirt.__file__).with_name("_native.pyi")
    for item in ast.parse(stub.read_text(encoding="utf-8")).body:
        if isinstance(item, ast.FunctionDef):
            yield Call("", item)
        elif isinstance(item, ast.ClassDef):
            for method in item.body:
                if isinstance(method, ast.FunctionDef) and is_call(method):
                    yield Call(item.name, method)


def text(name: str, function: str) -> str:
    """Returns a simple argument that is a text."""
    if name == "name":
        return NAMES.get(function.partition("_lookup_by")[0], "test")
    if name.startswith("xml"):
        return next((DOCUMENTS[key] for key in DOCUMENTS if function.startswith(key)), "<x/>")
    return TEXTS.get(name, "x")


def given_back(annotation: ast.expr) -> Any:
    """Returns what a callback returns: nothing, or as little as can be."""
    text = ast.unparse(annotation)
    match annotation:
        case ast.Subscript(slice=ast.Tuple(elts=elements)):
            return tuple(given_back(element) for element in elements)
        case ast.Subscript():
            return []
    return None if "None" in text else b"" if "bytes" in text else "x" if text == "str" else 0


def is_call(stub: ast.FunctionDef) -> bool:
    """Whether users call it."""
    properties = [ast.unparse(item) for item in stub.decorator_list]
    return not stub.name.startswith("_") and "property" not in properties


class Host:
    """A host of the test driver and one object of each class that it has."""

    def __init__(self) -> None:
        self.connection = libvirt.Connect.open("test:///default")
        domain = self.connection.domain_lookup_by_name("test")
        other = self.connection.domain_create_xml(DOCUMENTS["domain"].replace("grown", "x"))
        pool = self.connection.storage_pool_lookup_by_name("default-pool")
        self.objects: dict[str, Any] = {
            "Connect": self.connection,
            "Domain": domain,
            "DomainSnapshot": domain.snapshot_create_xml(DOCUMENTS["snapshot"]),
            "DomainCheckpoint": other.checkpoint_create_xml(DOCUMENTS["checkpoint"]),
            "Network": self.connection.network_lookup_by_name("default"),
            "StoragePool": pool,
            "StorageVol": pool.storage_vol_create_xml(
                DOCUMENTS["storage_vol"].replace("grown", "x")
            ),
            "Interface": self.connection.interface_lookup_by_name("eth1"),
            "NodeDevice": self.connection.list_all_node_devices()[0],
            "Stream": self.connection.stream_new(),
        }

    def value(self, annotation: ast.expr, name: str, function: str) -> Any:
        """Returns a simple argument."""
        match annotation:
            case ast.BinOp(left=left, right=right):
                return 0 if ast.unparse(right) == "int" else self.value(left, name, function)
            case ast.Name(id="str"):
                return text(name, function)
            case ast.Name(id=simple) if simple in SIMPLE:
                return SIMPLE[simple]
            case ast.Name(id=known):
                return self.objects[known]
            case ast.Subscript(value=ast.Attribute(attr="Sequence"), slice=inner):
                return [self.value(inner, name, function)]
            case ast.Subscript(value=ast.Attribute(attr="Mapping")):
                return {"x": 1}
            case ast.Subscript(
                value=ast.Attribute(attr="Callable"), slice=ast.Tuple(elts=[_, ends])
            ):
                given = given_back(ends)
                return lambda *_: given
        raise NotImplementedError(ast.unparse(annotation))

    def bound(self, call: Call, **more: int) -> Callable[[], object]:
        """Returns a call with its arguments."""
        stub = call.stub
        static = any(ast.unparse(item) == "staticmethod" for item in stub.decorator_list)
        if call.owner:
            found: Any = getattr(libvirt, call.owner) if static else self.objects[call.owner]
        else:
            found = libvirt
        method = functools.partial(getattr(found, stub.name), **more)
        given = [*stub.args.posonlyargs, *stub.args.args][(1 if call.owner and not static else 0) :]
        required = given[: len(given) - len(stub.args.defaults)]
        arguments = [
            self.value(item.annotation, item.arg, stub.name) for item in required if item.annotation
        ]
        remove = remover(found, stub.name)
        if remove:
            return lambda: remove(method(*arguments))
        if any(isinstance(item, libvirt.Stream) for item in arguments):
            return functools.partial(self.stream, method, arguments)
        return lambda: method(*arguments)

    def stream(self, method: Callable[..., object], arguments: list[Any]) -> None:
        """Calls with a new stream, and aborts that, as libvirt wants it before it is given back."""
        stream = self.connection.stream_new()
        try:
            method(*[stream if isinstance(item, libvirt.Stream) else item for item in arguments])
        finally:
            stream.abort()


def remover(owner: object, name: str) -> Callable[[Any], object] | None:
    """Returns what takes back what a call registers: by its number, when there is one."""
    for pattern, replacement in REMOVERS.items():
        removing, found = re.subn(pattern, replacement, name)
        if found:
            return functools.partial(take_back, getattr(owner, removing))
    return None


def take_back(remove: Callable[..., object], number: object) -> None:
    """Takes back what was registered."""
    if number is None:
        remove()
    else:
        remove(number)
    settle()


SIMPLE: dict[str, Any] = {"int": 0, "bool": True, "float": 1.0, "bytes": b"x"}


def ignore(*_: object) -> None:
    """Takes whatever a callback is given."""


def repeat(function: Callable[[], object], rounds: int) -> None:
    """Calls so often, whether it fails or not."""
    for _ in range(rounds):
        try:
            function()
        except (libvirt.Error, ValueError, OverflowError):
            continue


def growth(function: Callable[[], object]) -> tuple[int, int]:
    """Returns how many bytes more are in use after so many more rounds."""
    begin = time.perf_counter()
    repeat(function, 10)
    cost = (time.perf_counter() - begin) / 10
    rounds = max(10, min(ROUNDS, int(SECONDS / cost)))
    repeat(function, rounds)
    before = in_use()
    repeat(function, rounds)
    return in_use() - before, rounds


@dataclass(frozen=True)
class Report:
    """What was found."""

    worked: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    unreached: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def probe(call: Call, report: Report) -> None:
    """Looks at one call on a host of its own."""
    host = Host()
    try:
        function = host.bound(call)
    except KeyError:
        report.unreached.append(call.name)
        return
    try:
        function()
        report.worked.append(call.name)
    except libvirt.Error as error:
        report.refused.append(call.name)
        if not error.code and not call.stub.name.startswith("event_"):
            report.faults.append(f"{call.name}: {error!r} has no code")
    found, rounds = growth(function)
    if is_leak(found, rounds):
        found, rounds = growth(function)
        if is_leak(found, rounds):
            report.faults.append(f"{call.name}: {found} bytes in {rounds} rounds")
    if any(item.arg == "flags" for item in call.stub.args.kwonlyargs):
        refuse(host, call, report)


def is_leak(found: int, rounds: int) -> bool:
    """Whether more is in use than what comes and goes."""
    return found > NOISE and found >= LEAK * rounds


def refuse(host: Host, call: Call, report: Report) -> None:
    """Gives flags that C would cut."""
    for flags in (2**32, -1):
        try:
            host.bound(call, flags=flags)()
        except OverflowError:
            continue
        except libvirt.Error as error:
            report.faults.append(f"{call.name}: flags={flags} came to the library: {error}")
        else:
            report.faults.append(f"{call.name}: flags={flags} came to the library")


def main() -> None:
    """Looks at each call."""
    libvirt.event_register_default_impl()
    gc.freeze()
    report = Report()
    for call in calls():
        if call.stub.name not in LEFT_OUT and not call.owner.startswith("Adm"):
            probe(call, report)
    assert len(report.worked) >= 240, len(report.worked)
    assert {name.partition(".")[0] for name in report.unreached} == UNREACHED, report.unreached
    assert report.faults == [], "\n".join(report.faults)
    print("good")


main()
