# SPDX-License-Identifier: LGPL-2.1-or-later
"""libvirt's meaning, from its installed headers: how much is known, and that what is known is right."""

from __future__ import annotations

import pytest
from bindwright.check import check
from bindwright.describe import summary
from bindwright.diagnostics import Severity
from bindwright.model.api import Api, FailureMode, Form, Kind, Release, Role, Source, Transfer
from conftest import function
from telling import tell

# Each line was checked by hand against libvirt's documentation and what its functions do.
VERIFIED = {
    "virConnectOpen": "constructor virConnect.open(name: string?) -> virConnect full ! null",
    "virConnectClose": "unref virConnect.close(self) -> nothing ! negative",
    "virConnectListAllDomains": "method virConnect.list_all_domains(self, out allocated domains: list<virDomain> full by free optional, flags: virConnectListAllDomainsFlags) -> result-length of domains ! negative",
    "virConnectNumOfDomains": "method virConnect.num_of_domains(self) -> i32 ! negative",
    "virConnectListDomains": "method virConnect.list_domains(self, out ids: list<i32>, maxids capacity of ids) -> result-length of ids ! negative [count-fill virConnectNumOfDomains]",
    "virConnectListDefinedDomains": "method virConnect.list_defined_domains(self, out names: list<string> full by free, maxnames capacity of names) -> result-length of names ! negative [count-fill virConnectNumOfDefinedDomains]",
    "virConnectGetCapabilities": "method virConnect.get_capabilities(self) -> string full by free ! null",
    "virConnectGetLibVersion": "method virConnect.get_lib_version(self, out libVer: u64) -> status ! negative",
    "virConnectGetAllDomainStats": "method virConnect.get_all_domain_stats(self, stats: virDomainStatsTypes, out allocated retStats: list<virDomainStatsRecord> full by virDomainStatsRecordListFree, deep, flags: virConnectGetAllDomainStatsFlags) -> result-length of retStats ! negative",
    "virConnectBaselineCPU": "method virConnect.baseline_cpu(self, xmlCPUs: list<string>, ncpus length of xmlCPUs, flags: virConnectBaselineCPUFlags) -> string full by free ! null",
    "virConnectDomainEventRegisterAny:lifecycle": "method virConnect.domain_event_register_lifecycle(self, dom: virDomain?, eventID=VIR_DOMAIN_EVENT_ID_LIFECYCLE, cb: virConnectDomainEventCallback notified, opaque user-data of cb, freecb destroy of cb) -> i32 ! negative",
    "virNodeGetInfo": "method virConnect.node_get_info(self, out info: virNodeInfo) -> status ! negative",
    "virNodeGetCPUStats": "method virConnect.node_get_cpu_stats(self, cpuNum: i32, out params: list<virNodeCPUStats>, nparams result-length of params inout, flags=0) -> status ! negative [query-fill]",
    "virNodeGetFreeMemory": "method virConnect.node_get_free_memory(self) -> u64 in byte ! equals 0",
    "virDomainGetName": "method virDomain.get_name(self) -> string ! null nonblocking",
    "virDomainGetID": "method virDomain.get_id(self) -> u32 ! equals 4294967295 checked nonblocking",
    "virDomainGetUUID": "method virDomain.get_uuid(self, out uuid: uuid bytes[16]) -> status ! negative nonblocking",
    "virDomainGetUUIDString": "method virDomain.get_uuid_string(self, out buf: uuid string[37]) -> status ! negative nonblocking",
    "virDomainGetInfo": "method virDomain.get_info(self, out info: virDomainInfo) -> status ! negative",
    "virDomainGetState": "method virDomain.get_state(self, out state: virDomainState, out reason: i32 optional, flags=0) -> status ! negative",
    "virDomainGetXMLDesc": "method virDomain.get_xml_desc(self, flags: virDomainXMLFlags) -> string full by free ! null",
    "virDomainLookupByUUID": "method virConnect.domain_lookup_by_uuid(self, uuid: uuid bytes[16]) -> virDomain full ! null",
    "virDomainDefineXML": "method virConnect.domain_define_xml(self, xml: string) -> virDomain full ! null",
    "virDomainCreate": "method virDomain.create(self) -> status ! negative",
    "virDomainIsActive": "method virDomain.is_active(self) -> bool ! negative",
    "virDomainGetMemoryParameters": "method virDomain.get_memory_parameters(self, out params: virTypedParameter full, nparams result-length of params inout, flags: virDomainModificationImpact) -> status ! negative [query-fill]",
    "virDomainSetMemoryParameters": "method virDomain.set_memory_parameters(self, params: virTypedParameter, nparams length of params, flags: virDomainModificationImpact) -> status ! negative",
    "virDomainGetJobStats": "method virDomain.get_job_stats(self, out type: virDomainJobType, out allocated params: virTypedParameter full by virTypedParamsFree, n, deep, nparams result-length of params, flags: virDomainGetJobStatsFlags) -> status ! negative",
    "virDomainMemoryStats": "method virDomain.memory_stats(self, out stats: list<virDomainMemoryStatStruct>[13], nr_stats=VIR_DOMAIN_MEMORY_STAT_NR, flags=0) -> result-length of stats ! negative",
    "virNodeGetCPUMap": "method virConnect.node_get_cpu_map(self, out allocated cpumap: bytes in bits full by free optional, out online: u32 optional, flags=0) -> i32 ! negative",
    "virConnectUnregisterCloseCallback": "method virConnect.unregister_close_callback(self, cb: virConnectCloseFunc registered) -> status ! negative",
    "virNodeGetFreePages": "method virConnect.node_get_free_pages(self, npages length of pages, pages: list<u32> in KiB, startCell: i32, cellCount: u32, out counts: list<list<u64>> in cellCount rows of npages, elements counted, flags=0) -> result-length of counts ! negative",
    "virNodeAllocPages": "method virConnect.node_alloc_pages(self, npages length of pageSizes, pageSizes: list<u32> in KiB, pageCounts: list<u64>, startCell: i32, cellCount: u32, flags: virNodeAllocPagesFlags) -> i32 ! negative",
    "virDomainGetSchedulerParameters": "method virDomain.get_scheduler_parameters(self, out params: virTypedParameter full, nparams result-length of params inout) -> status ! negative [count-fill virDomainGetSchedulerType]",
    "virDomainGetCPUStats": "method virDomain.get_cpu_stats(self, out params: list<virTypedParameter> in ncpus rows of as many, row counted full optional, nparams capacity of params, start_cpu: i32, ncpus: u32, flags: virTypedParameterFlags) -> result-length of params ! negative [query-fill]",
    "virDomainBlockStats": "method virDomain.block_stats(self, disk: string, out stats: virDomainBlockStatsStruct, size=) -> status ! negative",
    "virDomainGetVcpuPinInfo": "method virDomain.get_vcpu_pin_info(self, ncpumaps: i32, out cpumaps: list<bytes> in ncpumaps rows of maplen, rows counted, maplen: i32, flags: virDomainModificationImpact) -> result-length of cpumaps ! negative",
    "virDomainGetVcpus": "method virDomain.get_vcpus(self, out info: list<virVcpuInfo>, maxinfo capacity of info, out cpumaps: list<bytes> in maxinfo rows of maplen, rows counted, maplen: i32) -> result-length of info ! negative",
    "virStreamRecvFlags": "method virStream.recv_flags(self, out data: bytes, nbytes capacity of data, flags: virStreamRecvFlagsValues) -> result-length of data ! negative, -2 would-block, -3 hole",
    "virSaveLastError": "function save_last_error() -> virError full by virFreeError, deep ! null",
    "virCopyLastError": "function copy_last_error(out to: virError full by virResetError) -> virErrorNumber ! negative",
    "virDomainMemoryPeek": "method virDomain.memory_peek(self, start: u64, size capacity of buffer, out buffer: bytes, flags: virDomainMemoryFlags) -> status ! negative",
    "virDomainPinVcpu": "method virDomain.pin_vcpu(self, vcpu: u32, cpumap: bytes, maplen length of cpumap) -> status ! negative",
    "virDomainInterfaceAddresses": "method virDomain.interface_addresses(self, out allocated ifaces: list<virDomainInterface> full by free, source: virDomainInterfaceAddressesSource, flags=0) -> result-length of ifaces ! negative",
    "virDomainFSFreeze": "method virDomain.fs_freeze(self, mountpoints: list<string>?, nmountpoints length of mountpoints, flags=0) -> i32 ! negative",
    "virDomainListGetStats": "function domain_list_get_stats(doms: list<virDomain> ended, stats: virDomainStatsTypes, out allocated retStats: list<virDomainStatsRecord> full by virDomainStatsRecordListFree, deep, flags: virConnectGetAllDomainStatsFlags) -> result-length of retStats ! negative",
    "virDomainMigrate3": "method virDomain.migrate3(self, dconn: virConnect, params: virTypedParameter?, nparams length of params, flags: virDomainMigrateFlags) -> virDomain full ! null",
    "virDomainSnapshotListNames": "method virDomain.snapshot_list_names(self, out names: list<string> full by free, nameslen capacity of names, flags: virDomainSnapshotListFlags) -> result-length of names ! negative [count-fill virDomainSnapshotNum]",
    "virDomainGetConnect": "method virDomain.get_connect(self) -> virConnect ! null nonblocking",
    "virNodeDeviceGetParent": "method virNodeDevice.get_parent(self) -> string? ! null checked",
    "virSecretGetValue": "method virSecret.get_value(self, value_size result-length of return, flags=0) -> bytes full by free ! null",
    "virSecretSetValue": "method virSecret.set_value(self, value: bytes, value_size length of value, flags=0) -> status ! negative",
    "virStorageVolGetInfo": "method virStorageVol.get_info(self, out info: virStorageVolInfo) -> status ! negative",
    "virStreamSend": "method virStream.send(self, data: bytes, nbytes length of data) -> i32 ! negative, -2 would-block",
    "virStreamRecv": "method virStream.recv(self, out data: bytes, nbytes capacity of data) -> result-length of data ! negative, -2 would-block",
    "virStreamSendAll": "method virStream.send_all(self, handler: virStreamSourceFunc call, opaque user-data of handler) -> status ! negative",
    "virDomainFree": "unref virDomain.free(self) -> status ! negative nonblocking",
}


