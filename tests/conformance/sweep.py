# SPDX-License-Identifier: LGPL-2.1-or-later
"""Makes cases that call each function of libvirt with the least that its plain call takes.

Every function is called on a host of its own. It may fail, which the golden transcript says; a crash, a hang or a
failure that is not the library's own has no golden transcript. It does not run the cases.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from bindwright.conform import Case
from bindwright.conform.cases import SCRATCH, read_case
from bindwright.model.api import INTEGERS, Api, Encoding, Kind, Role, Type
from bindwright.model.plain import PlainApi, PlainCall, PlainCallback
from bindwright.tables import parse

HOST = Path(__file__).resolve().parent / "libvirt" / "hosts" / "small.xml"

NAME = f"{SCRATCH}/x"
"""Any text; a function that takes it for a file's name does no harm."""
NOBODY = "00000000-0000-0000-0000-000000000000"

SOURCES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "virConnect": ("virConnectOpen", {"name": f"test://{quote(str(HOST))}"}),
    "virDomain": ("virDomainLookupByName", {"conn": "$virConnect", "name": "first"}),
    "virDomainCheckpoint": (
        "virDomainCheckpointCreateXML",
        {
            "domain": "$virDomain",
            "xmlDesc": "<domaincheckpoint><name>begin</name></domaincheckpoint>",
        },
    ),
    "virDomainSnapshot": (
        "virDomainSnapshotCreateXML",
        {"domain": "$virDomain", "xmlDesc": "<domainsnapshot><name>begin</name></domainsnapshot>"},
    ),
    "virInterface": ("virInterfaceLookupByName", {"conn": "$virConnect", "name": "eth1"}),
    "virNetwork": ("virNetworkLookupByName", {"conn": "$virConnect", "name": "lan"}),
    "virNodeDevice": ("virNodeDeviceLookupByName", {"conn": "$virConnect", "name": "scsi_host9"}),
    "virStoragePool": ("virStoragePoolLookupByName", {"conn": "$virConnect", "name": "store"}),
    "virStorageVol": ("virStorageVolLookupByName", {"pool": "$virStoragePool", "name": "data"}),
    "virStream": ("virStreamNew", {"conn": "$virConnect"}),
}
"""The call that gives an object of a type; a type's name in its arguments is an object of that type."""

EXCLUDED: Mapping[str, str] = {
    "virAdmConnectOpen": "it asks a daemon, and libvirt-admin crashes in a process that uses libvirt",
    "virConnectOpen": "it asks a daemon when no host is named",
    "virConnectOpenAuth": "it asks a daemon when no host is named",
    "virConnectOpenReadOnly": "it asks a daemon when no host is named",
    "virDefaultErrorFunc": "it prints",
    "virDomainLxcEnterCGroup": "it moves the process to the control group of another",
    "virDomainScreenshot": "libvirt loses the memory of a stream to a file that is never ended",
    "virEventRegisterImpl": "it takes the place of libvirt's own loop for the rest of the process",
    "virEventRunDefaultImpl": "it waits for an event",
    "virInterfaceChangeBegin": "libvirt loses the memory of a change that is never ended",
    "virSetErrorFunc": "from then on libvirt prints its errors",
}
"""Functions that are not called with the least, each with why."""


class Unreachable(Exception):
    """No call gives an object of that type: the driver has none."""


