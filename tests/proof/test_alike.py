"""The quick answer whether a text is what is drawn is that of the thorough one."""

from pathlib import Path

import pytest

from chaosdocs.formats.folder import CorpusFolder
from chaosdocs.proof.ink.freetype import alike, likeness
from chaosdocs.proof.witnesses.pdf import PdfWitness

READY = Path(__file__).parents[2] / "corpora/ready/invoices/corpus"
OTHERS = str.maketrans("0358.,-eEa", "O8S3,.=cFo")
"""Characters that look alike: now and then only a rival tells them apart."""


@pytest.fixture(scope="module")
def page():
    folder = CorpusFolder(READY)
    case = next(case for case in folder.cases() if case.files[0].path.endswith(".pdf"))
    opened = PdfWitness((READY / case.files[0].path).read_bytes())
    lines = [x for x in folder.evidence((case.case,)) if x.channel == "eye" and x.page == 1]
    yield opened.page(1), [x for x in lines if "\n" not in x.text][:12]
    opened.close()


def test_quick_and_thorough_say_the_same(page):
    view, lines = page
    seen = set()
    for line in lines:
        place = view.in_picture(line.box)
        one = line.text.translate(OTHERS)
        for text in (line.text, one, line.text[:-1] + one[-1], f"{line.text[:-1]}x"):
            whole = likeness(view.picture, text, place)
            quick = likeness(view.picture, text, place, thorough=False)
            assert alike(view.picture, text, place) == quick.alike == whole.alike
            assert (quick.font, quick.typical) == (whole.font, whole.typical)
            seen.add((whole.alike, whole.worst == float("inf")))
    assert seen == {(True, False), (False, False), (False, True)}
