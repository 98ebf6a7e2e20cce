"""Writing a document as a PDF file, and saying where in it every statement stands.

The file is written straight from the runs: content streams of our own and subsets of TrueType
fonts, in a fixed order, without clock or chance. Nothing but zlib has a say in its bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chaosdocs.documents.pages import PdfDocument, Run, Shape
from chaosdocs.documents.rendered import Rendered
from chaosdocs.render.pdf.content import page_content
from chaosdocs.render.pdf.fittings import Fittings, texts
from chaosdocs.render.pdf.loci import loci
from chaosdocs.render.pdf.metrics import covers, pieces, width
from chaosdocs.render.pdf.objects import PdfFile, numbers, stream, text_string
from chaosdocs.render.pdf.typesetting import Typesetter

_INFO = {"title": "Title", "author": "Author", "subject": "Subject", "keywords": "Keywords"}


def write(document: PdfDocument, *, name: str = "document.pdf") -> Rendered:
    """Return `document` as a PDF, with the places of its statements.

    Args:
        document: What to write.
        name: Name of the file.

    Raises:
        UserError: A character is in no font.
    """
    document = _covered(document)
    return Rendered(
        name=name,
        media_type="application/pdf",
        data=_bytes(document),
        loci=loci(document),
    )


def _covered(document: PdfDocument) -> PdfDocument:
    """Set runs whose font lacks a character in pieces, each in a font that has them."""
    if all(covers(run.font, run.text) for run in document.runs):
        return document
    runs: list[Run] = []
    for run in document.runs:
        runs += [run] if covers(run.font, run.text) else _pieced(run, run.text)
    return replace(document, runs=tuple(runs))


def _pieced(run: Run, text: str) -> list[Run]:
    """`run` showing `text`, in a run for every font; what it says instead is said by the first."""
    out: list[Run] = []
    x = run.x
    for number, (piece, font) in enumerate(pieces(text, run.font)):
        wide = width(piece, font, run.size)
        said = run.encoded if number == 0 or run.encoded is None else ""
        name = run.id if number == 0 else f"{run.id}+{number}"
        out.append(replace(run, id=name, text=piece, font=font, x=x, width=wide, encoded=said))
        x += wide + run.gaps * len(piece)
    return out


def _bytes(document: PdfDocument) -> bytes:
    file = PdfFile()
    catalog, tree = file.reserve(), file.reserve()
    older = _older(document)
    extra = texts(document) + [(run.text, run.font) for run in older if run.statement is not None]
    setter = Typesetter(document, extra)
    resources = file.add(f"<<{setter.put(file)}>>")
    fittings = Fittings(document, file, setter, resources)
    contents = _contents(document, document.runs, setter)
    before = _contents(document, older, setter) if older else contents
    pages, bodies = [], []
    for page, (wide, tall) in enumerate(document.sizes):
        body = file.add(stream(before[page]))
        here = file.reserve()
        annots = fittings.annots(page, here)
        listed = "".join(f" {each} 0 R" for each in annots)
        file.put(
            here,
            f"<</Type/Page/Parent {tree} 0 R/MediaBox[0 0 {numbers((wide, tall))}]"
            f"{_crop(document, page)}/Resources {resources} 0 R/Contents {body} 0 R"
            f"{f'/Annots[{listed[1:]}]' if annots else ''}>>",
        )
        pages.append(here)
        bodies.append(body)
    kids = " ".join(f"{page} 0 R" for page in pages)
    file.put(tree, f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>")
    language = text_string(document.locale.replace("_", "-"))
    file.put(catalog, f"<</Type/Catalog/Pages {tree} 0 R/Lang {language}{fittings.catalog()}>>")
    trailer = {"Root": f"{catalog} 0 R", "Info": f"{file.add(_info(document))} 0 R"}
    file.close(trailer)
    if older:
        for body, old, new in zip(bodies, before, contents, strict=True):
            if old != new:
                file.put(body, stream(new))
        file.close(trailer)
    return file.bytes()


def _contents(document: PdfDocument, runs: Sequence[Run], setter: Typesetter) -> list[bytes]:
    """The content streams of all pages."""
    on: list[list[Run]] = [[] for _ in document.sizes]
    under: list[list[Shape]] = [[] for _ in document.sizes]
    for run in runs:
        on[run.page].append(run)
    for shape in document.shapes:
        under[shape.page].append(shape)
    return [
        page_content(on[page], under[page], tall, setter)
        for page, (_wide, tall) in enumerate(document.sizes)
    ]


def _older(document: PdfDocument) -> list[Run]:
    """The runs of the revision that stays inside the file; none where there is no such."""
    if not document.hidden_revision:
        return []
    out: list[Run] = []
    done: set[str] = set()
    for run in document.runs:
        text = document.hidden_revision.get(run.statement) if run.statement is not None else None
        if run.statement is None or text is None:
            out.append(run)
        elif run.statement not in done:
            done.add(run.statement)
            out += _pieced(replace(run, encoded=None), text)
    return out


def _crop(document: PdfDocument, page: int) -> str:
    if page not in document.crops:
        return ""
    x0, y0, x1, y1 = document.crops[page]
    tall = document.sizes[page][1]
    return f"/CropBox[{numbers((x0, tall - y1, x1, tall - y0))}]"


def _info(document: PdfDocument) -> str:
    entries = "".join(
        f"/{_INFO.get(key, key.capitalize())} {text_string(text)}"
        for key, text in sorted(document.info.items())
        if text
    )
    return f"<<{entries}/Producer(chaosdocs)>>"
