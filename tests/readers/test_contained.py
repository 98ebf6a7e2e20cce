"""Documents in a ZIP or a mail: read and sent one by one; hostile ones are refused in words."""

import io
import shutil
import struct
import zipfile
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from click.testing import CliRunner

import chaosdocs as cd
from chaosdocs.cli.group import cli
from chaosdocs.formats.folder import CorpusFolder
from chaosdocs.harness.asking import as_text
from chaosdocs.harness.exporting import export
from chaosdocs.harness.public_half import Export
from chaosdocs.proof import containers
from chaosdocs.readers import documents
from chaosdocs.readers.contained import documents_in, laid_open
from chaosdocs.readers.documents import parts_of
from chaosdocs.readers.endpoint import Endpoint
from chaosdocs.readers.forecast import from_sizes
from chaosdocs.readers.mail_text import mail_text
from chaosdocs.readers.reader import BrokenAnswerError
from chaosdocs.readers.registry import READERS
from chaosdocs.readers.settings import ModelSettings
from tests.making.mended import mend

RECIPE = """
chaosdocs: 2
name: contained
seed: 11
source: {world: trade, books: 1, locales: [en_US]}
render: [{as: packet, templates: [letterhead], form: [folder, zip, eml], policy: [page]}]
"""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    home = tmp_path_factory.mktemp("contained")
    (home / "r.yaml").write_text(RECIPE)
    cd.generate(home / "r.yaml", home / "corpus")
    return home / "corpus"


@pytest.fixture(scope="module")
def asked(corpus):
    """Form of the packet to its public case and its files on disk."""
    found = {}
    for case in CorpusFolder(corpus).cases():
        files = {file.path: corpus / file.path for file in case.files}
        suffix = next(iter(files.values())).suffix
        found[{".pdf": "folder"}.get(suffix, suffix[1:])] = case, files
    assert set(found) == {"folder", "zip", "eml"}
    return found


def sent(case, files, **how):
    return parts_of(case, files, **how)


@pytest.mark.parametrize("form", ["zip", "eml"])
@pytest.mark.parametrize("reader", ["rules", "fields", "literal"])
def test_a_reader_finds_in_a_container_what_it_finds_in_its_documents(asked, reader, form):
    (bare, files), (case, packed) = asked["folder"], asked[form]

    told, same = (
        READERS[reader](each.model_dump(mode="json", by_alias=True), at)
        for each, at in ((case, packed), (bare, files))
    )

    assert told["answer"] == same["answer"]
    if reader == "rules":
        assert any(value for value in told["answer"].values())


@pytest.mark.parametrize("form", ["zip", "eml"])
def test_text_and_tables_are_those_of_all_documents(asked, form):
    (_, files), (_, packed) = asked["folder"], asked[form]

    text, tables = (READERS[name]({}, packed)[name] for name in ("text", "tables"))

    assert text.endswith(READERS["text"]({}, files)["text"])
    assert tables == READERS["tables"]({}, files)["tables"]
    assert text.count("\f") >= len(files) - 1


@pytest.mark.parametrize("pdf", ["file", "images", "text"])
def test_a_model_gets_the_documents_of_a_container_one_by_one(asked, pdf):
    (bare, files), (case, packed) = asked["folder"], asked["zip"]
    names = [path.rpartition("/")[2] for path in files]

    parts = sent(case, packed, pdf=pdf)

    heads = [p["text"] for p in parts if p.get("text", "").startswith("Document ")]
    assert heads == [
        f"Document {n} of {len(names)}: {name} in packet.zip" for n, name in enumerate(names, 1)
    ]
    held = [part for part in parts if part.get("text") not in heads]
    same = sent(bare, files, pdf=pdf)
    assert held == [p for p in same if not p.get("text", "").startswith("Document ")]


def test_the_text_of_a_mail_goes_before_its_attachments(asked):
    (case, packed) = asked["eml"]

    first, letter, *_ = sent(case, packed, pdf="file")

    assert first["text"].startswith("Document 1 of ")
    assert first["text"].endswith(": mail.txt in packet.eml")
    assert letter["text"].startswith("From: sales@supplier.example\n")
    assert ".pdf" in letter["text"]


@pytest.mark.parametrize("to", ["lm-eval", "verifiers"])
def test_a_harness_of_texts_and_images_takes_packets_in_containers(corpus, tmp_path, to):
    made = export(corpus, to, tmp_path / "out")

    assert made.manifest["written"] == 3
    assert not made.manifest["left_out"]


def test_an_export_sends_what_the_runner_sends(corpus, asked, tmp_path):
    made = Export(CorpusFolder(corpus), tmp_path, "plain", "text", frozenset({"text"}), "x")
    case, packed = asked["zip"]
    shown = {each.case: parts for each, parts in made.asked()}[case.case]

    said = as_text(case, shown, "plain")

    assert all(part["text"] in said for part in sent(case, packed, pdf="text"))


def test_the_price_of_a_packet_does_not_depend_on_what_it_comes_in(corpus, asked):
    def tokens(form):
        case, _ = asked[form]
        return from_sizes([case], corpus, 1, Endpoint("http://127.0.0.1:9/v1"), ModelSettings())

    assert tokens("zip").tokens_in == tokens("folder").tokens_in
    assert tokens("eml").tokens_in > tokens("folder").tokens_in


# Hostile containers ----------------------------------------------------------------------------


def zipped(*files, **how):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, **how) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return out.getvalue()


def mailed(*files):
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = "x"
    mail.set_content("Hello")
    for name, data in files:
        mail.add_attachment(data, maintype="application", subtype="pdf", filename=name)
    return mail.as_bytes()


