"""What a source is: a domain, and a pure function from place to record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chaosdocs.sources.pools import LOCALES
from chaosdocs.truth.records import Domain, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the records of one domain come from.

    Attributes:
        domain: What the records have in common.
        make: Seed, index and locale to the record; a pure function at constant cost.
        locales: The locales that it makes records in.
        long: The same for a record whose list goes on over a page; None where the domain has none.
        count: How many records there are, where they are given; None where there is no end.
    """

    domain: Domain
    make: Callable[[int, int, str], Record]
    locales: tuple[str, ...] = LOCALES
    long: Callable[[int, int, str], Record] | None = None
    count: int | None = None

    @property
    def summary(self) -> str:
        """One line: the document, its fields, its list."""
        fields, rows = len(self.domain.fields), self.domain.list_path
        return f"{self.domain.title('en_US')}: {fields} fields" + (
            f", rows in {rows}" if rows else ""
        )

    def page(self) -> str:
        """Return all about the domain, in Markdown: its fields, their kinds, its rules."""
        lines = [f"# {self.domain.name}", "", self.summary, ""]
        lines += [f"- locales: {', '.join(self.locales)}", "", "| field | kind | meaning |"]
        lines.append("| --- | --- | --- |")
        lines += [f"| `{f.path}` | {f.kind} | {f.description} |" for f in self.domain.fields]
        lines += ["", f"Rules: {', '.join(rule.name for rule in self.domain.rules) or 'none'}"]
        return "\n".join(lines) + "\n"

    def record(self, seed: int, index: int, locale: str) -> Record:
        """Return the record at place `index`, from 0.

        The same arguments give the same record, whatever was asked before.

        Raises:
            IndexError: `index` is negative, or not below `count`.
            UserError: `locale` is none of `locales`.
        """
        if index < 0 or (self.count is not None and index >= self.count):
            raise IndexError(f"{self.domain.name} has no record {index}")
        return self.make(seed, index, locale)
