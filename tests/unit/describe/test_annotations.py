# SPDX-License-Identifier: LGPL-2.1-or-later
"""Each annotation gives the meaning that its name promises, read from a real header."""

from __future__ import annotations

import pytest
from bindwright.model.api import (
    Api,
    Direction,
    Encoding,
    FailureMode,
    Form,
    Function,
    Idiom,
    Kind,
    Null,
    Parameter,
    Release,
    Role,
    Scope,
    Source,
    Transfer,
)
from conftest import function


def parameter(api: Api, path: str) -> Parameter:
    """Returns a parameter by ``function.parameter``, without the library's prefix."""
    name, _, argument = path.partition(".")
    found = function(api, f"lamp_{name}")
    return next(item for item in found.parameters if item.name == argument)


def lamp_function(api: Api, name: str) -> Function:
    """Returns a function by its name without the library's prefix."""
    return function(api, f"lamp_{name}")


def test_every_function_but_one_is_complete(lamp: Api) -> None:
    """The headers say all there is to know; one says that it does not."""
    missing = {item.name: item.missing for item in lamp.functions if item.missing}

    assert missing == {"lamp_box_later": ("it is hard",)}


def test_method_gives_an_object_to_work_on(lamp: Api) -> None:
    """The first argument is the object, and is never NULL."""
    found = lamp_function(lamp, "box_count")

    assert (found.form, found.owner, found.words) == (Form.METHOD, "lamp_box", ("count",))
    assert found.parameters[0].role is Role.SELF
    assert found.parameters[0].type.null is Null.NO


def test_constructor_belongs_to_what_it_makes(lamp: Api) -> None:
    """Here the handle comes through an output."""
    found = lamp_function(lamp, "box_new")

    assert (found.form, found.owner, found.words) == (Form.CONSTRUCTOR, "lamp_box", ("new",))


def test_static_belongs_to_the_object_it_is_named_after(lamp: Api) -> None:
    """Without such an object it is a plain function."""
    assert lamp_function(lamp, "last_error").form is Form.STATIC
    assert lamp_function(lamp, "last_error").owner == "lamp"


def test_ref_and_unref_func_name_the_forms(lamp: Api) -> None:
    """What the type says beats what the function's own comment says."""
    (box,) = (item for item in lamp.objects if item.name == "lamp_box")

    assert (box.ref, box.unref, box.close) == ("lamp_box_ref", "lamp_box_unref", "lamp_box_close")
    assert lamp_function(lamp, "box_ref").form is Form.REF
    assert lamp_function(lamp, "box_unref").form is Form.UNREF
    assert lamp_function(lamp, "box_close").form is Form.CLOSE


def test_parent_says_what_a_handle_lives_in(lamp: Api) -> None:
    """A lamp lives in a box."""
    assert {item.name: item.parent for item in lamp.objects} == {"lamp_box": "", "lamp": "lamp_box"}


def test_name_replaces_the_public_name(lamp: Api) -> None:
    """Words are divided as in any identifier."""
    assert lamp_function(lamp, "box_watch").words == ("observe",)


def test_nonblocking_says_that_a_call_never_waits(lamp: Api) -> None:
    """Without it, a call may wait."""
    assert not lamp_function(lamp, "box_count").blocking
    assert lamp_function(lamp, "box_limit").blocking


def test_get_and_set_property_name_the_property(lamp: Api) -> None:
    """Getter and setter are told apart by their shape."""
    assert lamp_function(lamp, "box_count").property == "count"
    assert lamp_function(lamp, "box_limit").property == "limit"


def test_skip_gives_the_reason_and_missing_needs_none(lamp: Api) -> None:
    """What is skipped is not incomplete as well."""
    found = lamp_function(lamp, "box_old")

    assert (found.skip, found.missing) == ("nobody needs it", ())
    assert found.doc.deprecated == "use lamp_box_get() instead"


def test_status_of_the_library_is_a_failure(lamp: Api) -> None:
    """A function that returns the library's status gives nothing else; the getter of the last error gives it as a value."""
    found = lamp_function(lamp, "box_count")

    assert (found.failure.mode, found.result.role) == (FailureMode.STATUS, Role.STATUS)
    assert lamp_function(lamp, "last_error").result.type.kind is Kind.ENUM
    assert lamp_function(lamp, "last_error").failure.mode is FailureMode.NEVER


