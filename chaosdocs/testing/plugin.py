"""The pytest plugin: the fixture `chaos_case`, one test for every case of a corpus.

Loaded by pytest at its start, so nothing heavy is imported before a test asks for a case.
"""

from __future__ import annotations

import contextlib
import fnmatch
import hashlib
import shlex
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from chaosdocs.testing.corpora import Shelf
    from chaosdocs.testing.stored import StoredCase

FIXTURE = "chaos_case"
SEVERITIES = range(1, 6)
MARKER = (
    "chaosdocs(recipe=None, operators=None, max_severity=None): the corpus that chaos_case is "
    "drawn from: a recipe file beside the test (or a mapping), and the part of it that is tested"
)
FAILURES = Path(".chaosdocs") / "failures"
"""Where cases that a test fails on are kept, below pytest's root."""
NO_CORPUS = (
    "chaos_case has no corpus: give --chaos-corpus DIR, "
    'or mark the test with @pytest.mark.chaosdocs(recipe="...")'
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A damaged case of a corpus, as far as a choice needs it."""

    folder: Path
    case: str
    label: str
    operators: tuple[str, ...]
    severity: int
    medium: str
    record: str

    def properties(self) -> list[tuple[str, object]]:
        """Return what the JUnit report says of it."""
        return [
            ("operator", "+".join(self.operators) or "clean"),
            ("severity", self.severity),
            ("record", self.record),
            ("label", self.label),
            ("medium", self.medium),
        ]


@dataclass(frozen=True, slots=True)
class Kept:
    """A failing case on disk."""

    folder: Path | None
    replay: str


class Session:
    """What the plugin knows during one run of pytest."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.item: pytest.Item | None = None
        self.kept: dict[str, Kept] = {}
        self._listed: dict[Path, tuple[Listed, ...]] = {}
        self._shelves: dict[Path, Shelf] = {}
        self._scratch: Path | None = None
        self._at_end = contextlib.ExitStack()

    def listed(self, folder: Path) -> tuple[Listed, ...]:
        """Return every case of a corpus, by label; read once."""
        if folder not in self._listed:
            self._listed[folder] = tuple(sorted(_listed(folder), key=lambda each: each.label))
        return self._listed[folder]

    def case(self, listed: Listed) -> StoredCase:
        """Return a case that keeps itself where a test fails on it."""
        from chaosdocs.testing.corpora import Shelf

        if listed.folder not in self._shelves:
            self._shelves[listed.folder] = Shelf(listed.folder)
        return self._shelves[listed.folder].case(listed.case, self._on_failure)

    def made(self, recipe: object, test: Path) -> Path:
        """Return the corpus of a marker's recipe.

        Raises:
            UserError: The recipe is no good.
        """
        from chaosdocs.foundation.errors import UserError
        from chaosdocs.making.witnesses import Witnesses
        from chaosdocs.testing.corpora import made

        if isinstance(recipe, str | Path):
            beside = test.parent / recipe
            recipe = beside if beside.is_file() else self.config.rootpath / recipe
        elif not isinstance(recipe, dict):
            raise UserError(f"a recipe is a file or a mapping, not a {type(recipe).__name__}")
        return made(recipe, test.parent, self._cache(), Witnesses()).folder

    def keep(self, case: StoredCase, answer: object) -> Kept:
        """Keep the files of a case that the running test fails on, and say how to run it again."""
        from chaosdocs.foundation.errors import UserError
        from chaosdocs.testing.keeping import keep_for_test

        node = "" if self.item is None else self.item.nodeid
        command = ["python3", "-m", "pytest", self._test(), *self._options()]
        name = f"{case.id}-{hashlib.sha256(node.encode()).hexdigest()[:6]}"
        try:
            folder = keep_for_test(self.config.rootpath / FAILURES / name, case, answer, command)
        except UserError as error:
            kept = Kept(None, f"{shlex.join(command)}  # not kept: {error}")
        else:
            kept = Kept(folder, f"sh {shlex.quote(str(folder / 'replay.sh'))}")
        self.kept[node] = kept
        return kept

    def close(self) -> None:
        """Delete what was made for this run alone."""
        self._at_end.close()

    def _on_failure(self, case: StoredCase, answer: object) -> tuple[Path | None, str]:
        kept = self.keep(case, answer)
        return kept.folder, kept.replay

    def _test(self) -> str:
        """The running test, as it is named from any folder."""
        if self.item is None:
            return ""
        return f"{self.item.path}::{self.item.nodeid.partition('::')[2]}"

    def _options(self) -> list[str]:
        corpus = self.config.getoption("chaos_corpus")
        return [] if corpus is None else ["--chaos-corpus", str(Path(corpus).resolve())]

    def _cache(self) -> Path:
        """Where corpora of recipes are kept from run to run, or for this run."""
        cache = getattr(self.config, "cache", None)
        if cache is not None:
            with contextlib.suppress(OSError):  # a folder that cannot be written to
                return Path(cache.mkdir("chaosdocs"))
        if self._scratch is None:
            from chaosdocs.foundation.scratch import scratch

            self._scratch = self._at_end.enter_context(scratch())
        return self._scratch


SESSION = pytest.StashKey[Session]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options."""
    group = parser.getgroup("chaosdocs", "documents with known truth")
    group.addoption("--chaos-corpus", metavar="DIR", help="Corpus that chaos_case is drawn from.")
    group.addoption(
        "--chaos-operators",
        metavar="GLOB[,GLOB]",
        help="Only cases of these operators, such as scan.*,dates.ambiguous_order; "
        "clean takes the clean twins.",
    )
    group.addoption(
        "--chaos-max-severity",
        type=int,
        choices=SEVERITIES,
        metavar="1-5",
        help="Only cases up to this severity.",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Know the marker, and refuse a corpus or operators that are not there."""
    config.addinivalue_line("markers", MARKER)
    session = config.stash[SESSION] = Session(config)
    config.add_cleanup(session.close)
    corpus = config.getoption("chaos_corpus")
    if corpus is None:
        return
    folder = Path(corpus)
    from chaosdocs.foundation.errors import UserError

    try:
        listed = session.listed(folder)
    except UserError as error:
        raise pytest.UsageError(f"--chaos-corpus {error}") from error
    except (TypeError, AttributeError, ValueError, KeyError) as error:
        raise pytest.UsageError(
            f"--chaos-corpus {corpus}: the truth cannot be read: {error}; "
            "`chaosdocs verify` lists what is damaged"
        ) from error
    wrong = _unknown(_globs(config.getoption("chaos_operators")), listed)
    if wrong:
        raise pytest.UsageError(f"--chaos-operators {wrong} in {corpus}")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make a test of every case that the options and the marker leave."""
    if FIXTURE not in metafunc.fixturenames:
        return
    marker = metafunc.definition.get_closest_marker("chaosdocs")
    wanted: Mapping[str, Any] = {} if marker is None else marker.kwargs
    chosen, why = _chosen(metafunc, wanted)
    if chosen:
        ids = [each.label for each in chosen]
        metafunc.parametrize(FIXTURE, chosen, ids=ids, indirect=True, scope="session")
    else:
        none = pytest.param(None, marks=pytest.mark.skip(reason=why), id="none")
        metafunc.parametrize(FIXTURE, [none], indirect=True, scope="session")


@pytest.fixture(scope="session")
def chaos_case(request: pytest.FixtureRequest) -> StoredCase:
    """One case of the corpus: its file, what is asked, and `check`, which judges an answer.

    See `chaosdocs.testing.StoredCase`. The corpus is the marker's, or that of --chaos-corpus.
    """
    return request.config.stash[SESSION].case(request.param)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Remember which test is running."""
    session = item.config.stash[SESSION]
    session.item = item
    listed = _listed_of(item)
    if listed is not None:
        item.user_properties.extend(listed.properties())
    try:
        return (yield)
    finally:
        session.item = None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Keep the case of a test that fails, however it fails."""
    report = yield
    listed = _listed_of(item)
    if listed is not None and call.when == "call" and report.failed:
        session = item.config.stash[SESSION]
        kept = session.kept.get(item.nodeid)
        if kept is None:
            kept = session.keep(session.case(listed), None)
        told = [] if kept.folder is None else [f"kept: {kept.folder}"]
        report.sections.append(("chaosdocs", "\n".join([*told, f"again: {kept.replay}"])))
    return report


def _chosen(metafunc: pytest.Metafunc, wanted: Mapping[str, Any]) -> tuple[list[Listed], str]:
    """Return the cases for a test, or none and why."""
    config = metafunc.config
    session = config.stash[SESSION]
    unknown = sorted(set(wanted) - {"recipe", "operators", "max_severity"})
    if unknown:
        raise _refused(f"chaosdocs marker: {unknown[0]!r} is none of {MARKER.partition(':')[0]}")
    folder = config.getoption("chaos_corpus")
    if "recipe" in wanted:
        from chaosdocs.foundation.errors import UserError

        try:
            folder = session.made(wanted["recipe"], metafunc.definition.path)
        except UserError as error:
            raise _refused(f"chaosdocs marker: {error}") from error
    if folder is None:
        return [], NO_CORPUS
    most = wanted.get("max_severity")
    if most is not None and (type(most) is not int or most not in SEVERITIES):
        raise _refused(f"chaosdocs marker: max_severity is 1 to 5, not {most!r}")
    wrong = _unknown(_globs(wanted.get("operators")), session.listed(Path(folder)))
    if wrong:
        raise _refused(f"chaosdocs marker: operators {wrong}")
    given = (wanted.get("operators"), config.getoption("chaos_operators"))
    globs = [found for found in map(_globs, given) if found] or [("*.*",)]
    most = min(most or 5, config.getoption("chaos_max_severity") or 5)
    left = [
        each
        for each in session.listed(Path(folder))
        if each.severity <= most and all(_matches(each, each_of) for each_of in globs)
    ]
    return left, f"the options and the marker leave no case of {folder}"


def _unknown(globs: Sequence[str], listed: Sequence[Listed]) -> str:
    """Return what is wrong with the first glob that no case answers to; empty where all are met."""
    known = sorted({name for each in listed for name in each.operators})
    for glob in globs:
        if glob != "clean" and not fnmatch.filter(known, glob):
            return f"{glob}: no case has such an operator; there are {', '.join(known) or 'none'}"
    return ""


def _matches(listed: Listed, globs: Sequence[str]) -> bool:
    names = listed.operators or ("clean",)
    return any(fnmatch.filter(names, glob) for glob in globs)


def _globs(given: object) -> Sequence[str]:
    if given is None:
        return ()
    several = given.split(",") if isinstance(given, str) else list(given)  # type: ignore[call-overload]
    return tuple(str(each).strip() for each in several if str(each).strip())


def _listed(folder: Path) -> Iterator[Listed]:
    """Read the labels of a corpus, without the models that check all of it."""
    from chaosdocs.formats.folder import TRUTH, CorpusFolder

    for truth in CorpusFolder(folder).rows(TRUTH):
        steps = truth.get("steps") or ()
        yield Listed(
            folder=folder,
            case=truth["case"],
            label=truth["label"],
            operators=tuple(step["operator"].partition("@")[0] for step in steps),
            severity=max((step["severity"] for step in steps), default=0),
            medium=truth["medium"],
            record=truth["records"][0],
        )


def _listed_of(item: pytest.Item) -> Listed | None:
    params: dict[str, Any] = getattr(getattr(item, "callspec", None), "params", {})
    found = params.get(FIXTURE)
    return found if isinstance(found, Listed) else None


def _refused(words: str) -> Exception:
    """An error of collection that is told in words, without a traceback."""
    return pytest.Collector.CollectError(words)
