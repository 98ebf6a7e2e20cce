"""A whole corpus from disk, proved again: formats, digests, every expectation of every case."""

from __future__ import annotations

import json
from collections import Counter, OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias, TypeVar

from chaosdocs.formats.cases import Case, CaseTruth, Evidence
from chaosdocs.formats.folder import DIGEST, EVIDENCE, SECRET, CorpusFolder, Fault
from chaosdocs.formats.unchanged import PRIVATE, digest_of_lines
from chaosdocs.formats.wire import Wire
from chaosdocs.foundation.digest import digest_of_files
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.files import inside, read
from chaosdocs.foundation.rng import SeededRng
from chaosdocs.proof.digests import public_digest
from chaosdocs.proof.ink.scan_source import ScanSource
from chaosdocs.proof.prove import prove
from chaosdocs.proof.result import Failure, Proof
from chaosdocs.proof.twin import Twin
from chaosdocs.truth.fold import Legibility
from chaosdocs.truth.records import Domain

Domains: TypeAlias = Mapping[str, Domain] | Callable[[CaseTruth], Domain | None]
Measured: TypeAlias = tuple[Mapping[str, Legibility] | None, ScanSource | None]
Meter: TypeAlias = Callable[[CaseTruth], Measured | None]
Restated: TypeAlias = Callable[[Case, CaseTruth], Iterable[tuple[str, str]]]
Witnessed: TypeAlias = Callable[
    [CaseTruth, Sequence[Evidence], Mapping[str, Legibility] | None], Iterable[Failure]
]
W = TypeVar("W", bound=Wire)

_TWINS_KEPT = 8


@dataclass(frozen=True, slots=True)
class Report:
    """What came of verifying a corpus.

    Attributes:
        cases: How many cases there are, those included that one of the two halves lacks.
        proved: How many of them were proved again without a failure.
        deep: How many of them the slow witnesses were heard on as well.
        witnesses: Name of a witness to the number of fields that it confirmed.
        failures: Everything that could not be confirmed, sorted.
        all_cases: How many cases the corpus has; a part of it holds fewer.
    """

    cases: int
    proved: int
    deep: int
    witnesses: Mapping[str, int]
    failures: tuple[Failure, ...]
    all_cases: int = 0

    @property
    def sound(self) -> bool:
        """Whether every expectation was confirmed."""
        return not self.failures


