"""What asking a whole corpus takes: from the answers that are there, or from the files' sizes."""

from __future__ import annotations

import contextlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from chaosdocs.formats.cases import Case
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.files import inside, read
from chaosdocs.readers.answer_schema import answer_schema
from chaosdocs.readers.contained import laid_open, media_type_of
from chaosdocs.readers.documents import XLSX
from chaosdocs.readers.endpoint import Endpoint
from chaosdocs.readers.prompt import question_text
from chaosdocs.readers.reader import BrokenAnswerError
from chaosdocs.readers.reply import MOST_TOKENS
from chaosdocs.readers.settings import ModelSettings

Json = Any
BYTES_A_TOKEN: Final = 4
TOKENS_A_PAGE: Final = 1600
"""Tokens in for the image of a page; models differ by a factor of two around this."""
TOKENS_A_FIELD: Final = 14
"""Tokens out for a field: its name, its value, punctuation."""
SAMPLED: Final = 24
"""Cases whose files are looked at where no answers are there."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """What asking takes.

    Attributes:
        cases: Questions in all.
        measured: Answers that the figures come from; 0 where they are guessed from sizes.
        tokens_in: Tokens in, for all.
        tokens_out: Tokens out, for all.
        cost: US dollars for all, None where no price is known.
    """

    cases: int
    measured: int
    tokens_in: int
    tokens_out: int
    cost: float | None

    def words(self) -> str:
        """Return it in a sentence."""
        source = f"from {self.measured} answers" if self.measured else "guessed from sizes"
        price = (
            "no price without --price-in and --price-out"
            if self.cost is None
            else f"{self.cost:,.4f} USD"
        )
        return (
            f"all {self.cases:,} questions take about {self.tokens_in:,} tokens in and "
            f"{self.tokens_out:,} out: {price} ({source})"
        )


def answers_in(path: Path, reader: str) -> list[dict[str, Json]]:
    """Return the answers of a reader in a file; lines that are cut or of others are skipped.

    Args:
        path: The file.
        reader: The reader; a line that names none may be of any.

    Raises:
        UserError: The file cannot be read.
    """
    try:
        raw = read(path)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise UserError(f"cannot read: {error.strerror}", where=str(path)) from error
    found = []
    for line in raw.splitlines():
        with contextlib.suppress(ValueError, RecursionError):
            found.append(json.loads(line))
    lines = [each for each in found if isinstance(each, dict) and isinstance(each.get("case"), str)]
    return [line for line in lines if line.get("reader") is None or line["reader"] == reader]


def from_answers(
    cases: Sequence[Case], lines: Sequence[Mapping[str, Json]], trials: int, endpoint: Endpoint
) -> Forecast | None:
    """Return a forecast from answers, each kind of file by its own mean; None without tokens.

    Args:
        cases: The cases that are to be asked.
        lines: Lines of answers to some of them.
        trials: How often each is asked.
        endpoint: The endpoint, for its prices.
    """
    kinds = {case.case: _kind(case) for case in cases}
    seen: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for line in lines:
        tokens = [_count(line.get(key)) for key in ("tokens_in", "tokens_out", "tokens_cached")]
        if line["case"] in kinds and (tokens[0] or tokens[1]):
            for kind in (kinds[line["case"]], ""):
                seen[kind].append((tokens[0], tokens[1], tokens[2]))
    if not seen:
        return None
    totals = [0.0, 0.0, 0.0]
    for kind in kinds.values():
        measured = seen.get(kind) or seen[""]
        for n in range(3):
            totals[n] += trials * sum(each[n] for each in measured) / len(measured)
    into, out, cached = map(round, totals)
    cost = endpoint.cost(into, out, cached)
    return Forecast(len(cases) * trials, len(seen[""]), into, out, cost)


def from_sizes(
    cases: Sequence[Case],
    corpus: Path,
    trials: int,
    endpoint: Endpoint,
    settings: ModelSettings,
) -> Forecast:
    """Return a forecast from the sizes of files and of questions; nothing is asked.

    Args:
        cases: The cases that are to be asked.
        corpus: Folder of the corpus.
        trials: How often each is asked.
        endpoint: The endpoint, for its prices.
        settings: How the model is asked.
    """
    step = max(1, len(cases) // SAMPLED)
    looked = cases[::step]
    scale = trials * len(cases) / max(1, len(looked))
    into = sum(_tokens_in(case, corpus, settings) for case in looked)
    out = sum(TOKENS_A_FIELD * max(1, _leaves(answer_schema(case, "plain"))) for case in looked)
    tokens_in, tokens_out = round(scale * into), round(scale * out)
    cost = endpoint.cost(tokens_in, tokens_out)
    return Forecast(len(cases) * trials, 0, tokens_in, tokens_out, cost)


def _kind(case: Case) -> str:
    return " ".join(file.media_type for file in case.files)


def _count(value: Json) -> int:
    return value if type(value) is int and 0 <= value <= MOST_TOKENS else 0


def _tokens_in(case: Case, corpus: Path, settings: ModelSettings) -> float:
    words = question_text(case, settings.form, verbal=settings.verbal)
    total = len(words) / BYTES_A_TOKEN
    kinds = {file.path: file.media_type for file in case.files}
    files = {path: inside(corpus, path) for path in kinds}
    with contextlib.suppress(BrokenAnswerError), laid_open(files, letters=True) as laid:
        for path, on_disk in laid.items():  # what cannot be opened is not sent
            total += _tokens_of(kinds.get(path) or media_type_of(path), on_disk)
    return total


def _tokens_of(media_type: str, path: Path) -> float:
    if media_type == "application/pdf":
        return TOKENS_A_PAGE * _pages(path)
    if media_type.startswith("image/"):
        return TOKENS_A_PAGE
    size = path.stat().st_size
    return size / 10 if media_type == XLSX else size / BYTES_A_TOKEN  # a sheet's text is a tenth


def _pages(path: Path) -> int:
    import pymupdf

    try:
        with pymupdf.open(path) as pdf:  # type: ignore[no-untyped-call]
            return int(pdf.page_count)
    except RuntimeError as error:
        raise BrokenAnswerError(f"{path.name} is no PDF that can be opened: {error}") from error


def _leaves(node: Json) -> int:
    if not isinstance(node, Mapping):
        return 0
    if "properties" in node:
        return sum(map(_leaves, node["properties"].values()))
    return _leaves(node["items"]) if "items" in node else 1
