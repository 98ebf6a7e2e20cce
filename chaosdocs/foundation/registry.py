"""One class of registry: operators, templates, systems, domains, readers and the like by name.

An entry is a file. A registry looks in one package of ours, and in the packages that plugins name
in the entry point group ``chaosdocs.<kind>s``. Adding an entry is adding a file; there is no list
to extend. Looking one name up imports the file of that name alone; listing imports all files.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
import inspect
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from functools import cached_property
from types import ModuleType
from typing import Any, Generic, TypeVar

from chaosdocs.foundation.errors import UserError

T = TypeVar("T")
Facts = Mapping[str, str | list[str]]


class Registry(Mapping[str, T], Generic[T]):
    """Entries of one kind by name, sorted, found when they are asked for.

    The module ``quote`` of our package is the entry ``quote``. The same module in the package
    ``acme_docs.templates``, which a plugin names in its entry points, is ``acme_docs/quote``: a
    plugin can hide nothing of ours. A version behind ``@`` in a name is not checked.

    Args:
        kind: What an entry is, in the singular: ``template``.
        package: The package whose modules are our entries.
        of: The class of an entry; None takes anything that can be called.
        constant: The name that a module gives its entry, ``TEMPLATE`` by default; modules without
            it are no entries. An empty one means that modules call `add`.
        deep: Whether entries lie in packages below the package: ``family.name``.
        dashes: Whether a name has dashes where its module has underscores: ``lm-eval``.
        plural: The kind in the plural.
        facts: What there is to say of an entry in a list: column to words.
        details: What there is to say of an entry in JSON beyond its facts.
        doc: The text that explains an entry; the docstring of its module by default.
        page: The whole page about an entry, given its name; title, facts and text by default.

    Example:
        >>> from chaosdocs.render.templates.registry import TEMPLATES
        >>> TEMPLATES["erp"].name, "erb" in TEMPLATES
        ('erp', False)
    """

    def __init__(
        self,
        kind: str,
        package: str,
        of: type[T] | None = None,
        *,
        constant: str | None = None,
        deep: bool = False,
        dashes: bool = False,
        plural: str = "",
        facts: Callable[[T], Facts] | None = None,
        details: Callable[[T], Mapping[str, Any]] | None = None,
        doc: Callable[[T], str] | None = None,
        page: Callable[[T], str] | None = None,
    ) -> None:
        self.kind = kind
        self.plural = plural or f"{kind}s"
        self.package = package
        self._of = of
        self._constant = kind.upper() if constant is None else constant
        self._deep = deep
        self._dashes = dashes
        self._facts = facts
        self._details = details
        self._doc = doc
        self._page = page
        self._found: dict[str, T] = {}
        self._homes: dict[str, str] = {}
        self._listed = False

    @property
    def group(self) -> str:
        """The entry point group in which plugins name their packages."""
        return f"chaosdocs.{self.plural}"

    def add(self, name: str, entry: T, module: str) -> None:
        """Register `entry`, declared in `module`, as `name`.

        Raises:
            ValueError: Another module has declared an entry of that name.
        """
        home = self._homes.get(name)
        if home is not None and home != module:
            raise ValueError(f"{self.kind} {name!r} is declared in {home} already")
        self._found[name] = entry
        self._homes[name] = module

    def __getitem__(self, name: str) -> T:
        wanted = name.partition("@")[0]
        if wanted not in self._found and not self._listed:
            self._look_up(wanted)
        if wanted not in self._found:
            raise UnknownNameError(
                f"no {self.kind} {name!r}",
                given=name,
                allowed=tuple(self),
                hint=plugin_hint(name, (self,)),
            )
        return self._found[wanted]

    def __contains__(self, name: object) -> bool:
        if not isinstance(name, str):
            return False
        wanted = name.partition("@")[0]
        if wanted not in self._found and not self._listed:
            self._look_up(wanted)
        return wanted in self._found

    def __iter__(self) -> Iterator[str]:
        self._list()
        return iter(sorted(self._found))

    def __len__(self) -> int:
        self._list()
        return len(self._found)

    def __repr__(self) -> str:
        return f"<registry of {self.plural}>"

    @property
    def own(self) -> tuple[str, ...]:
        """The names of our own entries, without those of plugins."""
        return tuple(name for name in self if "/" not in name)

    def matching(self, globs: Iterable[str]) -> tuple[T, ...]:
        """Return the entries that any of `globs` names, in the registry's order.

        Entries of plugins match only globs that name the plugin: ``acme_docs/*``.

        Raises:
            UserError: A glob names nothing.
        """
        wanted: set[str] = set()
        for glob in globs:
            name = glob.partition("@")[0]
            found = (
                [i for i in self if fnmatchcase(i, name) and ("/" in name) == ("/" in i)]
                if set(name) & set("*?[")
                else [name][: name in self]
            )
            if not found:
                pattern = bool(set(name) & set("*?["))
                raise UserError(
                    f"{glob!r} {'matches' if pattern else 'names'} no {self.kind}",
                    given=glob,
                    allowed=(self._families() if pattern else ()) or tuple(self),
                    hint=plugin_hint(glob, (self,)),
                )
            wanted.update(found)
        return tuple(self._found[name] for name in sorted(wanted))

    def _families(self) -> tuple[str, ...]:
        """A glob for each family of our own entries; empty if their names have no family."""
        families = {name.partition(".")[0] for name in self.own if "." in name}
        return tuple(f"{family}.*" for family in sorted(families))

    def facts(self, name: str) -> Facts:
        """Return what a list says of an entry beside its name and summary."""
        entry = self[name]
        return {} if self._facts is None else self._facts(entry)

    def record(self, name: str) -> dict[str, Any]:
        """Return name, summary, facts and details of an entry, for JSON."""
        entry = self[name]
        more = {} if self._details is None else self._details(entry)
        return {"name": name, "summary": self.summary(name), **self.facts(name), **more}

    def doc(self, name: str) -> str:
        """Return the text that explains an entry."""
        entry = self[name]
        if self._doc is not None:
            return inspect.cleandoc(self._doc(entry))
        home = importlib.import_module(self._homes[name.partition("@")[0]])
        return inspect.cleandoc(home.__doc__ or "")

    def summary(self, name: str) -> str:
        """Return one line about an entry, without a full stop."""
        return self.doc(name).partition("\n")[0].rstrip(".")

    def page(self, name: str) -> str:
        """Return all that there is to say about an entry, in Markdown."""
        entry = self[name]
        if self._page is not None:
            return self._page(entry)
        said = [f"- {key}: {_joined(value)}" for key, value in self.facts(name).items()]
        _first, _, rest = self.doc(name).partition("\n")
        parts = (f"# {self.kind} {name}", self.summary(name), "\n".join(said), rest.strip())
        return "\n\n".join(part for part in parts if part) + "\n"

    def _list(self) -> None:
        if self._listed:
            return
        self._import_below("", self.package)
        for prefix, package in self._plugins:
            self._import_below(prefix, package)
        self._listed = True

    def _look_up(self, name: str) -> None:
        """Import the one module that can declare `name`, where there is one."""
        owner, slash, own = name.rpartition("/")
        if self._dashes and "_" in own:  # the module's name, not the entry's
            return
        parts = (own.replace("-", "_") if self._dashes else own).split(".")
        if not all(part.isidentifier() for part in parts) or (len(parts) > 1) != self._deep:
            return
        if not slash:
            self._try(name, self.package, parts)
            return
        for prefix, package in self._plugins:
            if prefix == f"{owner}/":
                with _ToldAsTheirs(self, package):
                    self._try(name, package, parts)

    def _try(self, name: str, package: str, parts: list[str]) -> None:
        module = importlib.import_module(package)
        for part in parts:
            place = f"{module.__name__}.{part}"
            if importlib.util.find_spec(place) is None:
                return
            module = importlib.import_module(place)
        self._take(name, module)

    def _import_below(self, prefix: str, package: str) -> None:
        if not prefix:
            self._walk(prefix, package)
            return
        with _ToldAsTheirs(self, package):
            self._walk(prefix, package)

    def _walk(self, prefix: str, package: str) -> None:
        home = importlib.import_module(package)
        path = getattr(home, "__path__", None)
        if path is None:
            raise UserError(f"{package} is a module, not a package of {self.plural}")
        walk = pkgutil.walk_packages if self._deep else pkgutil.iter_modules
        for info in sorted(walk(path, f"{package}."), key=lambda each: each.name):
            name = info.name.removeprefix(f"{package}.")
            name = name.replace("_", "-") if self._dashes else name
            self._take(f"{prefix}{name}", importlib.import_module(info.name))

    def _take(self, name: str, module: ModuleType) -> None:
        """Register the entry that `module` declares by its constant, where it declares one."""
        if not self._constant or not hasattr(module, self._constant):
            return
        entry = getattr(module, self._constant)
        right = callable(entry) if self._of is None else isinstance(entry, self._of)
        if not right:
            wanted = "callable" if self._of is None else f"a {self._of.__name__}"
            raise UserError(
                f"{self._constant} is a {type(entry).__name__}, not {wanted}",
                where=module.__name__,
            )
        self.add(name, entry, module.__name__)

    @cached_property
    def _plugins(self) -> tuple[tuple[str, str], ...]:
        """Prefix and package of every plugin, in the order of their names."""
        found = []
        for point in sorted(importlib.metadata.entry_points(group=self.group), key=_order):
            if ":" in point.value:
                raise UserError(
                    f"an entry point of {self.group} names a package, not an object in it",
                    where=f"entry point {point.name} = {point.value}",
                    hint=f"write {point.name} = {point.value.partition(':')[0]}, and give every "
                    f"{self.kind} a module of its own there",
                )
            found.append((f"{point.value.partition('.')[0]}/", point.value))
        return tuple(found)


def plugin_hint(name: str, registries: Iterable[Registry[Any]]) -> str:
    """Return what to do where `name` is of a plugin that is not installed, or an empty string.

    Example:
        >>> from chaosdocs.render.templates.registry import TEMPLATES
        >>> plugin_hint("acme_docs/quote", (TEMPLATES,))
        "no installed package declares 'acme_docs' in the entry points of chaosdocs.templates"
    """
    owner, slash, _ = name.rpartition("/")
    every = tuple(registries)
    if not slash or any(each.startswith(f"{owner}/") for known in every for each in known):
        return ""
    groups = " or ".join(known.group for known in every)
    return f"no installed package declares {owner!r} in the entry points of {groups}"


class UnknownNameError(UserError, KeyError):
    """A registry has no entry of a name."""

    __str__ = UserError.__str__


class _ToldAsTheirs:
    """Tells what a plugin raises while it is imported as the plugin's fault."""

    def __init__(self, registry: Registry[Any], package: str) -> None:
        self._registry = registry
        self._package = package

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if not isinstance(error, Exception):
            return
        group = importlib.metadata.entry_points(group=self._registry.group)
        point = next(each for each in group if each.value == self._package)
        owner = "an unknown package" if point.dist is None else point.dist.name
        said = str(error) if isinstance(error, UserError) else f"{type(error).__name__}: {error}"
        raise UserError(
            f"the {self._registry.plural} of {owner} cannot be imported: {said}",
            where=f"entry point {point.name} = {point.value}",
            hint=f"mend it, or uninstall {owner}",
        ) from error


def _order(point: importlib.metadata.EntryPoint) -> tuple[str, str]:
    return point.name, point.value


def _joined(value: str | list[str]) -> str:
    return value if isinstance(value, str) else ", ".join(value)