def verify(
    corpus: Path,
    *,
    domains: Domains,
    meter: Meter | None = None,
    restated: Restated | None = None,
    legibility: Witnessed | None = None,
    deep_share: float = 0.05,
    part: tuple[int, int] = (0, 1),
    on_progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Prove every case of the corpus in a folder again, from its files alone.

    Args:
        corpus: Folder of the corpus, both halves.
        domains: The domain of a case: by the prefix of its record's id (``inv`` of
            ``inv-00017``), or a function of the truth. A case without one has no derivations
            confirmed.
        meter: For scans: the function that measures a case's statements again, and gives what lay
            on the glass. Without it, what the truth says of a scan's legibility is taken: fields
            with the witness ``legibility-meter``.
        restated: Compares a case with its recipe; yields path and words of each difference.
        legibility: Asks the three witnesses of legibility of a scan; yields what contradicts the
            meter.
        deep_share: Share of the cases that are also checked with pdfplumber and tesseract, and
            scans with `legibility`; chosen by case id.
        part: k and n: prove only the k-th of n parts, from 0. What is wrong with the corpus as a
            whole is found in each part.
        on_progress: Called with the cases done and their number.

    Raises:
        UserError: There is no corpus, or its format is not ours.
    """
    faults: list[Fault] = []
    folder = CorpusFolder(corpus, faults)
    failures = list(_whole(folder))
    cases = _by_case(folder.cases(), failures)
    truths = _by_case(folder.truths(), failures)
    lonely = (cases.keys() ^ truths.keys()) | (set(folder.ids(EVIDENCE)) - cases.keys())
    lonely |= _by_case(folder.plans(), failures).keys() ^ cases.keys()
    failures += [Failure(name, "", "schema", "not in every half") for name in lonely]
    failures += _counted(folder, cases.keys() | truths.keys() | lonely)
    reader = _Corpus(folder, cases, truths)
    names = sorted(
        set(cases) & set(truths),
        key=lambda name: (truths[name].twin or name, truths[name].severity, name),
    )
    every = len(names)
    stated = folder.about.counts.get("cases", 0)
    unread = max(len(cases.keys() | truths.keys() | lonely), stated) - every
    first, stop = (every * k // part[1] for k in (part[0], part[0] + 1))
    names = names[first:stop]
    witnesses: Counter[str] = Counter()
    proved = deep_count = 0
    for done, name in enumerate(names, 1):
        deep = SeededRng(0).at("deep", name).chance(deep_share)
        truth = truths[name]
        lines = reader.evidence(name)
        found: list[Failure] = []
        sights: Mapping[str, Legibility] | None = None
        glass: ScanSource | None = None
        proof = Proof({}, ())
        with _broken_files_told(cases[name], found):
            sights, glass = _measured(meter, truth, lines)
        with _broken_files_told(cases[name], found):
            proof = prove(
                cases[name],
                truth,
                lines,
                reader.read,
                domain=_domain(domains, truth),
                twin=reader.twin(truth),
                sights=sights,
                glass=glass,
                deep=deep,
            )
        with _broken_files_told(cases[name], found):
            unlike = () if restated is None else restated(cases[name], truth)
            found += (Failure(name, path, "recipe", words) for path, words in unlike)
        with _broken_files_told(cases[name], found):
            found += () if legibility is None or not deep else legibility(truth, lines, sights)
        failures += (*proof.failures, *found)
        proved += proof.proved and not found
        deep_count += deep
        witnesses.update(who for them in proof.witnesses.values() for who in them)
        if on_progress is not None:
            on_progress(done, len(names))
    reader.close()
    failures += (Failure(fault.case, "", "schema", fault.words) for fault in faults)
    return Report(
        len(names) + (unread if part[0] == 0 else 0),
        proved,
        deep_count,
        dict(sorted(witnesses.items())),
        tuple(sorted(failures)),
        every + unread,
    )


@contextmanager
def _broken_files_told(case: Case, found: list[Failure]) -> Iterator[None]:
    """Add what a library raises over a damaged file to `found`; the other cases are proved.

    A fault of the machine or of the user's ends the run.
    """
    try:
        yield
    except (UserError, MemoryError, ImportError):
        raise
    except Exception as error:  # noqa: BLE001 - each library has errors of its own
        names = ", ".join(file.path for file in case.files)
        words = f"{names}: {type(error).__name__}: {error}"
        found.append(Failure(case.case, "", "unreadable", words))


class _Corpus:
    """The files of a corpus, and its last few twins, kept open."""

    def __init__(
        self,
        folder: CorpusFolder,
        cases: Mapping[str, Case],
        truths: Mapping[str, CaseTruth],
    ) -> None:
        self._corpus = folder
        self._folder = folder.folder.resolve()
        self._cases = cases
        self._truths = truths
        self._twins: OrderedDict[str, Twin] = OrderedDict()

    def evidence(self, case: str) -> list[Evidence]:
        """Return the evidence of a case."""
        return list(self._corpus.evidence((case,)))

    def read(self, path: str) -> bytes:
        """Return a file of the corpus; one outside of it counts as missing."""
        try:
            return read(inside(self._folder, path))
        except UserError as error:
            raise FileNotFoundError(error.problem) from error

    def twin(self, truth: CaseTruth) -> Twin | None:
        """Return the clean twin of a case, opened."""
        name = truth.twin
        if name is None or name not in self._cases or name not in self._truths:
            return None
        if name not in self._twins:
            self._twins[name] = Twin(
                self._cases[name], self._truths[name], self.evidence(name), self.read
            )
            if len(self._twins) > _TWINS_KEPT:
                self._twins.popitem(last=False)[1].close()
        return self._twins[name]

    def close(self) -> None:
        """Close all twins."""
        for twin in self._twins.values():
            twin.close()


def _whole(folder: CorpusFolder) -> Iterator[Failure]:
    """Yield what is wrong with the corpus as a whole."""
    said, found = folder.about.digest, public_digest(folder.folder)
    if found != said:
        yield Failure("", "", "digest", f"{said[:16]} in corpus.json, {found[:16]} counted")
    yield from _private(folder.folder)


def _private(folder: Path) -> Iterator[Failure]:
    """Yield what is wrong with the digest of the private half, and with the secret."""
    try:
        said = read(folder / DIGEST).decode("ascii", "replace").strip()
        found = digest_of_files({name: digest_of_lines(folder / name) for name in PRIVATE})
        if found != said:
            yield Failure("", "", "digest", f"{said[:16]!r} in {DIGEST}, {found[:16]} counted")
    except (OSError, UserError) as error:
        yield Failure("", "", "digest", f"{DIGEST}: {error}")
    try:
        secret = json.loads(read(folder / SECRET))
        sound = isinstance(secret, dict) and secret.keys() - {"records"} == {
            "seed",
            "salt",
            "shard",
        }
    except (OSError, ValueError, RecursionError):
        sound = False
    if not sound:
        yield Failure("", "", "schema", f"{SECRET} does not hold seed, salt and shard")


def _counted(folder: CorpusFolder, found: Collection[str]) -> Iterator[Failure]:
    """Yield a failure if the corpus holds another number of cases than it says."""
    stated = folder.about.counts.get("cases", 0)
    if stated != len(found):
        yield Failure("", "", "schema", f"{stated} cases in corpus.json, {len(found)} found")


def _by_case(lines: Iterator[W], failures: list[Failure]) -> dict[str, W]:
    found: dict[str, W] = {}
    for line in lines:
        name = str(getattr(line, "case", ""))
        if name in found:
            failures.append(Failure(name, "", "schema", "a second line of the same case"))
        found[name] = line
    return found


def _domain(domains: Domains, truth: CaseTruth) -> Domain | None:
    if callable(domains):
        return domains(truth)
    prefixes = {record.partition("-")[0] for record in truth.records}
    return domains.get(prefixes.pop()) if len(prefixes) == 1 else None


def _measured(meter: Meter | None, truth: CaseTruth, lines: list[Evidence]) -> Measured:
    if truth.medium != "scan":
        return {}, None
    if meter is not None:
        return meter(truth) or (None, None)
    from chaosdocs.proof.legibility.check import sights_of_truth

    return sights_of_truth(truth, lines), None