@pytest.mark.parametrize("name", VERIFIED)
def test_meaning_is_what_the_documentation_says(libvirt: Api, name: str) -> None:
    """Roles, ownership, idiom and failure, spelled out."""
    assert tell(function(libvirt, name)) == VERIFIED[name]


def test_most_functions_are_complete(libvirt: Api) -> None:
    """Of the 516 functions of libvirt itself at least 490 have a meaning or a reason to be left out."""
    main = [item for item in libvirt.functions if item.version.startswith("LIBVIRT_")]
    found = summary(libvirt)

    assert found.complete >= 570
    assert found.missing == 0
    assert found.skipped <= 24
    assert len(main) == 0 or len({item.symbol for item in main if not item.missing}) >= 490


def test_no_function_is_without_a_meaning(libvirt: Api) -> None:
    """Left out are what dictionaries make needless, and what is called through its variants."""
    missing = {item.name: item.missing for item in libvirt.functions if item.missing}
    skipped = {item.name for item in libvirt.functions if item.skip}

    assert missing == {}
    own = {item.symbol for item in libvirt.functions if item.name != item.symbol}
    assert all(name.startswith("virTypedParams") or name in own for name in skipped)
    assert 0 < len(skipped) < 25


def test_no_rule_is_broken(libvirt: Api) -> None:
    """Incomplete functions and missing documentation are warnings."""
    errors = [str(item) for item in check(libvirt) if item.severity is Severity.ERROR]

    assert errors == []


