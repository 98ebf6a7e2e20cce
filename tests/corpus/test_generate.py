"""A corpus on disk: whole or resumable, the same bytes whatever the way there."""

import contextlib
import gzip
import hashlib
import json
import shutil

import pytest

import chaosdocs.corpus.generate as generating
from chaosdocs import generate, verify
from chaosdocs.corpus.reproduce import reproduce
from chaosdocs.formats.folder import CASES, CORPUS, TRUTH, CorpusFolder
from chaosdocs.formats.frames import framed
from chaosdocs.foundation.errors import UserError
from chaosdocs.recipe.model import Recipe

RECIPE = Recipe.model_validate(
    {
        "chaosdocs": 2,
        "name": "t",
        "seed": 3,
        "source": {"domain": "invoice", "count": 4, "locales": ["en_US", "de_DE"]},
        "render": [{"as": "pdf", "templates": ["letterhead"]}],
        "design": {"each": ["dates.ambiguous_order"], "severities": [5]},
    }
)


def digest(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    out = tmp_path_factory.mktemp("corpus") / "c"
    generate(RECIPE, out)
    return out


def test_a_corpus_has_its_public_and_its_private_half(corpus):
    public = {p.name for p in corpus.iterdir()}

    assert public == {"corpus.json", "cases.jsonl", "files", "private"}
    told = (corpus / "cases.jsonl").read_text() + (corpus / "corpus.json").read_text()
    assert "dates.ambiguous_order" not in told
    assert "inv-" not in told
    assert '"seed"' not in told


def test_every_file_of_a_case_is_there_and_is_what_its_digest_says(corpus):
    for case in CorpusFolder(corpus).cases():
        for file in case.files:
            data = (corpus / file.path).read_bytes()
            assert hashlib.sha256(data).hexdigest() == file.sha256
            assert len(data) == file.bytes


def test_every_dirty_case_has_its_clean_twin(corpus):
    truths = {truth.case: truth for truth in CorpusFolder(corpus).truths()}

    dirty = [truth for truth in truths.values() if truth.steps]
    assert dirty
    for truth in dirty:
        assert truths[truth.twin].steps == ()
        assert truths[truth.twin].records == truth.records


def test_a_date_in_digits_is_ambiguous_or_the_document_settles_it(corpus):
    fields = [
        field
        for truth in CorpusFolder(corpus).truths()
        for path, field in truth.fields.items()
        if path.endswith("_date") and field.touched
    ]

    assert fields
    for field in fields:
        settled = (field.state, field.why) == ("answerable", "derived")
        assert settled or (field.state == "ambiguous" and len(field.readings) == 2)


def test_the_same_recipe_gives_the_same_bytes(corpus, tmp_path):
    generate(RECIPE, tmp_path / "again")

    assert digest(tmp_path / "again") == digest(corpus)


def test_chunks_and_workers_have_no_say(corpus, tmp_path, monkeypatch):
    monkeypatch.setattr(generating, "CHUNK", 2)
    monkeypatch.setattr(generating, "WORTH_A_POOL", 1)

    generate(RECIPE, tmp_path / "pool", jobs=2)

    assert digest(tmp_path / "pool") == digest(corpus)


def test_a_run_that_was_killed_goes_on_to_the_same_bytes(corpus, tmp_path, monkeypatch):
    monkeypatch.setattr(generating, "CHUNK", 2)
    out = tmp_path / "killed"
    real, made = generating.make_chunk, []

    def dies(maker, chunk, folder, number):
        if len(made) == 2:
            (folder.folder / "files" / ".half").write_bytes(b"half a file")
            raise KeyboardInterrupt
        made.append(number)
        real(maker, chunk, folder, number)

    monkeypatch.setattr(generating, "make_chunk", dies)
    with pytest.raises(KeyboardInterrupt):
        generate(RECIPE, out)
    with pytest.raises(UserError, match="was begun"):
        generate(RECIPE, out)
    with pytest.raises(UserError, match="not finished"):
        CorpusFolder(out)
    monkeypatch.setattr(generating, "make_chunk", real)
    generate(RECIPE, out, resume=True)

    assert digest(out) == digest(corpus)


def test_a_second_run_into_the_same_folder_is_refused_and_resuming_is_a_no_op(corpus):
    before = digest(corpus)

    with pytest.raises(UserError, match="finished corpus"):
        generate(RECIPE, corpus)
    generate(RECIPE, corpus, resume=True)

    assert digest(corpus) == before


def test_another_recipe_does_not_go_into_the_folder(corpus):
    with pytest.raises(UserError, match="another recipe"):
        generate(RECIPE.model_copy(update={"seed": 4}), corpus, resume=True)


@pytest.mark.parametrize(("begun", "asked"), [((1, 2), (2, 2)), ((1, 2), None), (None, (1, 2))])
@pytest.mark.parametrize("finished", [True, False])
def test_another_part_does_not_continue_a_corpus(tmp_path, monkeypatch, begun, asked, finished):
    out = tmp_path / "c"
    if not finished:
        monkeypatch.setattr(generating, "finish", _stops)
    with contextlib.suppress(KeyboardInterrupt):
        generate(RECIPE, out, shard=begun)
    monkeypatch.undo()
    names = {None: "the whole corpus", (1, 2): "part 1/2", (2, 2): "part 2/2"}

    with pytest.raises(UserError, match=f"{names[begun]} was begun here, {names[asked]} is asked"):
        generate(RECIPE, out, shard=asked, resume=True)


def _stops(*_args, **_more):
    raise KeyboardInterrupt


def test_other_records_do_not_continue_a_corpus(tmp_path, monkeypatch):
    records, schema = tmp_path / "mine.jsonl", tmp_path / "schema.json"
    lines = [json.dumps({"number": f"A{n}", "city": "Bonn"}) for n in range(6)]
    records.write_text("\n".join(lines))
    fields = {"number": {"type": "string"}, "city": {"type": "string"}}
    schema.write_text(json.dumps({"type": "object", "properties": fields}))
    own = tmp_path / "own.yaml"
    own.write_text(
        "{chaosdocs: 2, name: own, seed: 3, source: {records: mine.jsonl, schema: schema.json}, "
        "render: [{as: csv, system: sap}], design: {each: [gaps.left_out], severities: [5]}}"
    )
    with monkeypatch.context() as patched:
        patched.setattr(generating, "finish", _stops)
        with pytest.raises(KeyboardInterrupt):
            generate(own, tmp_path / "c")
    records.write_text("\n".join(lines).replace("Bonn", "Kiel"))

    with pytest.raises(UserError, match="begun with other records"):
        generate(own, tmp_path / "c", resume=True)

    records.write_text("\n".join(lines))
    generate(own, tmp_path / "c", resume=True)
    assert verify(tmp_path / "c").sound
    records.write_text("\n".join(lines).replace("Bonn", "Kiel"))
    told = [failure.detail for failure in verify(tmp_path / "c").failures]
    assert any("the file of records, its schema or its model has changed" in t for t in told)


def test_a_folder_of_other_things_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")

    with pytest.raises(UserError, match="holds no corpus"):
        generate(RECIPE, tmp_path)

    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


def test_a_case_is_made_again_alone_by_id_and_by_label(corpus, tmp_path):
    folder = CorpusFolder(corpus)
    label, case = next(iter(folder.labels.items()))

    by_label = reproduce(corpus, label, tmp_path / "a")
    by_id = reproduce(corpus, case, tmp_path / "b")

    assert by_label[0].read_bytes() == by_id[0].read_bytes()


def test_where_the_bytes_differ_the_versions_that_differ_are_named(corpus, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(corpus, copy)
    about = json.loads((copy / CORPUS).read_text())
    about["versions"] |= {"pymupdf": "1.0.1", "no-such-library": "3"}
    (copy / CORPUS).write_text(json.dumps(about))
    lines = (copy / CASES).read_text().splitlines()
    first = json.loads(lines[0])
    first["files"][0]["sha256"] = "0" * 64
    (copy / CASES).write_text("\n".join([json.dumps(first), *lines[1:]]) + "\n")

    with pytest.raises(UserError, match="other bytes") as caught:
        reproduce(copy, first["case"], tmp_path / "again")

    assert "pymupdf 1.0.1 then" in caught.value.hint
    assert "no-such-library 3 then, not installed now" in caught.value.hint
    assert "openpyxl" not in caught.value.hint
    assert not (tmp_path / "again").exists()


def test_a_case_that_is_not_there_is_named_with_the_nearest_label(corpus):
    label = next(iter(CorpusFolder(corpus).labels))

    with pytest.raises(UserError, match="did you mean"):
        CorpusFolder(corpus).find(label[:-1])


def test_a_corpus_of_a_newer_format_is_refused_in_words(corpus, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(corpus, copy)
    about = json.loads((copy / CORPUS).read_text())
    (copy / CORPUS).write_text(json.dumps({**about, "format": 99}))

    with pytest.raises(UserError, match="format 99"):
        CorpusFolder(copy)


def test_a_broken_line_is_named_by_its_number(corpus, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(corpus, copy)
    path = copy / TRUTH
    lines = gzip.decompress(path.read_bytes()).splitlines()
    path.write_bytes(b"".join(framed([("", b"\n".join([lines[0], lines[1][:40]]))])))

    with pytest.raises(UserError, match=r"truth.jsonl.gz:2"):
        list(CorpusFolder(copy).truths())
