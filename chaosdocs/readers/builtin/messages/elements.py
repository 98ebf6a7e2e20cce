"""Elements of XML by their local names: what the parsers of XML formats share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Element = Any


def root_of(text: str, *marks: str) -> Element | None:
    """Return the outermost element of a text with one of these marks near its top, or None.

    A text that is not well formed is none, and neither is one that brings entities of its own.
    """
    if not any(mark in text[:4000] for mark in marks) or "<!DOCTYPE" in text or "<!ENTITY" in text:
        return None
    from xml.etree import ElementTree as ET

    try:
        return ET.fromstring(text)  # noqa: S314 - no entities are left
    except ET.ParseError:
        return None


def local(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def children(element: Element, name: str) -> Iterator[Element]:
    """Yield the children of an element that have this name."""
    return (child for child in element if local(child) == name)


def every(element: Element, name: str) -> Iterator[Element]:
    """Yield the elements anywhere below one that have this name."""
    return (child for child in element.iter() if local(child) == name)


def at(element: Element, path: str) -> list[Element]:
    """Return the elements at a path of names."""
    found = [element]
    for name in path.split("/"):
        found = [child for each in found for child in children(each, name)]
    return found


def said(element: Element, path: str) -> str:
    """Return the text at a path of names, the first that there is; empty where there is none."""
    texts = ((each.text or "").strip() for each in at(element, path))
    return next((text for text in texts if text), "")