def test_every_handle_is_counted(libvirt: Api) -> None:
    """A handle can be given back, and all but the daemon's servers and clients can be referenced."""
    handles = {item.name: item for item in libvirt.objects}

    assert len(handles) == 17
    assert all(item.unref for item in handles.values())
    assert {name for name, item in handles.items() if not item.ref} == {
        "virAdmServer",
        "virAdmClient",
    }
    assert handles["virConnect"].unref == "virConnectClose"
    assert handles["virDomain"].parent == "virConnect"


def test_typed_parameters_are_a_dictionary(libvirt: Api) -> None:
    """With the type of each value, and what frees an array and what only its contents."""
    (found,) = libvirt.dicts

    assert (found.name, found.key, found.key_size) == ("virTypedParameter", "field", 80)
    assert [(case.tag, case.member, case.type.kind) for case in found.cases] == [
        (1, "i", Kind.I32),
        (2, "ui", Kind.U32),
        (3, "l", Kind.I64),
        (4, "ul", Kind.U64),
        (5, "d", Kind.F64),
        (6, "b", Kind.BOOL),
        (7, "s", Kind.STRING),
    ]
    assert found.release == Release(function="virTypedParamsFree", counted=True, deep=True)
    assert found.clear == Release(function="virTypedParamsClear", counted=True, deep=True)


