"""Lines in frames: ordinary gzip, one case read alone, and damage told in words."""

import gzip
import json
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaosdocs.formats import frames as module
from chaosdocs.formats.frames import FramedLines, framed
from chaosdocs.foundation.errors import UserError

cases = st.dictionaries(
    st.text(min_size=1, max_size=12), st.lists(st.text(max_size=40), min_size=1), max_size=30
)


def written(path, lines_of, size):
    blocks = [
        (case, b"".join(f"{json.dumps([case, text])}\n".encode() for text in texts))
        for case, texts in sorted(lines_of.items())
    ]
    path.write_bytes(b"".join(framed(blocks, size)))
    return b"".join(lines for _, lines in blocks), dict(blocks)


@given(cases, st.integers(1, 500))
def test_what_is_written_is_read_whole_case_by_case_and_by_any_gzip(
    tmp_path_factory, lines_of, size
):
    path = tmp_path_factory.getbasetemp() / "lines.jsonl.gz"
    whole, blocks = written(path, lines_of, size)
    read = FramedLines(path)

    assert b"".join(read.blocks()) == whole
    assert (gzip.decompress(path.read_bytes()) if whole else b"") == whole
    assert list(read.lines()) == list(enumerate(whole.splitlines(keepends=True), 1))
    for case, lines in blocks.items():
        mine = [(n, raw) for n, raw in read.lines([case]) if json.loads(raw)[0] == case]
        assert b"".join(raw for _, raw in mine) == lines
        assert all(whole.splitlines(keepends=True)[n - 1] == raw for n, raw in mine)


def test_one_case_opens_one_frame(tmp_path, monkeypatch):
    path = tmp_path / "lines.jsonl.gz"
    written(path, {f"c{n:03}": ["x" * 100] for n in range(100)}, 1000)
    read = FramedLines(path)
    opened = []
    monkeypatch.setattr(zlib, "decompressobj", spy(opened, zlib.decompressobj))

    lines = list(read.lines(["c050"]))

    assert len(read.frames) > 5
    assert len(opened) == 1
    assert len(lines) < 20


def spy(calls, made):
    def called(*arguments, **options):
        calls.append(arguments)
        return made(*arguments, **options)

    return called


def test_the_bytes_do_not_depend_on_the_time_or_the_file_name(tmp_path):
    first = b"".join(framed([("a", b"1\n"), ("b", b"2\n")]))

    assert first == b"".join(framed([("a", b"1\n"), ("b", b"2\n")]))
    assert first[4:10] == b"\0\0\0\0\2\xff"


def damaged(data):
    body = data[40]
    yield data[:-1]
    yield data[:20]
    yield b"junk"
    yield gzip.compress(b"{}\n")
    yield data + b"\n"
    yield data[:40] + bytes([body ^ 0xFF]) + data[41:]
    yield data[:-8] + struct.pack("<I", 7) + data[-4:]
    yield data[:16] + struct.pack("<I", 5) + data[20:]


@pytest.mark.parametrize("nth", range(8))
def test_a_damaged_file_is_told_with_its_name(tmp_path, nth):
    path = tmp_path / "lines.jsonl.gz"
    written(path, {"a": ["one", "two"], "b": ["three"]}, 1)
    path.write_bytes(list(damaged(path.read_bytes()))[nth])

    with pytest.raises(UserError, match=r"lines.jsonl.gz: not lines in frames") as caught:
        list(FramedLines(path).lines())
    assert "damaged" in caught.value.hint


def test_a_frame_that_grows_beyond_all_bounds_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "bomb.jsonl.gz"
    written(path, {"a": ["x" * 5000]}, 1)
    monkeypatch.setattr(module, "MOST", 1000)

    with pytest.raises(UserError, match="too long"):
        list(FramedLines(path).lines())


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(UserError, match="cannot read"):
        list(FramedLines(tmp_path / "no.jsonl.gz").lines())
