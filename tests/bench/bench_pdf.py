"""How long a born-digital page takes, against bare PyMuPDF in the same run.

    python tests/bench/bench_pdf.py [rounds]

The stages one by one, from record to file, and then whole cases as `chaosdocs generate` makes them:
one clean and one dirty document of each record, with question, truth, boxes and plan as lines,
written to a folder of memory where the system has one, without and with the proof.

Then a proved page in memory, by its parts: each is timed in the same run as the bare page. The slow
witnesses, which are heard on a share of cases, have a row of their own.

The order of the variants rotates over the rounds; CPU time is taken; the table gives the median
of each and the median ratio to the bare page, with its range over the rounds.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pymupdf

from chaosdocs.corpus import make as making
from chaosdocs.corpus.chunks import COLLECTED_AFTER, make_chunk
from chaosdocs.corpus.make import Maker
from chaosdocs.documents.statement_set import spell, state
from chaosdocs.foundation.gc_paused import gc_paused
from chaosdocs.foundation.stores import FolderStore
from chaosdocs.making.witnesses import Witnesses
from chaosdocs.proof import slow_witnesses
from chaosdocs.proof.twin import BesideTwin
from chaosdocs.recipe.model import Recipe
from chaosdocs.recipe.resolve import resolve
from chaosdocs.render import templates
from chaosdocs.render.pdf.embedding import core, embedded
from chaosdocs.render.pdf.layout import paginate
from chaosdocs.render.pdf.write import write
from chaosdocs.sources.registry import SOURCES

REPEATS = 40


def variants() -> dict[str, Callable[[int], object]]:
    """Return what is measured: name to a page maker that takes the number of the record."""
    source = SOURCES["invoice"]
    records = [source.record(5, index, "en_US") for index in range(REPEATS)]
    japanese = [source.record(5, index, "ja_JP") for index in range(REPEATS)]

    def values(record):
        return spell(state(record), templates.convention("letterhead", record))

    spelled = [values(record) for record in records]
    flows = [templates.lower(each, "letterhead") for each in spelled]
    pages = [paginate(flow) for flow in flows]
    runs = statistics.median(len(page.runs) for page in pages)
    print(f"{runs:.0f} runs a page (median of {REPEATS} invoices, en_US)")
    content = ("BT /F0 9 Tf\n" + "\n".join(
        f"1 0 0 1 {50 + 100 * (i % 5)} {780 - 14 * (i // 5)} Tm (Some words {i}) Tj"
        for i in range(113)
    ) + "\nET").encode()  # fmt: skip

    def bare(_index):
        document = pymupdf.open()
        page = document.new_page()
        xref = document.get_new_xref()
        document.update_object(xref, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
        document.xref_set_key(page.xref, "Resources", f"<</Font<</F0 {xref} 0 R>>>>")
        stream = document.get_new_xref()
        document.update_object(stream, "<<>>")
        document.update_stream(stream, content)
        document.xref_set_key(page.xref, "Contents", f"{stream} 0 R")
        return document.tobytes()

    packed = {font: embedded(font, core(font)) for font in ("notos", "notosbo")}

    def bare_with_fonts(_index):
        document = pymupdf.open()
        page = document.new_page()

        def put(body: bytes | str, data: bytes | None = None) -> int:
            xref = document.get_new_xref()
            document.update_object(xref, body)
            if data is not None:
                document.update_stream(xref, data, compress=False)
            return xref

        names = []
        for place, font in enumerate(packed.values()):
            file = put("<<>>", font.file)
            descriptor = put(f"{font.descriptor}/FontFile2 {file} 0 R>>")
            unicode_map = put("<<>>", font.unicode_map)
            descendant = put(f"{font.descendant}/FontDescriptor {descriptor} 0 R>>")
            whole = put(
                f"<</Type/Font/Subtype/Type0/BaseFont/{font.base}/Encoding/Identity-H"
                f"/DescendantFonts[{descendant} 0 R]/ToUnicode {unicode_map} 0 R>>"
            )
            names.append(f"/F{place} {whole} 0 R")
        document.xref_set_key(page.xref, "Resources", f"<</Font<<{''.join(names)}>>>>")
        stream = put("<<>>")
        document.update_stream(stream, content)
        document.xref_set_key(page.xref, "Contents", f"{stream} 0 R")
        return document.tobytes()

    def whole(index):
        record = source.record(5, index, "en_US")
        return write(paginate(templates.lower(values(record), "letterhead")))

    def whole_japanese(index):
        return write(paginate(templates.lower(values(japanese[index]), "letterhead")))

    cases = {name: whole_case(prover) for name, prover in (("off", None), ("on", Witnesses()))}
    return {
        "bare PyMuPDF": bare,
        "the same, two fonts": bare_with_fonts,
        "record": lambda index: source.record(5, index, "en_US"),
        "statements": lambda index: values(records[index]),
        "lower": lambda index: templates.lower(spelled[index], "letterhead"),
        "paginate": lambda index: paginate(flows[index]),
        "write": lambda index: write(pages[index]),
        "record to file": whole,
        "Japanese, record given": whole_japanese,
        "case on disk, proof off": cases["off"],
        "case on disk, proof on": cases["on"],
    }


def whole_case(prover: Witnesses | None) -> Callable[[int], object]:
    """Return what makes and writes one case, clean and dirty ones in turn."""
    maker = case_maker(prover)
    order = in_order(maker)
    memory = Path("/dev/shm")  # noqa: S108 - a bench
    out = Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else None))
    atexit.register(shutil.rmtree, out)

    def put(index: int) -> None:
        make_chunk(maker, [order[index % len(order)]], FolderStore(out), 0)

    return put


def in_order(maker: Maker) -> list[int]:
    """Return the slots of a maker, each clean case before those that have it as their twin."""
    slots = maker.slots
    return sorted(range(len(slots)), key=lambda n: (slots.twin(slots[n]), n))


def case_maker(prover: Witnesses | None) -> Maker:
    """Return what makes a clean and a dirty case of each record."""
    recipe = Recipe.model_validate(
        {
            "name": "bench",
            "seed": 5,
            "source": {"domain": "invoice", "count": REPEATS // 2},
            "render": [{"as": "pdf", "templates": ["letterhead"]}],
            "design": {"each": ["claims.contradiction"], "severities": [3]},
        }
    )
    return Maker(resolve(recipe), prover)


prove = importlib.import_module("chaosdocs.proof.prove")  # the package has a function of that name
PARTS = {
    "record to file": (Maker, "_built"),
    "question, truth, places": (making, "stated_of"),
    "proof: files opened": (prove.OpenedFiles, "__init__"),
    "proof: every place": (prove._Hearing, "_places"),
    "proof: every field": (prove._Hearing, "_field"),
    "proof: words beside": (prove, "strange"),
    "proof: beside the twin": (BesideTwin, "unaccounted"),
    "proof: slow witnesses": (slow_witnesses, "slow_check"),
}
"""What a proved page is made of: who has the function, and its name."""


def parts(rounds: int) -> None:
    """Print what each part of a proved page takes in memory, against the bare page."""
    taken = dict.fromkeys(PARTS, 0.0)
    running: list[list[float]] = []

    def timed(name: str, work: Callable[..., object]) -> Callable[..., object]:
        def run(*args: object, **more: object) -> object:
            running.append([0.0])
            start = time.process_time()
            done = work(*args, **more)
            if isinstance(done, Iterator):
                done = iter(list(done))
            took = time.process_time() - start
            taken[name] += took - running.pop()[0]
            for outer in running[-1:]:
                outer[0] += took
            return done

        return run

    maker = case_maker(Witnesses())
    bare = variants()["bare PyMuPDF"]
    order = in_order(maker)
    for number in order:
        maker.make(number)
    for name, (where, function) in PARTS.items():
        setattr(where, function, timed(name, getattr(where, function)))
    whole = base = 0.0
    with gc_paused():  # as in `make_chunk`
        for count, number in enumerate(order * rounds, 1):
            start = time.process_time()
            bare(0)
            between = time.process_time()
            maker.make(number)
            if count % COLLECTED_AFTER == 0:
                gc.collect(0)
            whole += time.process_time() - between
            base += between - start
    print(f"{'proved page in memory':28} x{whole / base:5.2f}")
    rest = whole - sum(taken.values())
    for name, took in (*taken.items(), ("the rest", rest)):
        print(f"  {name:26} x{took / base:5.2f}")


def main(rounds: int) -> None:
    """Print the tables."""
    makers = variants()
    names = list(makers)
    for make in makers.values():
        for index in range(REPEATS):
            make(index)
    taken: dict[str, list[float]] = {name: [] for name in names}
    for turn in range(rounds):
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            start = time.process_time()
            for index in range(REPEATS):
                makers[name](index)
            taken[name].append((time.process_time() - start) / REPEATS * 1000)
    base = taken[names[0]]
    for name in names:
        ratios = [a / b for a, b in zip(taken[name], base, strict=True)]
        print(
            f"{name:24} {statistics.median(taken[name]):7.3f} ms"
            f"   x{statistics.median(ratios):5.2f}  ({min(ratios):.2f} to {max(ratios):.2f})"
        )
    print()
    parts(rounds)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
