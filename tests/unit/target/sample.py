# SPDX-License-Identifier: LGPL-2.1-or-later
"""A small API with its plain calls, written by hand for tests of the view."""

from dataclasses import replace
from pathlib import Path

from bindwright.model.api import (
    Api,
    Doc,
    Encoding,
    Enumeration,
    Enumerator,
    FailureMode,
    FailureRule,
    Form,
    Function,
    Idiom,
    Kind,
    Library,
    Object,
    Parameter,
    Result,
    Role,
    Transfer,
    Type,
)
from bindwright.model.ctype import named, pointer
from bindwright.model.plain import Argument, Input, Output, PlainCall, Storage, Use

HANDLE = pointer(named("bw_counter"))
STATUS = Type(kind=Kind.ENUM, c=named("bw_status"), name="bw_status")
SELF = Type(kind=Kind.OBJECT, c=HANDLE, name="bw_counter")
LABEL = Type(kind=Kind.STRING, c=pointer(named("char", const=True)), encoding=Encoding.UTF8)
VALUE = Type(kind=Kind.I64, c=named("int64_t"))


def function(name: str, words: tuple[str, ...], doc: Doc) -> Function:
    """Returns ``bw_status NAME(bw_counter *self, const char *class, int64_t *ret)``."""
    return Function(
        name=name,
        symbol=name,
        words=words,
        owner="bw_counter",
        form=Form.METHOD,
        result=Result(c=named("bw_status"), type=STATUS, role=Role.STATUS),
        failure=FailureRule(mode=FailureMode.STATUS),
        doc=doc,
        parameters=(
            Parameter(name="self", words=("self",), c=HANDLE, type=SELF, role=Role.SELF),
            Parameter(name="class", words=("class",), c=LABEL.c, type=LABEL),
            Parameter(
                name="ret", words=("value",), c=pointer(VALUE.c), type=VALUE, role=Role.RESULT
            ),
        ),
    )


def plain(of: Function) -> PlainCall:
    """Returns the plain call of such a function."""
    handle, label, result = of.parameters
    return PlainCall(
        function=of,
        name=of.name,
        symbol=of.symbol,
        inputs=(
            Input(
                name="self", words=handle.words, type=SELF, c=HANDLE, parameter=handle, is_self=True
            ),
            Input(
                name="class",
                words=label.words,
                type=LABEL,
                c=LABEL.c,
                parameter=label,
                doc=Doc(summary="what to add it to"),
            ),
        ),
        outputs=(
            Output(
                name="ret",
                words=result.words,
                type=VALUE,
                c=VALUE.c,
                stored=VALUE.c,
                storage=Storage.POINTER,
                transfer=Transfer.NONE,
                doc=Doc(summary="the new value, or -1 on error"),
            ),
        ),
        arguments=(
            Argument(use=Use.INPUT, c=HANDLE, of="self"),
            Argument(use=Use.INPUT, c=LABEL.c, of="class"),
            Argument(use=Use.OUTPUT, c=pointer(VALUE.c), of="ret"),
        ),
        failure=of.failure,
        idiom=Idiom.DIRECT,
        result_c=named("bw_status"),
        result_role=Role.STATUS,
    )


ADD = function(
    "bw_counter_add", ("add",), Doc(summary="Adds @class; see bw_counter_add().", since="1.0")
)

API = Api(
    library=Library(name="bw", version="1.0", licence="MIT", headers=("bw.h",)),
    functions=(ADD,),
    objects=(Object(name="bw_counter", words=("counter",), c=HANDLE, unref="bw_counter_unref"),),
    enums=(
        Enumeration(
            name="bw_status",
            words=("status",),
            c=named("bw_status"),
            members=(
                Enumerator(name="BW_OK", words=("ok",), value=0),
                Enumerator(name="BW_LAST", words=("last",), value=1, sentinel=True),
            ),
        ),
    ),
)

MANIFEST = """
[target]
name = "quux"

[reserved]
words = ["class"]

[naming.roles]
method = { style = "camel" }
type = { style = "pascal" }
member = { style = "upper" }
parameter = { style = "snake" }

[types.output]
i64 = "Int"
string = "Text"
object = "{name}"
enum = "{name}"
void = "Nothing"

[literal.default]
escape = { '"' = '\\\\"' }

[doc.layout]
code = "`{}`"
parameters = "Given:"
parameter = "    {name}: {text}"
returns = "Gives:"
result = "    {text}"
failure = "    {error}: if it fails."
raises = "Fails:"
since = "Since {version}."

[doc.forms.lines]
prefix = "# "

[[file]]
template = "class.j2"
path = "lib/{package}/{name}.quux"
each = "objects"
role = "type"
"""

TEMPLATE = """# {{ view.header }}
class {{ current.name.type }}
{% for fn in current.methods %}
{{ fn.doc.lines }}
  def {{ fn.name.method }}({% for given in fn.given %}{{ given.name.parameter }}: {{ given.type.native }}{% endfor %}) -> {{ fn.native }} {{ fn.c_name | literal }}
{% endfor %}
"""


def write_target(folder: Path, manifest: str = MANIFEST, template: str = TEMPLATE) -> Path:
    """Writes the sample's target below a folder and returns the target's own folder."""
    target = folder / "quux"
    (target / "runtime" / "{package}").mkdir(parents=True)
    (target / "runtime" / "{package}" / "base.quux").write_text(
        "# of bw_package, not bw_packages\n"
    )
    (target / "target.toml").write_text(manifest)
    (target / "class.j2").write_text(template)
    return target


def with_two_alike() -> tuple[Api, tuple[PlainCall, ...]]:
    """Returns an API in which two functions get the same name."""
    other = replace(ADD, name="bw_counter_append", symbol="bw_counter_append")
    return replace(API, functions=(ADD, other)), (plain(ADD), plain(other))
