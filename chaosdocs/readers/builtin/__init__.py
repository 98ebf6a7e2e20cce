"""Readers that come with the package, loaded when they are asked for."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Reader = Callable[..., dict[str, Any]]

_PLACES = {
    "all-null": "simulated:all_null",
    "blind": "simulated:blind",
    "cells": "cells:cells",
    "fields": "fields:fields",
    "guesser": "simulated:guesser",
    "literal": "auto:literal",
    "oracle": "simulated:oracle",
    "rules": "auto:rules",
    "tables": "written:tables",
    "text": "written:text",
}


class _Readers(Mapping[str, Reader]):
    """Name to reader; a reader's module is imported when its name is looked up."""

    def __getitem__(self, name: str) -> Reader:
        module, _, function = _PLACES[name].partition(":")
        reader: Reader = getattr(importlib.import_module(f"{__name__}.{module}"), function)
        return reader

    def __iter__(self) -> Iterator[str]:
        return iter(_PLACES)

    def __len__(self) -> int:
        return len(_PLACES)


READERS: Mapping[str, Reader] = _Readers()
