"""pandas: read_csv and read_excel as they behave by default."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from chaosdocs.readers.frames import table_of
from chaosdocs.readers.parser import Library, Parser


def pandas(path: Path) -> dict[str, Any]:
    """Return the table of a CSV file, or one for every sheet of a workbook."""
    import pandas as pd

    if path.suffix == ".xlsx":
        frames = list(pd.read_excel(path, sheet_name=None).values())
    else:
        frames = [pd.read_csv(path)]
    return {
        "tables": [
            table_of(frame.columns, frame.astype(object).where(frame.notna(), None).to_numpy())
            for frame in frames
        ]
    }


PARSER = Parser(pandas, Library("pandas", "pandas"), "tables", ("csv", "xlsx"))
