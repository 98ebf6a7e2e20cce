"""A recipe from its file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import ValidationError

from chaosdocs.formats.wire import FORMAT
from chaosdocs.foundation.errors import UserError
from chaosdocs.recipe.check import check
from chaosdocs.recipe.marked import Marked, read
from chaosdocs.recipe.model import Recipe
from chaosdocs.recipe.paths import absolute
from chaosdocs.recipe.wording import in_words


def load(path: Path, *, trust: bool = False) -> Recipe:
    """Return the recipe in the YAML file `path`.

    Args:
        path: The file. Relative paths inside start from its folder.
        trust: Whether it may name code of others, such as a pydantic model.

    Raises:
        UserError: With file, line and key, what is allowed there and what was probably meant.
    """
    marked = read(path)
    if not isinstance(marked.data, dict):
        raise UserError("a recipe is a mapping of keys to values", where=marked.where(()))
    number = marked.data.get("chaosdocs", FORMAT)
    if isinstance(number, int) and number != FORMAT:
        newer = "it is for a newer chaosdocs: upgrade"
        older = f"write `chaosdocs: {FORMAT}`; CHANGELOG.md says which names have changed"
        raise UserError(
            f"the recipe has format {number}, this version reads only format {FORMAT}",
            where=marked.where(("chaosdocs",)),
            hint=newer if number > FORMAT else older,
        )
    try:
        recipe = Recipe.model_validate(marked.data)
    except ValidationError as error:
        raise in_words(error, marked, Recipe) from error
    recipe = _with_paths(recipe, path, marked)
    if recipe.source.model is not None and not trust:
        raise UserError(
            f"the recipe wants to run code of {recipe.source.model!r}",
            where=marked.where(("source", "model")),
            hint="read the code; if you trust it, add --trust",
        )
    check(recipe, marked)
    return recipe


@contextmanager
def placed(path: Path) -> Iterator[None]:
    """Let errors that name a key of a recipe, such as ``design.budget``, tell its file and line.

    Args:
        path: The file of the recipe.
    """
    try:
        yield
    except UserError as error:
        place = tuple(error.where.split("."))
        if place[0] not in Recipe.model_fields:
            raise
        raise UserError(
            error.problem,
            where=read(path).where(place),
            allowed=error.allowed,
            given=error.given,
            hint=error.hint,
            others=error.others,
        ) from error


def _with_paths(recipe: Recipe, path: Path, marked: Marked) -> Recipe:
    source = recipe.source
    if source.records is None:
        return recipe
    folder = absolute(source.folder or ".", str(path.parent.absolute()))
    changes = {"folder": folder}
    for name, key in (("records", "records"), ("schema_path", "schema")):
        written = getattr(source, name)
        if written is None:
            continue
        changes[name] = absolute(written, folder)
        if not Path(changes[name]).is_file():
            raise UserError(
                f"there is no file {changes[name]}",
                where=marked.where(("source", key)),
                hint="paths start from the folder of the recipe",
            )
    return recipe.model_copy(update={"source": source.model_copy(update=changes)})
