# SPDX-License-Identifier: LGPL-2.1-or-later
"""keel's annotations alone say all there is to know."""

from __future__ import annotations

from bindwright.check import check
from bindwright.describe import summary
from bindwright.model.api import Api, Kind, Null, Release, Role
from conftest import function
from telling import tell


def test_every_function_is_complete(keel: Api) -> None:
    """And so is every struct and callback type; nothing is left out."""
    found = summary(keel)

    assert (found.missing, found.skipped) == (0, 0)
    assert found.complete >= 260
    assert [item.name for item in keel.records if item.missing] == []
    assert [item.name for item in keel.callbacks if item.missing] == []


def test_no_rule_finds_anything(keel: Api) -> None:
    """Not even a warning."""
    assert [str(item) for item in check(keel)] == []


def test_meaning_is_what_the_annotations_say(keel: Api) -> None:
    """One function of each kind, spelled out."""
    told = {
        "keel_connection_open": "constructor keel_connection.open(uri: string?, flags: keel_open_flags,"
        " out ret: keel_connection full) -> status ! status",
        "keel_connection_close": "close keel_connection.close(self) -> status ! status",
        "keel_connection_list_domains": "method keel_connection.list_domains(self, flags: keel_list_flags,"
        " out allocated ret: list<keel_domain> full by keel_free, ret_n result-length of ret)"
        " -> status ! status",
        "keel_domain_get_name": "method keel_domain.get_name(self) -> string nonblocking",
        "keel_domain_get_uuid": "method keel_domain.get_uuid(self, out ret_uuid: uuid bytes[16])"
        " -> status ! status nonblocking",
        "keel_domain_get_tags": "method keel_domain.get_tags(self, out allocated ret: list<string>"
        " full by keel_strings_free, n, deep, ret_n result-length of ret) -> status ! status",
        "keel_domain_get_scheduler_parameters": "method keel_domain.get_scheduler_parameters(self,"
        " out allocated ret: keel_param full by keel_params_free, n, deep, ret_n result-length of ret)"
        " -> status ! status",
        "keel_connection_add_domain_listener": "method keel_connection.add_domain_listener(self,"
        " domain: keel_domain?, callback: keel_domain_event_func notified, user_data user-data of callback,"
        " destroy destroy of callback, out ret_id: u64) -> status ! status",
        "keel_connection_get_domain_statistics": "method keel_connection.get_domain_statistics(self,"
        " statistics: keel_statistics_flags, flags: keel_list_flags, out allocated ret:"
        " list<keel_domain_statistics> full by keel_domain_statistics_free, n, deep,"
        " ret_n result-length of ret) -> status ! status",
        "keel_domain_list_guest_interfaces": "method keel_domain.list_guest_interfaces(self,"
        " source: keel_guest_source, out allocated ret: list<keel_guest_interface> full by"
        " keel_guest_interfaces_free, n, deep, ret_n result-length of ret) -> status ! status",
        "keel_domain_set_vcpu_affinity": "method keel_domain.set_vcpu_affinity(self, vcpu: u32,"
        " cpus: list<u32>, n_cpus length of cpus) -> status ! status",
        "keel_domain_migrate": "method keel_domain.migrate(self, destination: keel_connection,"
        " flags: keel_migrate_flags, params: keel_param?, n_params length of params,"
        " out ret: keel_domain full optional) -> status ! status",
        "keel_snapshot_get_parent": "method keel_snapshot.get_parent(self,"
        " out ret: keel_snapshot? full) -> status ! status",
        "keel_secret_get_usage": "method keel_secret.get_usage(self, out ret_usage: keel_secret_usage,"
        " out allocated ret_id: string full by keel_free) -> status ! status",
        "keel_stream_new": "method keel_connection.new_stream(self, flags: keel_stream_flags,"
        " out ret: keel_stream full) -> status ! status",
        "keel_stream_receive": "method keel_stream.receive(self, out buffer: bytes,"
        " size capacity of buffer, ret_n result-length of buffer) -> status ! status",
        "keel_stream_send_all": "method keel_stream.send_all(self, source: keel_stream_source_func call,"
        " user_data user-data of source) -> status ! status",
        "keel_storage_pool_clone_volume": "method keel_storage_pool.clone_volume(self, xml: string,"
        " source: keel_storage_volume, flags: keel_storage_create_flags,"
        " out ret: keel_storage_volume full optional) -> status ! status",
        "keel_event_plug_loop": "function event_plug_loop(callback: keel_loop_func notified,"
        " user_data user-data of callback, destroy destroy of callback) -> status ! status nonblocking",
    }

    assert {name: tell(function(keel, name)) for name in told} == told


def test_typed_parameters_are_a_dictionary(keel: Api) -> None:
    """The members' documentation names the tags."""
    (found,) = keel.dicts

    assert (found.name, found.key, found.tag, found.union) == (
        "keel_param",
        "name",
        "type",
        "value",
    )
    assert [case.type.kind for case in found.cases] == [
        Kind.I32,
        Kind.U32,
        Kind.I64,
        Kind.U64,
        Kind.F64,
        Kind.BOOL,
        Kind.STRING,
    ]
    assert found.release == Release(function="keel_params_free", counted=True, deep=True)


def test_members_have_short_names(keel: Api) -> None:
    """``KEEL_OK`` and ``KEEL_STATUS_BUSY`` are ``ok`` and ``busy``."""
    (status,) = (item for item in keel.enums if item.name == "keel_status")
    words = [item.words for item in status.members]

    assert ("ok",) in words
    assert ("busy",) in words


def test_listed_structs_are_given_back_whole(keel: Api) -> None:
    """By the function that takes such an array over."""
    (found,) = (
        item
        for item in function(keel, "keel_domain_list_interfaces").parameters
        if item.role is Role.RESULT
    )

    assert found.release == Release(function="keel_domain_interfaces_free", counted=True, deep=True)


def test_flags_without_a_default_are_needed(keel: Api) -> None:
    """What to wait for is said each time; how to make a stream can be left out."""
    (events,) = (
        item for item in function(keel, "keel_event_add_watch").parameters if item.name == "events"
    )
    (flags,) = (
        item for item in function(keel, "keel_stream_new").parameters if item.name == "flags"
    )

    assert (events.role, events.type.kind) == (Role.VALUE, Kind.FLAGS)
    assert flags.role is Role.FLAGS


def test_counted_fields_are_never_absent(keel: Api) -> None:
    """An array without elements is empty, whatever its pointer; text may be absent."""
    fields = {
        (record.name, item.name): item.type.null
        for record in keel.records
        for item in record.fields
    }

    assert fields["keel_host_cell", "cpus"] is Null.NO
    assert fields["keel_domain_statistics", "params"] is Null.NO
    assert fields["keel_guest_interface", "mac"] is Null.YES
