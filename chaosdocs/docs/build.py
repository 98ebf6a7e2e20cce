"""The generated pages: API, file formats and systems from docstrings, the commands from click."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import click
import griffe

from chaosdocs.cli.group import LazyGroup

PACKAGE: Final = Path(__file__).parents[1]
NOTE: Final = "<!-- Built by `python -m chaosdocs.docs`. Change the docstrings, not this page. -->"

API: Final[Mapping[str, str]] = {
    "chaosdocs": "What most people need.",
    "chaosdocs.authoring": "What the author of an operator imports.",
    "chaosdocs.foundation.executing": "Work on executors of others: Dask, Ray, your own.",
    "chaosdocs.foundation.stores": "Where a corpus is put: a folder, or what fsspec reaches.",
    "chaosdocs.harness.judging": "One answer to one case judged; needs numpy, pydantic, rapidfuzz.",
    "chaosdocs.testing": "For tests of readers and of operators.",
    "chaosdocs.testing.strategies": "Strategies for Hypothesis.",
}
"""Public module to what it is for; the page lists what each names in ``__all__``."""
FORMATS: Final = ("cases", "answers", "fields", "samples", "summary")
"""Modules of ``chaosdocs.formats`` whose models are lines or files that users read or write."""


def pages() -> dict[str, str]:
    """Return the name of every generated page and its text."""
    package = griffe.load(
        "chaosdocs",
        search_paths=[str(PACKAGE.parent)],
        docstring_parser="google",
        resolve_aliases=True,
    )
    return {
        "api.md": _page("API", _api(package)),
        "commands.md": _page("Commands", _commands()),
        "formats.md": _page("File formats", _formats(package)),
        "norms.md": _page("Norms: answers that depend on a framework, a law or a policy", _norms()),
        "systems.md": _page("Systems", _systems()),
    }


def _page(title: str, lines: Iterator[str]) -> str:
    text = "\n".join((f"# {title}", "", NOTE, "", *lines))
    return re.sub(r"\n{3,}", "\n\n", text).rstrip() + "\n"


_ABOUT_NORMS: Final = """\
Some answers are not printed in a document. They follow from the facts that the document prints and
from a *norm*: an accounting framework, a law, a market convention or a policy. Under another norm
the same facts have another answer, or no permitted answer. chaosdocs makes such documents and asks
for the answer.

```yaml
chaosdocs: 2
name: norms
seed: 7
source: {norms: all, count: 84, locales: [en_US, de_DE, fr_FR]}
render:
  - {as: pdf, templates: [letterhead, erp]}
  - {as: xlsx, system: netsuite}
design:
  each: [gaps.blank_under_label, gaps.left_out]
  severities: [1, 5]
```

`norms: all` uses all questions of this page, `norms: [day_count, lifo]` only these two.
`chaosdocs list norms` prints the names; `chaosdocs explain lifo` prints the facts, the norms and
their sources.

Each question comes in groups of four records, one after the other. The first three records have
the same facts:

| record | where the norm is named | right answer |
| --- | --- | --- |
| 1 | in the instructions of the case | the answer under this norm |
| 2 | in the document | the answer under this norm, if possible another norm than in record 1 |
| 3 | nowhere | none: the field is *disputed*. Leave it open, or give all answers as candidates |
| 4 | nowhere; on these facts the norms agree | the answer that all norms give |

With `policy: [instructions, page]` in `source` a group has five records. The additional one has the
facts of the first three, and names the norm of record 1 on a *policy page* instead of in the
instructions: the last page of a PDF or of a scan, which counts its own pages, or a second file
beside an XLSX, CSV, JSON or XML file, with the role `policy`. Nothing else of the two differs but a
sentence of the instructions, which says that there is such a page. `policy: [page]` has the policy
page in the place of record 1.

There are two exceptions. If the norms never agree (`lifo`, `day_count`), the fourth record names
the norm in the document. If they never differ (`dividend_after_year_end`), all records have an
answer. If the named norm permits no answer (LIFO under IFRS), the right answer is to leave the
field open.

## The truth

The truth of such a field is private. It has these keys:

| key | meaning |
| --- | --- |
| `norms` | the answer under each norm: `{"ifrs": null, "us_gaap": {...}}`; null: not permitted |
| `stands` | where the norm is named: `instructions`, `document`, `page` or `nowhere` |
| `why` | `norm`, if the field has an answer |
| `reason` | if it has none: `norm` (disputed), `not_permitted`, or `facts` (a fact is missing) |
| `context` | `where` the policy page of a PDF or scan is, `hops` (2), `pages` and `words` to it |

If an operator removes a fact, the field cannot be answered. If it removes the name of the norm, the
field is disputed. A null in the answer leaves the field open; it never claims that the document
lacks the field.