def test_failure_says_how_a_call_fails(lamp: Api) -> None:
    """NULL, a value, a negative number; checked when the value can be good."""
    got, weight, check = (lamp_function(lamp, f"box_{name}") for name in ("get", "weight", "check"))

    assert (got.failure.mode, got.failure.checked, got.result.type.null) == (
        FailureMode.NULL,
        True,
        Null.YES,
    )
    assert (weight.failure.mode, weight.failure.value) == (FailureMode.EQUALS, "0")
    assert check.failure.mode is FailureMode.NEGATIVE


def test_out_and_optional(lamp: Api) -> None:
    """An output that nobody has to want."""
    found = parameter(lamp, "box_count.ret_count")

    assert (found.role, found.direction, found.optional) == (Role.RESULT, Direction.OUT, True)
    assert (found.type.kind, found.words) == (Kind.U32, ("count",))


def test_in_makes_a_pointer_an_input(lamp: Api) -> None:
    """A struct that is not const could be either."""
    found = parameter(lamp, "box_keep.spec")

    assert (found.role, found.direction, found.type.kind) == (Role.VALUE, Direction.IN, Kind.RECORD)


def test_inout_is_the_length_in_and_out_of_a_query(lamp: Api) -> None:
    """``(query-fill)`` asks with NULL and zero first."""
    assert lamp_function(lamp, "box_read").idiom is Idiom.QUERY_FILL
    assert parameter(lamp, "box_read.data").type.kind is Kind.BYTES
    count = parameter(lamp, "box_read.n")
    assert (count.role, count.of, count.direction) == (Role.RESULT_LENGTH, "data", Direction.INOUT)


def test_transfer_and_release_say_who_gives_back(lamp: Api) -> None:
    """Full, container or none, with the library's own function unless another is named."""
    got = lamp_function(lamp, "box_get").result
    assert (got.transfer, got.release) == (Transfer.FULL, Release(function="free"))
    assert parameter(lamp, "box_lend.ret").transfer is Transfer.CONTAINER
    assert parameter(lamp, "box_keep.item").transfer is Transfer.FULL
    assert parameter(lamp, "box_count.ret_count").transfer is Transfer.NONE


def test_nullable_and_not_nullable(lamp: Api) -> None:
    """Said nothing, a pointer's NULL is not known."""
    assert parameter(lamp, "box_new.name").type.null is Null.YES
    assert parameter(lamp, "box_watch.func").type.null is Null.NO
    assert parameter(lamp, "box_each.func").type.null is Null.UNKNOWN


def test_default_is_given_when_an_argument_is_left_out(lamp: Api) -> None:
    """NULL is no default of its own: the argument may be NULL."""
    assert parameter(lamp, "box_new.bits").default == 0
    assert parameter(lamp, "box_limit.limit").default == 5
    assert parameter(lamp, "box_new.name").default is None


def test_type_says_the_encoding(lamp: Api) -> None:
    """``filename`` is a path; any other text is UTF-8."""
    assert parameter(lamp, "box_new.name").type.encoding is Encoding.PATH
    assert lamp_function(lamp, "box_get").result.type.encoding is Encoding.UTF8


def test_flags_name_the_enum(lamp: Api) -> None:
    """The enum that is taken as flags is flags everywhere."""
    found = parameter(lamp, "box_new.bits")

    assert (found.role, found.type.kind, found.type.name) == (Role.FLAGS, Kind.FLAGS, "lamp_bits")
    assert {item.name: item.flags for item in lamp.enums} == {
        "lamp_status": False,
        "lamp_bits": True,
        "lamp_color": False,
    }


def test_enum_and_bool_type_a_number(lamp: Api) -> None:
    """The C type stays what it is."""
    color, check = lamp_function(lamp, "box_color").result, lamp_function(lamp, "box_check").result

    assert (color.type.kind, color.type.name, color.c.name) == (Kind.ENUM, "lamp_color", "int")
    assert (check.type.kind, check.c.name) == (Kind.BOOL, "int")


def test_array_length_and_element_type(lamp: Api) -> None:
    """The function allocates the list, and another argument brings its length."""
    names, count = parameter(lamp, "box_names.ret"), parameter(lamp, "box_names.ret_n")

    assert names.type.element is not None
    assert (names.type.kind, names.type.element.kind, names.callee_allocates) == (
        Kind.LIST,
        Kind.STRING,
        True,
    )
    assert names.words == ("result",)
    assert (count.role, count.of, count.direction) == (Role.RESULT_LENGTH, "ret", Direction.OUT)


def test_array_zero_terminated(lamp: Api) -> None:
    """A list of handles that ends with NULL."""
    found = parameter(lamp, "box_lend.ret").type

    assert found.terminated
    assert found.element is not None
    assert (found.element.kind, found.element.name) == (Kind.OBJECT, "lamp")


