"""Lies in the files of a set, in every medium: case, truth and evidence stay as they are.

Each takes what a proof gets and a stream of draws. It returns the same with a changed file, or None
where there is nothing to lie about.
"""

import copy
import datetime as dt
import io
import json
import re

import openpyxl
import pymupdf

from chaosdocs.proof.witnesses.decoding import decoded

_DIGITS = str.maketrans("0123456789", "1234567890")


_TURNED = {"C": "D", "D": "C", "RC": "C", "RD": "D", "CRDT": "DBIT", "DBIT": "CRDT"}
"""Mark of an amount to a mark with the other sign."""
_TURNED |= dict.fromkeys(("165", "175", "195"), "455") | dict.fromkeys(("455", "475", "495"), "165")


def kind_of(path):
    """Return the ending of a file: what it is changed as."""
    return path.rpartition(".")[2]


def lines_of(made, *leaves):
    """Return the lines that print leaves of rows, each where a reader of its file looks."""
    at = re.compile(rf"[a-z]+:/lines/[^/]+/(?:{'|'.join(leaves)})")
    shown = {"xlsx": "shown", "pdf": "eye"}
    return [
        line
        for line in made[2]
        if at.fullmatch(line.path)
        and line.role == "says"
        and line.channel == shown.get(kind_of(line.file), "text")
        and line.text
    ]


def put(made, line, text):
    """Return the same with another text where a line stands."""
    case, truth, evidence, files = made
    data = _PUT.get(kind_of(line.file), _in_bytes)(files[line.file], line, text)
    return case, truth, evidence, {**files, line.file: data}


def _in_bytes(data, line, text):
    """Write a text at the bytes of a line; of one in pieces, change the digits of a piece."""
    encoding = decoded(data)[1]
    for start, stop in line.spans:
        said = data[start:stop].decode(encoding, "replace")
        new = text if len(line.spans) == 1 else said.translate(_DIGITS)
        if new != said:
            return data[:start] + new.encode(encoding, "replace") + data[stop:]
    start, stop = line.spans[0]
    return data[:start] + text.encode(encoding, "replace") + data[stop:]


def _in_json(data, line, text):
    tree = json.loads(data)
    *steps, last = line.pointer.split("/")[1:]
    at = tree
    for step in steps:
        at = at[int(step)] if isinstance(at, list) else at[step]
    last = int(last) if isinstance(at, list) else last
    at[last] = text if isinstance(at[last], str) else float(text)
    return json.dumps(tree, ensure_ascii=False, indent=2).encode()


def _in_a_cell(data, line, text):
    book = openpyxl.load_workbook(io.BytesIO(data))
    cell = book[line.sheet][line.cell]
    match cell.value:
        case str():
            cell.value = text
        case dt.datetime() | dt.date():
            cell.value += dt.timedelta(days=1)
        case _:
            cell.value += 1
    return _saved(book)


def _saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _on_a_page(data, line, text):
    with pymupdf.open(stream=data) as pdf:
        page = pdf[line.page - 1]
        page.add_redact_annot(pymupdf.Rect(line.box), fill=(1, 1, 1))
        page.apply_redactions()
        font = "helv" if text.isascii() else "japan"
        page.insert_text((line.box[0], line.box[3] - 2), text, fontname=font, fontsize=8)
        return pdf.tobytes(no_new_id=True)


_PUT = {"json": _in_json, "xlsx": _in_a_cell, "pdf": _on_a_page}


def _digits(made, draws, *leaves):
    found = [line for line in lines_of(made, *leaves) if re.search(r"\d", line.text)]
    if not found:
        return None
    line = draws.choice(found)
    return put(made, line, line.text.translate(_DIGITS))


def change_a_file(made, draws):
    """Print another amount than the evidence says."""
    return _digits(made, draws, "amount")


def turn_a_sign(made, draws):
    """Print an amount with the other sign: its mark, its code or its minus."""
    case, truth, evidence, files = made
    found = lines_of(made, "amount")
    marked = [line for line in found if len(line.spans) > 1]
    if not marked:
        line = draws.choice(found)
        turned = line.text.strip("-") if "-" in line.text else f"-{line.text}"
        return put(made, line, turned)
    line = draws.choice(marked)
    data = files[line.file]
    for start, stop in line.spans:
        mark = data[start:stop].decode("ascii", "replace")
        if mark in _TURNED:
            data = data[:start] + _TURNED[mark].encode() + data[stop:]
            return case, truth, evidence, {**files, line.file: data}
    return None


def change_a_key(made, draws):
    """Print another key."""
    return _digits(made, draws, "key")


def change_a_date(made, draws):
    """Print another date."""
    return _digits(made, draws, "date")


def change_a_reference(made, draws):
    """Print another number of a document."""
    return _digits(made, draws, "reference", "text")