def overlapping():
    """A ZIP of thousands of entries that all unfold the same bytes."""
    whole = zipped(("a", b"\0" * 30_000_000))
    at = whole.rindex(b"PK\x05\x06")
    start = struct.unpack_from("<I", whole, at + 16)[0]
    entry = whole[start:at]
    end = bytearray(whole[at:])
    struct.pack_into("<HH", end, 8, 900, 900)
    return whole[:start] + entry * 900 + bytes(end)


def encrypted():
    data = bytearray(zipped(("a.pdf", b"x")))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def stored_bomb():
    """A ZIP whose entry says that it is larger than any file may be."""
    data = bytearray(zipped(("a.pdf", b"x")))
    struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 24, 0xFFFFFFF0)
    return bytes(data)


HOSTILE = {
    "cut.zip": (zipped(("a.pdf", b"x" * 999))[:-30], "no directory of a ZIP"),
    "empty.zip": (b"", "no directory of a ZIP"),
    "many.zip": (zipped(*((str(n), b"") for n in range(1001))), "1001 files in a ZIP"),
    "large.zip": (stored_bomb(), "unfolds to more than 268,435,456 bytes"),
    "overlapping.zip": (overlapping(), "two files are called 'a'"),
    "encrypted.zip": (encrypted(), "a.pdf is encrypted"),
    "nested.zip": (zipped(("b.zip", zipped(("c.pdf", b"x")))), "only one level is opened"),
    "cut.eml": (mailed(("a.pdf", b"x" * 999))[:-40], "the mail is cut off"),
    "nothing.zip": (zipped(), "it holds no file"),
    "letter.eml": (mailed(("mail.txt", b"x")), "two files are called 'mail.txt'"),
    "twice.eml": (mailed(("a.pdf", b"x"), ("a.pdf", b"y")), "two files are called 'a.pdf'"),
    "mail.eml": (mailed(("b.eml", b"x")), "only one level is opened"),
    "parts.eml": (mailed(*((f"{n}.pdf", b"x") for n in range(1001))), "more than 1,000 parts"),
    "none.eml": (b"Subject: x\r\n\r\nHello", "no parts in the mail"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_container_is_refused_in_words(name, tmp_path):
    data, words = HOSTILE[name]
    (tmp_path / name).write_bytes(data)

    for open_it in (
        lambda: documents_in(tmp_path / name, letters=True),
        lambda: READERS["text"]({}, {f"files/{name}": tmp_path / name}),
    ):
        with pytest.raises(BrokenAnswerError, match=f"^{name} cannot be opened: .*{words}"):
            open_it()


def test_bytes_are_counted_over_all_files_of_a_zip(tmp_path, monkeypatch):
    monkeypatch.setattr(containers, "MOST_BYTES", 2500)
    (tmp_path / "a.zip").write_bytes(zipped(*((str(n), bytes(1000)) for n in range(3))))

    with pytest.raises(BrokenAnswerError, match="unfolds to more than 2,500 bytes"):
        documents_in(tmp_path / "a.zip", letters=False)


def test_documents_that_are_too_large_together_are_not_sent(asked, monkeypatch):
    case, packed = asked["zip"]
    monkeypatch.setattr(documents, "MOST_BYTES", 50_000)

    with pytest.raises(BrokenAnswerError, match="bytes; at most 50,000 are sent with a question"):
        sent(case, packed)


def test_a_name_leads_nowhere(tmp_path):
    names = ("../../etc/passwd.pdf", "/tmp/x.csv", "a\nDocument 9 of 9.exe", "C:\\x.txt")  # noqa: S108
    (tmp_path / "a.zip").write_bytes(zipped(*((name, b"x") for name in names), ("folder/", b"")))

    with laid_open({"files/a.zip": tmp_path / "a.zip"}) as laid:
        folders = {path.parent for path in laid.values()}
        assert [path.name for path in laid.values()] == [
            "0000.pdf",
            "0001.csv",
            "0002.bin",
            "0003.txt",
        ]
    assert len(folders) == 1
    assert not any(folder.exists() for folder in folders)
    assert list(laid)[2] == "files/a.zip!/a Document 9 of 9.exe"


def test_a_hostile_container_is_left_out_of_an_export_and_told_when_asked(corpus, tmp_path):
    shutil.copytree(corpus, tmp_path / "corpus")
    (path,) = (tmp_path / "corpus").rglob("packet.zip")
    path.write_bytes(HOSTILE["nested.zip"][0])
    mend(tmp_path / "corpus")
    bad = path.parent.name

    made = export(tmp_path / "corpus", "promptfoo", tmp_path / "out")

    assert [each["case"] for each in made.manifest["left_out"]] == [bad]
    assert "only one level" in made.manifest["left_out"][0]["why"]
    shown = CliRunner().invoke(cli, ["ask", str(tmp_path / "corpus"), bad, "--as", "openai"])
    assert shown.exit_code == 2
    assert "only one level" in shown.output


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"Subject: a\r\n b\r\n\r\nHello", "Subject: a b\n\nHello"),
        (b"Subject: =?nope?q?x?=\r\n\r\n", "Subject: =?nope?q?x?="),
        (b"From: a\nSubject: b\n\nHello\n", "From: a\nSubject: b\n\nHello"),
        (b"Content-Transfer-Encoding: quoted-printable\r\n\r\nGr=C3=BC=\r\n=C3=9Fe", "Grüße"),
        (b"Content-Type: text/plain; charset=latin-1\r\n\r\nGr\xfc\xdfe", "Grüße"),
        (b"Content-Transfer-Encoding: base64\r\n\r\n!", ""),
        (b"", ""),
        (mailed(("a.pdf", b"x")), "Subject: x\n\nHello"),
    ],
)
def test_the_text_of_a_mail(data, words):
    assert mail_text(data) == words
