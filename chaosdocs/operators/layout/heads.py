"""Whether the head of a list is repeated on every page that the list goes on over."""

from __future__ import annotations

from typing import Literal

from chaosdocs.authoring import Flow, SetOption, Skip, paginate


def turned(flow: Flow, after: Literal["yes", "no"]) -> SetOption | Skip:
    """Return the edit that repeats the head of the list on every page, or does not."""
    now = flow.options.get("repeat_header", "")
    if not flow.tables() or now == after:
        return Skip("the document has no table" if now != after else "the template does so anyway")
    edit = SetOption(option="repeat_header", before=now, after=after)
    pages = paginate(flow)
    if len(pages.sizes) == 1 or paginate(edit.apply(flow)).runs == pages.runs:
        return Skip("the list does not go on over a page")
    return edit