def change_a_name(made, draws):
    """Print the name of another party."""
    found = lines_of(made, "party")
    line = draws.choice(found)
    others = sorted({each.text for each in found} - {line.text})
    return put(made, line, draws.choice(others)) if others else None


def exchange_two_amounts(made, draws):
    """Let two rows of a file print the amount of the other one."""
    found = lines_of(made, "amount")
    one = draws.choice(found)
    others = [x for x in found if x.file == one.file and x.text != one.text]
    if not others:
        return None
    two = draws.choice(others)
    first, last = sorted((one, two), key=lambda line: line.bytes or (0, 0))
    return put(put(made, last, first.text), first, last.text)


def exchange_two_keys(made, draws):
    """Let two rows of a file print the key of the other one."""
    found = lines_of(made, "key")
    one = draws.choice(found)
    others = [x for x in found if x.file == one.file and x.text != one.text]
    if not others:
        return None
    two = draws.choice(others)
    first, last = sorted((one, two), key=lambda line: line.bytes or (0, 0))
    return put(put(made, last, first.text), first, last.text)


def hide_a_row(made, draws):
    """Let a file hold a row that no evidence is about."""
    case, truth, evidence, files = made
    path = draws.choice([line.file for line in lines_of(made, "key")])
    row = ("9999999", "2025-01-09", "Acme", "", "", "12.00")
    data = _ADD.get(kind_of(path), _add_a_line)(files[path], row)
    return case, truth, evidence, {**files, path: data}


def _add_a_line(data, row):
    text, encoding, mark = decoded(data)
    said = ";".join(row)
    if text.startswith("01,"):
        entry = re.findall(r"^16,.*$", text, re.MULTILINE)[-1]
        text = text.replace(entry, f"{entry}\n{entry.translate(_DIGITS)}", 1)
    elif "\n:61:" in text:
        entry = re.findall(r"^:61:.*$", text, re.MULTILINE)[-1]
        text = text.replace(entry, f"{entry}\n:61:2501090109C12,00NTRFNONREF//9999999", 1)
    else:
        text = f"{text}{said}\r\n"
    return data[:mark] + text.encode(encoding, "replace")


def _add_an_element(data, _row):
    """An entry once more, whole."""
    text = data.decode()
    name = "Ntry" if "<Ntry>" in text else re.findall(r"<(\w+)>\s*<\w+>[^<]*</\w+>\s*<", text)[-1]
    entry = re.findall(rf"<{name}>.*?</{name}>", text, re.DOTALL)[-1]
    return text.replace(entry, entry + entry, 1).encode()


def _add_an_object(data, row):
    tree = json.loads(data)
    lists = [tree]
    while lists:
        at = lists.pop(0)
        if isinstance(at, list) and at and isinstance(at[0], dict):
            at.append(copy.deepcopy(at[-1]))
            return json.dumps(tree, ensure_ascii=False, indent=2).encode()
        lists += list(at.values()) if isinstance(at, dict) else at if isinstance(at, list) else []
    tree["more"] = list(row)
    return json.dumps(tree).encode()


def _add_cells(data, row):
    book = openpyxl.load_workbook(io.BytesIO(data))
    book.worksheets[0].append(row)
    return _saved(book)


def _add_words(data, row):
    with pymupdf.open(stream=data) as pdf:
        page = pdf[0]
        page.insert_text((60, page.rect.height - 15), "  ".join(row), fontsize=7)
        return pdf.tobytes(no_new_id=True)


_ADD = {"xml": _add_an_element, "json": _add_an_object, "xlsx": _add_cells, "pdf": _add_words}


def hide_what_is_printed(made, draws):
    """Hide a row of a sheet, or cover an amount of a page: the evidence says that it is seen."""
    case, truth, evidence, files = made
    found = [x for x in lines_of(made, "amount") if kind_of(x.file) in {"xlsx", "pdf"}]
    if not found:
        return None
    line = draws.choice(found)
    if kind_of(line.file) == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(files[line.file]))
        number = int(re.search(r"\d+", line.cell)[0])
        book[line.sheet].row_dimensions[number].hidden = True
        data = _saved(book)
    else:
        with pymupdf.open(stream=files[line.file]) as pdf:
            pdf[line.page - 1].draw_rect(pymupdf.Rect(line.box), color=(1, 1, 1), fill=(1, 1, 1))
            data = pdf.tobytes(no_new_id=True)
    return case, truth, evidence, {**files, line.file: data}


def exchange_files(made, draws):
    """Let two members hold the file of the other one."""
    del draws
    case, truth, evidence, files = made
    one, other, *_ = [file.path for file in case.files]
    return case, truth, evidence, {**files, one: files[other], other: files[one]}


LIES = (
    change_a_file, turn_a_sign, change_a_key, change_a_date, change_a_reference, change_a_name,
    exchange_two_amounts, exchange_two_keys, hide_a_row, hide_what_is_printed, exchange_files,
)  # fmt: skip
