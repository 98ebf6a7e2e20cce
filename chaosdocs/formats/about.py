"""``corpus.json`` read: what a corpus is, and whether this version can read it."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import ValidationError

from chaosdocs.formats.cases import Corpus
from chaosdocs.formats.wire import FORMAT
from chaosdocs.foundation.errors import UserError


def about(path: Path) -> Corpus:
    """Return what the description of a corpus in the file `path` says.

    Raises:
        UserError: It cannot be read, is none, or is of a format newer than ours.
    """
    try:
        data = json.loads(path.read_bytes())
    except OSError as error:
        raise UserError(f"cannot read: {error.strerror}", where=str(path)) from error
    except (ValueError, RecursionError) as error:
        raise UserError(f"not a corpus description: {error}", where=str(path)) from error
    number = data.get("format") if isinstance(data, dict) else None
    if isinstance(number, int) and number > FORMAT:
        raise UserError(
            f"the corpus has format {number}, this version reads up to {FORMAT}",
            where=str(path),
            hint="a newer chaosdocs made it: upgrade",
        )
    try:
        return Corpus.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"]))
        words = f"{key}: {first['msg']}" if key else first["msg"]
        raise UserError(f"not a corpus description: {words}", where=str(path)) from error
