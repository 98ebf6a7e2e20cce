"""``corpus.json`` read: what a corpus is, and whether this version can read it."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import ValidationError

from chaosdocs.formats.cases import Corpus
from chaosdocs.formats.wire import FORMAT
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.files import read


def about(path: Path) -> Corpus:
    """Return what the description of a corpus in the file `path` says.

    Raises:
        UserError: It cannot be read, is none, or its format is not ours.
    """
    try:
        data = json.loads(read(path))
    except OSError as error:
        raise UserError(f"cannot read: {error.strerror}", where=str(path)) from error
    except (ValueError, RecursionError) as error:
        raise UserError(f"not a corpus description: {error}", where=str(path)) from error
    if isinstance(data, dict) and isinstance(number := data.get("format"), int):
        _check_format(number, data.get("versions"), path)
    try:
        return Corpus.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"]))
        words = f"{key}: {first['msg']}" if key else first["msg"]
        raise UserError(f"not a corpus description: {words}", where=str(path)) from error


def _check_format(number: int, versions: object, path: Path) -> None:
    """Refuse a corpus of another format; say which version of chaosdocs made it."""
    if number == FORMAT:
        return
    made = versions.get("chaosdocs") if isinstance(versions, dict) else None
    by = f" (made by chaosdocs {made})" if isinstance(made, str) else ""
    raise UserError(
        f"the corpus has format {number}{by}, this version reads only format {FORMAT}",
        where=str(path),
        hint="a newer chaosdocs made it: upgrade"
        if number > FORMAT
        else "make it again from private/recipe.yaml: `chaosdocs generate`",
    )
