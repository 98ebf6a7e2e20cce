"""The fonts that documents are set in: their names, files, licences and what they cover.

All come with a package from the registry, none from the machine: Noto Sans, FiraGO and Cascadia
Mono with ``pymupdf-fonts``, Droid Sans Fallback with PyMuPDF. The files are loaded when they are
asked for; nothing here needs a library before that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from chaosdocs.foundation.errors import UserError


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """Under which terms a font is embedded in the documents.

    Attributes:
        family: The font's own name.
        name: Name of the licence.
        spdx: Its SPDX identifier.
        copyright: Whose font it is.
        source: Where the file comes from.
        url: Where the licence is published.
        text: What it allows, in its own words.
    """

    family: str
    name: str
    spdx: str
    copyright: str
    source: str
    url: str
    text: str


_OFL_TEXT = (
    "This Font Software is licensed under the SIL Open Font License, Version 1.1. It may be used, "
    "studied, modified, redistributed and embedded freely in any document as long as it is not "
    'sold by itself. It is provided "AS IS", WITHOUT WARRANTY OF ANY KIND, express or implied.'
)
_APACHE_TEXT = (
    'Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file '
    "except in compliance with the License. Unless required by applicable law or agreed to in "
    'writing, software distributed under the License is distributed on an "AS IS" BASIS, WITHOUT '
    "WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied."
)


def _ofl(family: str, owner: str) -> Licence:
    return Licence(
        family=family,
        name="SIL Open Font License 1.1",
        spdx="OFL-1.1",
        copyright=owner,
        source="registry package pymupdf-fonts",
        url="https://openfontlicense.org",
        text=_OFL_TEXT,
    )


_NOTO = "Copyright 2015 Google Inc. All Rights Reserved."
_FIRA = "Digitized data copyright 2012-2018 for FiraGO, bBox Type GmbH and HERE Europe B.V."
_CASCADIA = "(c) 2021 Microsoft Corporation. All Rights Reserved."
LICENCES: Mapping[str, Licence] = {
    "notos": _ofl("Noto Sans Regular", _NOTO),
    "notosbo": _ofl("Noto Sans Bold", _NOTO),
    "figo": _ofl("FiraGO Regular", _FIRA),
    "figbo": _ofl("FiraGO Bold", _FIRA),
    "cascadia": _ofl("Cascadia Mono Regular", _CASCADIA),
    "cascadiab": _ofl("Cascadia Mono Bold", _CASCADIA),
    "cjk": Licence(
        family="Droid Sans Fallback",
        name="Apache License 2.0",
        spdx="Apache-2.0",
        copyright="Copyright (C) 2008 The Android Open Source Project",
        source="registry package PyMuPDF, built-in font 'cjk'",
        url="https://www.apache.org/licenses/LICENSE-2.0",
        text=_APACHE_TEXT,
    ),
}
"""Font name, as runs name it, to its licence."""

FONTS: tuple[str, ...] = tuple(LICENCES)
"""All fonts. All are TrueType."""

FALLBACKS: tuple[str, ...] = ("notos", "figo", "cjk")
"""Where a character is looked for that a font does not have, in order."""

STAND_INS: Mapping[str, str] = {
    "\u00a0": " ",
    "\u202f": " ",
    "\u2009": " ",
    "\u2011": "-",
}
"""Characters that look like another one: its glyph is drawn where a font has none of their own."""


def licence(font: str) -> Licence:
    """Return the terms of `font`.

    Raises:
        UserError: There is no such font.

    Example:
        >>> licence("notos").spdx
        'OFL-1.1'
    """
    if font not in LICENCES:
        raise UserError(f"there is no font {font!r}", allowed=FONTS, given=font)
    return LICENCES[font]


@cache
def font_bytes(font: str) -> bytes:
    """Return the TrueType file of `font`, whole. Loads PyMuPDF or its fonts where needed.

    Raises:
        UserError: There is no such font, or the package that brings it is not installed.
    """
    terms = licence(font)
    try:
        if font == "cjk":
            import pymupdf

            font_of_name: Any = pymupdf.Font
            return bytes(font_of_name("cjk").buffer)
        import pymupdf_fonts

        return bytes(pymupdf_fonts.myfont(font))
    except ImportError as error:
        raise UserError(
            f"the font {terms.family} is not installed",
            hint=f"it comes with the {terms.source}",
        ) from error
