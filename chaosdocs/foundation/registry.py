"""Things of one kind by name: operators, sources, templates, systems, readers, media.

One class for all of them, so that they are found, named, listed, explained and refused in the same
way. A plugin's thing is called ``package/name``; a glob matches it only if the glob names the
package. Nothing is imported before it is asked for.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import inspect
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Generic, TypeVar

from chaosdocs.foundation.errors import UserError

T = TypeVar("T")


def first_line(thing: object) -> str:
    """Return the first line of an object's docstring, without its full stop."""
    return (thing.__doc__ or "").strip().partition("\n")[0].rstrip(".")


class Registry(Mapping[str, T], Generic[T]):
    """Things of one kind by name, built-in ones and those of plugins, in sorted order.

    Args:
        kind: What one of them is called, such as ``template``.
        group: The entry point group of plugins, such as ``chaosdocs.templates``.
        is_one: Whether an object that a plugin names is of this kind.
        built_in: Name to ``module:attribute`` of the built-in ones.
        package: A package whose modules call `add` when they are imported, in place of `built_in`.
            A plugin's entry point then names such a package too.
        summary: Returns a line about one of them.
        page: Returns all about one of them, in Markdown.
    """

    def __init__(
        self,
        kind: str,
        *,
        group: str,
        is_one: Callable[[object], bool],
        built_in: Mapping[str, str] | None = None,
        package: str = "",
        summary: Callable[[T], str] = first_line,
        page: Callable[[T], str] | None = None,
    ) -> None:
        self.kind = kind
        self._group = group
        self._is_one = is_one
        self._built_in = dict(built_in or {})
        self._package = package
        self._summary = summary
        self._page = page
        self._found: dict[str, T] = {}
        self._places: dict[str, importlib.metadata.EntryPoint] | None = None
        self._loaded = not package

    def add(self, name: str, thing: T) -> None:
        """Register `thing`; a module that is imported again replaces its own.

        Raises:
            ValueError: Another module has registered one of the same name.
        """
        other = self._found.get(name)
        if other is not None and _module(other) != _module(thing):
            raise ValueError(f"{self.kind} {name!r} is declared in {_module(other)} already")
        self._found[name] = thing

    def __getitem__(self, name: str) -> T:
        """Return the thing called `name`; a version behind ``@`` is not looked at."""
        self._load()
        name = name.partition("@")[0]
        if name in self._found:
            return self._found[name]
        if name in self._built_in:
            module, _, attribute = self._built_in[name].partition(":")
            thing: T = getattr(importlib.import_module(module), attribute)
        elif name in self._plugins():
            thing = self._of_plugin(name)
        else:
            raise UserError(f"no {self.kind} {name!r}", given=name, allowed=tuple(self))
        self._found[name] = thing
        return thing

    def __contains__(self, name: object) -> bool:
        self._load()
        return name in self._found or name in self._built_in or name in self._plugins()

    def __iter__(self) -> Iterator[str]:
        self._load()
        names = {*self._found, *self._built_in, *self._plugins()}
        return iter(sorted(names, key=lambda name: ("/" in name, name)))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def built_in(self) -> tuple[str, ...]:
        """Return the names of the built-in ones, sorted."""
        return tuple(name for name in self if "/" not in name)

    def matching(self, globs: Iterable[str]) -> tuple[T, ...]:
        """Return the things that any of `globs` names, in the registry's order.

        Those of a plugin match only globs that name the plugin: ``acme/*``. A version behind ``@``
        is not looked at.

        Raises:
            UserError: A glob names nothing.
        """
        wanted: set[str] = set()
        for glob in globs:
            name = glob.partition("@")[0]
            found = [i for i in self if fnmatchcase(i, name) and ("/" in name) == ("/" in i)]
            if not found:
                raise UserError(f"{glob!r} names no {self.kind}", given=glob, allowed=tuple(self))
            wanted.update(found)
        return tuple(self[i] for i in self if i in wanted)

    def summary(self, name: str) -> str:
        """Return one line about the thing called `name`."""
        return self._summary(self[name])

    def page(self, name: str) -> str:
        """Return all about the thing called `name`, in Markdown."""
        thing = self[name]
        if self._page is not None:
            return self._page(thing)
        words = inspect.getdoc(thing) if callable(thing) else f"{self._summary(thing)}."
        return f"# {name}\n\n{self.kind.capitalize()}. {words}\n"

    def _load(self) -> None:
        """Import the modules that register themselves, where that is how it is done."""
        if self._loaded:
            return
        self._loaded = True
        _import_below(self._package)
        for point in self._points():
            self._guarded(point, lambda point=point: _import_below(point.value.partition(":")[0]))  # type: ignore[misc]

    def _plugins(self) -> Mapping[str, importlib.metadata.EntryPoint]:
        if self._package:
            return {}
        if self._places is None:
            self._places = {f"{_owner(point)}/{point.name}": point for point in self._points()}
        return self._places

    def _points(self) -> list[importlib.metadata.EntryPoint]:
        found = importlib.metadata.entry_points(group=self._group)
        return sorted(found, key=lambda point: (_owner(point), point.name))

    def _of_plugin(self, name: str) -> T:
        point = self._plugins()[name]
        thing: T = self._guarded(point, point.load)
        if not self._is_one(thing):
            raise UserError(
                f"the plugin {name!r} is a {type(thing).__name__}, not a {self.kind}",
                where=f"entry point {point.name} = {point.value}",
            )
        return thing

    def _guarded(self, point: importlib.metadata.EntryPoint, load: Callable[[], T | None]) -> T:
        """Import what an entry point names; what that raises is told as the plugin's fault."""
        try:
            return load()  # type: ignore[return-value]
        except Exception as error:
            owner = "an unknown package" if point.dist is None else point.dist.name
            raise UserError(
                f"the {self.kind}s of {owner} cannot be imported: {type(error).__name__}: {error}",
                where=f"entry point {point.name} = {point.value}",
                hint=f"mend it, or uninstall {owner}",
            ) from error


def _module(thing: object) -> str:
    return str(getattr(thing, "module", None) or getattr(thing, "__module__", ""))


def _owner(point: importlib.metadata.EntryPoint) -> str:
    return "unknown" if point.dist is None else point.dist.name


def _import_below(name: str) -> None:
    package = importlib.import_module(name)
    path = getattr(package, "__path__", None)
    if path is not None:
        for module in sorted(m.name for m in pkgutil.walk_packages(path, f"{name}.")):
            importlib.import_module(module)
