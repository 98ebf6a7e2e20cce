"""Readers that come with the package, and those of plugins; loaded when they are asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from chaosdocs.foundation.registry import Registry

Reader = Callable[..., dict[str, Any]]

_PLACES: Final = {
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

READERS: Final[Registry[Reader]] = Registry(
    "reader",
    group="chaosdocs.readers",
    is_one=callable,
    built_in={name: f"{__name__}.{place}" for name, place in _PLACES.items()},
)
"""Name to reader; a plugin's is called ``package/name``."""
