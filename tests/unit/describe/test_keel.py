# SPDX-License-Identifier: LGPL-2.1-or-later
"""keel's annotations alone say all there is to know."""

from __future__ import annotations

from bindwright.check import check
from bindwright.describe import summary
from bindwright.model.api import Api, Kind, Release, Role
from conftest import function
from telling import tell


def test_every_function_is_complete(keel: Api) -> None:
    """And so is every struct and callback type; nothing is left out."""
    found = summary(keel)

    assert (found.missing, found.skipped) == (0, 0)
    assert found.complete >= 81
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