def test_every_event_has_its_callback_type(libvirt: Api) -> None:
    """All event identifiers of the headers, told apart by the constant that C gets."""
    variants = [item for item in libvirt.functions if ":" in item.name]

    assert len(variants) == 34
    for item in variants:
        (callback,) = (p for p in item.parameters if p.role is Role.CALLBACK)
        assert callback.type.name in {
            found.name for found in libvirt.callbacks if not found.missing
        }
        assert [p.role for p in item.parameters if p.name == "eventID"] == [Role.FIXED]
    tunable = function(libvirt, "virConnectDomainEventRegisterAny:tunable")
    assert tunable.parameters[3].type.name == "virConnectDomainEventTunableCallback"


def test_a_list_of_structs_frees_each_or_all_at_once(libvirt: Api) -> None:
    """Leases one by one, statistics with one call."""
    records = {item.name: item.release for item in libvirt.records}

    assert records["virNetworkDHCPLease"] == Release(function="virNetworkDHCPLeaseFree", deep=True)
    (stats,) = (
        item
        for item in function(libvirt, "virConnectGetAllDomainStats").parameters
        if item.role is Role.RESULT
    )
    assert stats.release == Release(function="virDomainStatsRecordListFree", deep=True)


def test_every_owned_result_can_be_given_back(libvirt: Api) -> None:
    """No complete function leaves the owner unknown."""
    for item in libvirt.functions:
        if item.missing or item.skip:
            continue
        assert item.failure.mode is not FailureMode.UNKNOWN, item.name
        results = [p for p in item.parameters if p.role is Role.RESULT]
        assert Transfer.UNKNOWN not in {
            item.result.transfer,
            *(p.transfer for p in results),
        }, item.name


def test_functions_that_free_are_not_for_users(libvirt: Api) -> None:
    """Bindings call them."""
    freeing = {item.name for item in libvirt.functions if item.form in (Form.FREE, Form.UNREF)}

    assert {
        "virTypedParamsFree",
        "virTypedParamsClear",
        "virDomainFree",
        "virConnectClose",
    } <= freeing
    assert "virDomainDestroy" not in freeing


def test_meanings_say_where_they_come_from(libvirt: Api) -> None:
    """Documentation, a convention, or the overlay."""
    found = function(libvirt, "virDomainGetXMLDesc")
    flags = {item.of: (item.source, item.rule) for item in found.parameters[1].origins}
    result = {item.of: (item.source, item.rule) for item in found.result.origins}

    assert flags == {"type": (Source.DOC, "documented-flags")}
    assert result == {"transfer": (Source.CONVENTION, "owned-strings")}
    opened = {item.of: item.source for item in function(libvirt, "virStreamRecv").origins}
    assert opened["failure"] is Source.OVERLAY
