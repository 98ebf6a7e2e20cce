"""``python -m chaosdocs.harness.pipe PRIVATE FORM``: a judge that another program talks to.

Each line of standard input is ``{"case": ..., "said": ...}``, each line of standard output its
figures. One process judges a whole run, so that no answer pays for the start of Python.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from chaosdocs.foundation.errors import UserError
from chaosdocs.harness.judging import CaseJudge, Form


def answered(judge: CaseJudge, line: str) -> dict[str, Any]:
    """Return what is to be said of one line. Never raises."""
    try:
        asked = json.loads(line)
        told = judge(str(asked["case"]), asked.get("said"))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, UserError) as error:
        return {"error": str(error)}
    return {
        "passed": told.passed,
        "scored": told.scored,
        "shares": told.shares,
        "operator": told.sample.operator,
        "words": told.words(),
    }


def main(private: str, form: Form = "plain") -> None:
    """Judge every line of standard input."""
    judge = CaseJudge(private, form)
    for line in sys.stdin:
        sys.stdout.write(json.dumps(answered(judge, line)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])  # type: ignore[arg-type]  # a word of the command line