class Writer:
    """Writes the steps of one case."""

    def __init__(self, api: Api, plain: PlainApi) -> None:
        self.enums = {item.name: item for item in api.enums}
        self.records = {item.name: item for item in api.records}
        self.callbacks = {item.callback.name: item for item in plain.callbacks}
        self.handlers: dict[str, str] = {}
        self.steps: list[str] = []
        self.number = 0

    def call(self, call: PlainCall) -> None:
        """Adds the steps that get what a call needs, and the call."""
        self.number += 1
        objects: dict[str, str] = {}
        steps: list[str] = []
        given = {
            item.name: self.neutral(item.type, objects, steps)
            for item in call.inputs
            if not item.optional
        }
        self.steps += [*steps, step(call.name, given, "tried = true")]

    def neutral(self, to: Type, objects: dict[str, str], steps: list[str]) -> object:
        """Returns what says least for a type; how an object is had is added to the steps."""
        match to.kind:
            case Kind.OBJECT:
                return self.object(to.name, objects, steps)
            case Kind.STRING:
                return NOBODY if to.encoding is Encoding.UUID else NAME
            case Kind.BYTES:
                return "00" * (to.size or 0)
            case Kind.BOOL:
                return False
            case Kind.LIST:
                return []
            case Kind.DICT:
                return {}
            case Kind.ENUM:
                return next(item.name for item in self.enums[to.name].members if not item.sentinel)
            case Kind.RECORD:
                fields = self.records[to.name].fields
                return {
                    item.name: self.neutral(item.type, objects, steps)
                    for item in fields
                    if item.role is Role.VALUE
                }
            case Kind.CALLBACK:
                return self.handler(to.name)
            case kind if kind in INTEGERS or kind in (Kind.FLAGS, Kind.F64):
                return 0
        raise AssertionError(f"nothing says least for {to.kind}")

    def object(self, name: str, objects: dict[str, str], steps: list[str]) -> str:
        """Returns a reference to an object of a type, which an earlier step gives."""
        if name not in objects:
            if name not in SOURCES:
                raise Unreachable(name)
            source, given = SOURCES[name]
            args = {
                key: self.object(value[1:], objects, steps) if value.startswith("$") else value
                for key, value in given.items()
            }
            objects[name] = f"{name[3:].lower()}_{self.number}"
            steps.append(step(source, args, f'as = "{objects[name]}"'))
        return f"${objects[name]}"

    def handler(self, callback: str) -> str:
        """Returns the name of a handler that does nothing."""
        name = f"handler_{len(self.handlers) + 1}"
        if callback not in self.handlers:
            self.handlers[callback] = name
        return self.handlers[callback]

    def returns(self, callback: PlainCallback) -> list[object]:
        """Returns what a handler returns, in a list; an empty one when that is nothing."""
        if callback.results:
            several = [self.neutral(item.type, {}, []) for item in callback.results]
            return [several if len(several) > 1 else several[0]]
        if callback.result.kind is Kind.VOID:
            return []
        return [self.neutral(callback.result, {}, [])]

    def case(self, name: str) -> Case:
        """Returns the case."""
        parts = [
            f'name = "{name}"\nrung = "sweep"\ndoc = "Each function does something or says why not."'
        ]
        for callback, handler in self.handlers.items():
            returns = self.returns(self.callbacks[callback])
            lines = [f"[handler.{handler}]", f'callback = "{callback}"', "shown = false"]
            parts.append("\n".join([*lines, *([f"returns = {toml(returns)}"] if returns else [])]))
        return read_case(parse("\n\n".join([*parts, *self.steps]), f"{name}.toml"), name)


def step(call: str, args: Mapping[str, object], last: str) -> str:
    """Returns one step."""
    given = [f"args = {toml(args)}"] if args else []
    return "\n".join(["[[step]]", f'call = "{call}"', *given, last])


def toml(value: object) -> str:
    """Writes a value in TOML, on one line."""
    match value:
        case Mapping():
            return f"{{ {', '.join(f'{key} = {toml(item)}' for key, item in value.items())} }}"
        case list():
            return f"[{', '.join(map(toml, value))}]"
    return json.dumps(value)


def sweep(api: Api, plain: PlainApi) -> tuple[tuple[Case, ...], dict[str, str]]:
    """Returns a case for the functions of each object, and the functions left out, each with why."""
    writers: dict[str, Writer] = {}
    left_out = {}
    for call in plain.calls:
        owner = call.function.owner.removeprefix("vir").lower() or "library"
        writer = writers.setdefault(f"sweep-{owner}", Writer(api, plain))
        if call.symbol in EXCLUDED:
            left_out[call.name] = EXCLUDED[call.symbol]
            continue
        try:
            writer.call(call)
        except Unreachable as missing:
            left_out[call.name] = f"the driver has no {missing}"
    cases = tuple(item.case(name) for name, item in sorted(writers.items()) if item.steps)
    return cases, left_out