def test_array_fixed_size_takes_a_number_or_a_constant(lamp: Api) -> None:
    """The caller gives the room."""
    found = parameter(lamp, "box_sizes.ret")

    assert (found.type.kind, found.type.size, found.callee_allocates) == (Kind.LIST, 4, False)


def test_array_capacity(lamp: Api) -> None:
    """An untyped buffer is bytes."""
    assert parameter(lamp, "box_some.out").type.kind is Kind.BYTES
    size = parameter(lamp, "box_some.size")
    assert (size.role, size.of) == (Role.CAPACITY, "out")


def test_uuid_is_sixteen_bytes(lamp: Api) -> None:
    """Fixed, in the caller's room."""
    found = parameter(lamp, "box_id.ret").type

    assert (found.kind, found.encoding, found.size) == (Kind.BYTES, Encoding.UUID, 16)


def test_dict_is_an_array_of_entries(lamp: Api) -> None:
    """Given back by the function that takes such an array over."""
    found = parameter(lamp, "box_entries.ret")

    assert (found.type.kind, found.type.name) == (Kind.DICT, "lamp_entry")
    assert found.release == Release(function="lamp_entries_free", counted=True, deep=True)
    assert lamp_function(lamp, "entries_free").form is Form.FREE


def test_dictionary_finds_its_parts_and_cases(lamp: Api) -> None:
    """The members' comments name the tags; annotations on members type them."""
    (found,) = lamp.dicts

    assert (found.key, found.key_size, found.tag, found.union) == ("key", None, "tag", "value")
    assert [
        (case.tag, case.member, case.type.kind, case.type.encoding) for case in found.cases
    ] == [
        (1, "red", Kind.F64, None),
        (2, "blue", Kind.STRING, Encoding.PATH),
    ]


def test_fields_take_annotations_from_the_structs_comment(lamp: Api) -> None:
    """Null, unit, and a list with its length."""
    (spec,) = (item for item in lamp.records if item.name == "lamp_spec")
    fields = {item.name: item for item in spec.fields}

    assert fields["name"].type.null is Null.YES
    assert fields["watts"].type.unit == "W"
    assert fields["colors"].type.kind is Kind.LIST
    assert (fields["n_colors"].role, fields["n_colors"].of) == (Role.LENGTH, "colors")


def test_scope_closure_and_destroy_make_a_callback(lamp: Api) -> None:
    """User data and destroy function belong to the callback that names them, or that they name."""
    found = lamp_function(lamp, "box_watch")
    roles = {item.name: (item.role, item.of) for item in found.parameters}

    assert parameter(lamp, "box_watch.func").scope is Scope.NOTIFIED
    assert roles["data"] == (Role.USER_DATA, "func")
    assert roles["gone"] == (Role.DESTROY, "func")
    assert parameter(lamp, "box_each.func").scope is Scope.CALL
    assert parameter(lamp, "box_each.data").of == "func"


def test_on_error_says_what_c_gets(lamp: Api) -> None:
    """A callback type is described like a function."""
    (found,) = (item for item in lamp.callbacks if item.name == "lamp_func")

    assert (found.on_error, found.result.type.kind, found.missing) == ("-1", Kind.I32, ())
    assert [item.role for item in found.parameters] == [
        Role.VALUE,
        Role.VALUE,
        Role.LENGTH,
        Role.USER_DATA,
    ]


@pytest.mark.parametrize(
    ("name", "role", "value"),
    [
        ("reserved", Role.UNUSED, ""),
        ("version", Role.FIXED, "LAMP_SIZE"),
    ],
)
def test_unused_and_fixed_arguments_are_not_the_callers(
    lamp: Api, name: str, role: Role, value: str
) -> None:
    """Always zero, or always one constant."""
    found = parameter(lamp, f"box_watch.{name}")

    assert (found.role, found.value) == (role, value)


def test_unit_and_opaque(lamp: Api) -> None:
    """A number's unit, and a pointer that bindings only hand on."""
    assert lamp_function(lamp, "box_weight").result.type.unit == "g"
    assert parameter(lamp, "box_weight.handle").type.kind is Kind.OPAQUE


def test_every_meaning_says_who_said_it(lamp: Api) -> None:
    """Annotations by name of what they say; what the type says by the rule that found it."""
    origins = {item.of: (item.source, item.rule) for item in lamp_function(lamp, "box_ref").origins}
    assert origins["form"] == (Source.TYPE, "ref-func")
    found = {item.of: item.source for item in parameter(lamp, "box_count.ret_count").origins}
    assert found == {"direction": Source.ANNOTATION, "optional": Source.ANNOTATION}
