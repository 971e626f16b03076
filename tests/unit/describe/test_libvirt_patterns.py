# SPDX-License-Identifier: LGPL-2.1-or-later
"""Each pattern of libvirt's overlay decides something, and what it says of one real function is right."""

from __future__ import annotations

import pytest
from bindwright.describe import Overlay
from bindwright.model.api import Api, Function
from conftest import function
from telling import tell

# Pattern: a function that it is for, and of its meaning the part that the pattern says.
# Each was checked by hand against libvirt's documentation and what its functions do.
EXAMPLES = {
    "autostart": ("virDomainGetAutostart", "out autostart: bool)"),
    "xml-documents": ("virConnectBaselineCPU", "xmlCPUs: list<string>, ncpus length of xmlCPUs"),
    "file-descriptors": (
        "virDomainCreateWithFiles",
        "nfiles length of files, files: list<i32>",
    ),
    "scheduler-parameters": (
        "virDomainGetSchedulerParameters",
        "out params: virTypedParameter full, nparams result-length of params inout) -> status ! negative [count-fill virDomainGetSchedulerType]",
    ),
    "cpu-maps": ("virDomainPinVcpu", "cpumap: bytes, maplen length of cpumap"),
    "peek-buffers": ("virDomainBlockPeek", "size capacity of buffer, out buffer: bytes"),
    "metadata-namespaces": ("virDomainGetMetadata", "uri: string?"),
    "enabled": ("virDomainSetVcpu", "state: bool"),
    "event-identifiers": ("virConnectSecretEventRegisterAny:lifecycle", "-> i32 ! negative"),
    "log-settings": ("virAdmConnectGetLoggingFilters", "out allocated filters: string"),
    "typed-parameters": (
        "virTypedParamsGetInt",
        "skipped: bindings have dictionaries of their own",
    ),
    "registered-callbacks": (
        "virConnectUnregisterCloseCallback",
        "cb: virConnectCloseFunc registered",
    ),
    "error-handlers": (
        "virSetErrorFunc",
        "userData user-data of handler, handler: virErrorFunc? forever",
    ),
    "last-errors": ("virGetLastError", "() -> virError?"),
    "copied-errors": (
        "virCopyLastError",
        "(out to: virError full by virResetError) -> virErrorNumber ! negative",
    ),
    "looked-up-names": ("virStorageVolLookupByKey", "key: string)"),
    "capabilities-of-the-default": (
        "virConnectGetDomainCapabilities",
        "emulatorbin: string?, arch: string?, machine: string?, virttype: string?",
    ),
    "any-capability": ("virNodeNumOfDevices", "cap: string?"),
    "watches-and-timers": ("virEventAddTimeout", "-> i32 ! negative silent"),
    "removals": ("virEventRemoveHandle", "-> status ! negative silent"),
    "event-loop-parts": ("virEventRegisterImpl", "removeHandle: virEventRemoveHandleFunc forever"),
    "stream-handlers": (
        "virStreamSparseRecvAll",
        "handler: virStreamSinkFunc call, holeHandler: virStreamSinkHoleFunc call, opaque user-data of handler) -> status",
    ),
    "stream-bits": ("virStreamEventUpdateCallback", "events: virStreamEventType"),
}


def decided(api: Api, pattern: str) -> list[Function]:
    """Returns the functions of which something is as a pattern says, and nobody weightier says it too."""
    return [
        item
        for item in api.functions
        for element in (item, item.result, *item.parameters)
        if any(origin.rule == pattern for origin in element.origins)
    ]


def test_every_pattern_has_an_example(libvirt_overlay: Overlay) -> None:
    """The names of patterns, which are what origins call them, stand here, each once."""
    assert sorted(item.name for item in libvirt_overlay.patterns) == sorted(EXAMPLES)


@pytest.mark.parametrize("pattern", EXAMPLES)
def test_a_pattern_says_what_is_right(libvirt: Api, pattern: str) -> None:
    """For the function that is its example, and it is the pattern that says so."""
    name, meaning = EXAMPLES[pattern]
    found = function(libvirt, name)

    assert meaning in f"{tell(found)} skipped: {found.skip}"
    assert found in decided(libvirt, pattern)
