"""A small document by hand, and scans of it."""

from decimal import Decimal

from chaosdocs.documents.pages import PdfDocument, Run
from chaosdocs.documents.scan import SCAN, Scan
from chaosdocs.render.pdf.metrics import width
from chaosdocs.render.pdf.write import write
from chaosdocs.render.scan import scan
from chaosdocs.truth.conventions import Convention
from chaosdocs.truth.statements import Statement, says
from chaosdocs.truth.values import Money

CONVENTION = Convention(name="en_US", currency="column:EUR")
TEXTS = {
    "/number#1": ("id", "48213907", 60.0, 80.0),
    "/total#1": ("money", "1,284.56", 200.0, 80.0),
    "/net#1": ("money", "1,079.46", 200.0, 110.0),
    "/place#1": ("text", "Hannover", 60.0, 110.0),
}


def run(name, text, x, y, page=0, *, statement=None, role="words"):
    return Run(
        id=name, page=page, text=text, x=x, y=y, size=9.0, font="notos",
        width=width(text, "notos", 9.0), statement=statement, role=role,
    )  # fmt: skip


def paper(pages=1):
    statements, runs = {}, []
    for name, (kind, text, x, y) in TEXTS.items():
        value = Money(Decimal(text.replace(",", "")), "EUR") if kind == "money" else text
        statements[name] = Statement(
            id=name, ref=name.partition("#")[0], kind=kind, text=text, claim=says(value),
            convention=CONVENTION,
        )  # fmt: skip
        runs.append(run(f"{name}@1", text, x, y, statement=name, role="value"))
        runs.append(run(f"{name}:label@1", "Label", x + 70, y, role="label"))
    for page in range(pages):
        text = f"Page {page + 1} of {pages}"
        runs.append(run(f"chrome:page:{page + 1}@1", text, 120.0, 180.0, page, role="chrome"))
    for page in range(1, pages):
        name = f"/note{page}#1"
        statements[name] = Statement(
            id=name, ref=f"/note{page}", kind="text", text="Payable", claim=says("Payable")
        )
        runs.append(run(f"{name}@1", "Payable", 60.0, 60.0, page, statement=name, role="value"))
    return PdfDocument(
        sizes=((320.0, 200.0),) * pages,
        runs=tuple(runs),
        shapes=(),
        statements=statements,
        locale="en_US",
    )


def scanned(*effects, pages=1, dpi=150):
    document = paper(pages)
    glass = write(document).data
    sheet = Scan(
        source=document, statements=document.statements, pages=tuple(range(pages)), dpi=dpi
    )
    done = SCAN.apply(sheet, effects)
    return scan(done, glass), glass, done


def says_by_statement(made, channel="eye"):
    return {x.statement: x for x in made.loci if x.role == "says" and x.channel == channel}


def picture(made, page=0):
    import pypdfium2

    pdf = pypdfium2.PdfDocument(made.data)
    try:
        image = next(iter(pdf[page].get_objects()))
        return image.get_bitmap().to_numpy().copy().reshape(made.scan[page].height, -1)
    finally:
        pdf.close()
