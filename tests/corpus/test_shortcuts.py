"""Dirty files are not told from clean ones by what is none of the reader's business."""

import io
import zipfile

import pypdfium2
import pytest

import chaosdocs as cd
from chaosdocs.formats.folder import CorpusFolder
from chaosdocs.recipe.model import Recipe

RECIPE = Recipe.model_validate(
    {
        "name": "shortcuts",
        "seed": 2,
        "source": {"domain": "invoice", "count": 6, "locales": ["en_US", "de_DE"]},
        "render": [
            {"as": "pdf", "templates": ["erp"]},
            {"as": "xlsx", "system": "sap"},
            {"as": "csv", "system": "sap"},
        ],
        "design": {
            "each": ["claims.contradiction", "gaps.*", "numbers.foreign_separators", "ids.masked"],
            "severities": [1, 4],
        },
    }
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("shortcuts") / "corpus"
    cd.generate(RECIPE, out)
    return CorpusFolder(out)


@pytest.fixture(scope="module")
def pairs(folder):
    """Medium, and the bytes of every dirty file and of its clean twin."""
    data = {each.case: (folder.folder / each.files[0].path).read_bytes() for each in folder.cases()}
    return [(t.medium, data[t.case], data[t.twin]) for t in folder.truths() if t.twin is not None]


def test_neither_place_nor_id_tells_dirty_from_clean(folder):
    dirty = [truth.twin is not None for truth in folder.truths()]
    ids = [case.case for case in folder.cases()]
    places = [place for place, is_dirty in enumerate(dirty) if is_dirty]
    others = [place for place, is_dirty in enumerate(dirty) if not is_dirty]
    higher = sum(a > b for a in places for b in others) / (len(places) * len(others))

    assert ids == sorted(ids)
    assert len(others) == 18
    assert 0.3 < higher < 0.7


def test_metadata_and_names_are_those_of_the_clean_twin(pairs):
    media = set()
    for medium, dirty, clean in pairs:
        media.add(medium)
        if medium == "pdf":
            assert _info(dirty) == _info(clean)
        elif medium == "xlsx":
            assert _parts(dirty) == _parts(clean)
        else:
            assert dirty[:3] == clean[:3]
            assert (b"\r" in dirty) == (b"\r" in clean)
    assert media == {"pdf", "xlsx", "csv"}


def _info(data):
    with pypdfium2.PdfDocument(data) as pdf:
        return pdf.get_metadata_dict(), pdf.get_version()


def _parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        about = [parts.read(name) for name in parts.namelist() if name.startswith("docProps/")]
        return [(part.filename, part.date_time) for part in parts.infolist()], about