## The score

A disputed field counts as rightly left open (`right_abstain`, type `named_conflict`) if the reader
leaves it open with the reason `disputed` or `norm`, or gives all answers as candidates. One answer
without a flag is `overcommit`. `chaosdocs score` and the report count right answers by the place
where the norm is named: `norm_in_instructions`, `norm_in_document`, `norm_on_page`, `norm_nowhere`,
`norms_agree`.

## How the answers are checked

The proof computes every answer a second time, from the facts that the finished file prints. A
policy page is one on which nothing is said but the name of the entity and the norm. The proof
shares no code with the source of the records. Both are tested against worked examples that were
written from the legal sources first (`tests/proof/norms_worked.py`).

This page is no legal or accounting advice. Laws change: the column "last checked" has the day on
which an entry was last compared with a copy of its source. A test fails if the sources of
`retention_de`, `owner_threshold`, `sanctions_half` or `hybrid_invoice` were not checked within a
year before a release.
"""


def _norms() -> Iterator[str]:
    """Every norm: what is asked, the facts, the norms in question and their sources."""
    from chaosdocs.sources.norms.registry import NORMS, in_turn

    yield _ABOUT_NORMS
    for name in in_turn():
        norm = NORMS[name]
        facts = ", ".join(f"`{field.path}`" for field in norm.fields)
        yield f"## {norm.number}. `{name}`"
        yield ""
        yield f"{NORMS.doc(name)} The question, `{norm.path}`: {norm.asked.description}"
        yield ""
        yield f"Facts: {facts}. The document names the norm in `{norm.names.path}`."
        yield ""
        yield "| norm | source | valid from | place | last checked |"
        yield "| --- | --- | --- | --- | --- |"
        for each in norm.regimes:
            cells = (
                f"`{each.name}`",
                f"[{each.source}]({each.url})",
                each.valid_from,
                each.place,
                each.checked,
            )
            yield f"| {' | '.join(cells)} |"
        yield ""


def _systems() -> Iterator[str]:
    """Every system: what it writes, and who reads its files besides us."""
    from chaosdocs.render.systems.registry import SYSTEMS

    yield (
        "A system writes the clean exports of one program, or the messages of one standard. A "
        "recipe names it: `render: [{as: text, system: mt940}]`. A system with the domains `all` "
        "also writes your own records. If its format has no place for a field, the field is absent "
        "from the document, unless it follows from other fields by a rule. Domains other than "
        "`invoice`, `statement` and `kyc` are files of [sets](sets.md), such as `account` and "
        "`ledger`."
    )
    yield ""
    yield "| rendering | domains | what it is | read in our tests by (libraries; checks) |"
    yield "| --- | --- | --- | --- |"
    for name in SYSTEMS.own:
        system = SYSTEMS[name]
        renderings = " ".join(f"`{medium}.{name}`" for medium in system.media)
        domains = ", ".join(system.domains) or "all"
        summary = SYSTEMS.summary(name).replace("``", "`").replace("|", "\\|")
        yield f"| {renderings} | {domains} | {summary} | {system.read_by} |"
    yield ""
    yield (
        "`chaosdocs explain system:mt940` prints where the format is documented. Some libraries "
        "misread parts of a format. chaosdocs writes these parts all the same, and checks them "
        "with balances, counts or a second library."
    )


def _api(package: Any) -> Iterator[str]:  # noqa: ANN401 - griffe's objects
    for name, purpose in API.items():
        module = package if name == "chaosdocs" else package[name.removeprefix("chaosdocs.")]
        yield f"## `{name}`"
        yield ""
        yield purpose
        yield ""
        for public in sorted(map(str, module.exports or ()), key=str.lower):
            found = module.members.get(public)
            if found is None or found.is_module:  # loaded when it is first asked for
                found = _lazy(package, name, public)
            if found is not None:
                yield from _entry(public, found)


def _lazy(package: Any, module: str, public: str) -> Any:  # noqa: ANN401 - griffe's objects
    """Return the object that a module loads on first use: the one place that defines it."""
    import importlib

    thing = getattr(importlib.import_module(module), public)
    home = getattr(thing, "__module__", "")
    if not home.startswith("chaosdocs."):
        return None
    return package[home.removeprefix("chaosdocs.")].members.get(public)


def _entry(name: str, found: Any) -> Iterator[str]:  # noqa: ANN401 - griffe's objects
    if found.is_alias:
        found = found.final_target
    if not (found.is_function or found.is_class):
        yield f"### `{name}`"
        yield ""
        yield from _docstring(found)
        return
    yield f"### `{name}{_signature(found)}`"
    yield ""
    yield from _docstring(found)
    if found.is_class:
        for method in found.members.values():
            if method.is_function and not method.name.startswith("_") and method.docstring:
                yield f"- `.{method.name}{_signature(method)}`: {_first_line(method)}"
        yield ""


def _signature(found: Any) -> str:  # noqa: ANN401 - griffe's objects
    if not found.is_function:
        return ""
    kinds = griffe.ParameterKind
    parts: list[str] = []
    keyword_only = False
    for parameter in found.parameters:
        if parameter.name in {"self", "cls"}:
            continue
        if parameter.kind is kinds.keyword_only and not keyword_only:
            keyword_only = True
            parts.append("*")
        stars = {kinds.var_positional: "*", kinds.var_keyword: "**"}.get(parameter.kind, "")
        keyword_only = keyword_only or stars == "*"
        default = "" if parameter.default is None or stars else f"={parameter.default}"
        parts.append(f"{stars}{parameter.name}{default}")
    return f"({', '.join(parts)})"


def _first_line(found: Any) -> str:  # noqa: ANN401 - griffe's objects
    return str(found.docstring.value).partition("\n")[0]


def _docstring(found: Any) -> Iterator[str]:  # noqa: ANN401 - griffe's objects
    if found.docstring is None:
        return
    for section in found.docstring.parsed:
        kind = section.kind.value
        if kind == "text":
            yield section.value
        elif kind in {"parameters", "attributes", "other parameters"}:
            yield from _table(
                "name" if kind == "attributes" else "argument",
                ((f"`{each.name}`", each.description) for each in section.value),
            )
        elif kind in {"returns", "yields"}:
            word = kind.capitalize()
            yield f"{word}: " + " ".join(_one_line(each.description) for each in section.value)
        elif kind == "raises":
            yield from _table(
                "raises", ((f"`{each.annotation}`", each.description) for each in section.value)
            )
        elif kind == "examples":
            yield "```python"
            yield "\n".join(text for _, text in section.value)
            yield "```"
        elif kind == "admonition":
            yield f"**{section.title or section.value.kind}** {section.value.contents}"
        yield ""


def _table(head: str, rows: Iterator[tuple[str, str]]) -> Iterator[str]:
    yield f"| {head} | meaning |"
    yield "| --- | --- |"
    for name, words in rows:
        yield f"| {name} | {_one_line(words)} |"


def _one_line(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _formats(package: Any) -> Iterator[str]:  # noqa: ANN401 - griffe's objects
    yield "Every file names its format version. `chaosdocs schema NAME` prints the JSON Schema."
    yield ""
    for name in FORMATS:
        module = package[f"formats.{name}"]
        yield f"## {_first_line(module).rstrip('.')}"
        yield ""
        for model in module.members.values():
            if not model.is_alias and model.is_class and model.docstring is not None:
                yield f"### `{model.name}`"
                yield ""
                yield from _docstring(model)
                yield from _keys(model)


def _keys(model: Any) -> Iterator[str]:  # noqa: ANN401 - griffe's objects
    rows = [
        (f"`{key.name}`", f"`{key.annotation}`")
        for key in model.members.values()
        if key.is_attribute and key.annotation is not None and not key.name.startswith("_")
    ]
    if rows:
        yield "| key | type |"
        yield "| --- | --- |"
        yield from (f"| {name} | {_one_line(kind)} |" for name, kind in rows)
        yield ""


def _commands() -> Iterator[str]:
    group = LazyGroup("chaosdocs")
    top = click.Context(group, info_name="chaosdocs")
    for name in group.list_commands(top):
        command = group.get_command(top, name)
        if command is None:
            continue
        context = click.Context(command, info_name=f"chaosdocs {name}")
        yield f"## `{command.get_usage(context).removeprefix('Usage: ')}`"
        yield ""
        yield from _help_of(command.help or "")
        yield ""
        options = [each for each in command.params if isinstance(each, click.Option)]
        if options:
            yield "| option | meaning |"
            yield "| --- | --- |"
            for option in options:
                found = option.get_help_record(context)
                if found is not None:
                    yield f"| `{found[0]}` | {_one_line(found[1])} |"
            yield ""


def _help_of(text: str) -> Iterator[str]:
    r"""Yield the lines of a help text; a block behind click's mark ``\b`` keeps its lines.

    Example:
        >>> list(_help_of("One.\n\n\b\na  b\n\nTwo."))
        ['One.', '', '```text', 'a  b', '```', '', 'Two.']
    """
    block = False
    for line in inspect.cleandoc(text).splitlines():
        if line.strip() == "\b":
            block = True
            yield "```text"
        elif block and not line.strip():
            block = False
            yield "```"
            yield ""
        else:
            yield line if block else line.strip()
    if block:
        yield "```"
