"""The registry: every operator by id, found on first use, in sorted order."""

from __future__ import annotations

import importlib
import importlib.metadata
import pkgutil
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any, TypeAlias

from chaosdocs.authoring.operator import Operator
from chaosdocs.foundation.errors import UserError

AnyOperator: TypeAlias = Operator[Any, Any]  # each operator has its own type of level
ENTRY_POINTS = "chaosdocs.operators"


class Registry(Mapping[str, AnyOperator]):
    """Operators by id.

    Our own are found in `package`; others come by entry points of the group
    ``chaosdocs.operators``, each naming a module or package that declares operators.
    """

    def __init__(self, package: str) -> None:
        self._package = package
        self._by_id: dict[str, AnyOperator] = {}
        self._loaded = False

    def add(self, operator: AnyOperator) -> None:
        """Register `operator`.

        Raises:
            ValueError: Another module has declared one of the same id.
        """
        other = self._by_id.get(operator.id)
        if other is not None and other.module != operator.module:
            raise ValueError(f"operator {operator.id!r} is declared in {other.module} already")
        self._by_id[operator.id] = operator

    def __getitem__(self, operator_id: str) -> AnyOperator:
        self._load()
        try:
            return self._by_id[operator_id.partition("@")[0]]
        except KeyError:
            raise UserError(
                f"no operator {operator_id!r}", given=operator_id, allowed=tuple(self)
            ) from None

    def __iter__(self) -> Iterator[str]:
        self._load()
        return iter(sorted(self._by_id))

    def __len__(self) -> int:
        self._load()
        return len(self._by_id)

    def matching(self, globs: Iterable[str]) -> tuple[AnyOperator, ...]:
        """Return the operators that any of `globs` names, in the registry's order.

        A plugin's operators match only globs that name the plugin: ``acme/*``. A version
        behind ``@`` is not looked at.

        Raises:
            UserError: A glob names nothing.
        """
        wanted: set[str] = set()
        for glob in globs:
            name = glob.partition("@")[0]
            found = [i for i in self if fnmatchcase(i, name) and ("/" in name) == ("/" in i)]
            if not found:
                raise UserError(f"{glob!r} names no operator", given=glob, allowed=tuple(self))
            wanted.update(found)
        return tuple(self._by_id[i] for i in sorted(wanted))

    def _load(self) -> None:
        if self._loaded:
            return
        self._loaded = True
        _import_below(self._package)
        for entry in sorted(
            importlib.metadata.entry_points(group=ENTRY_POINTS), key=lambda e: e.name
        ):
            _import_plugin(entry)


REGISTRY = Registry("chaosdocs.operators")


def _import_plugin(entry: importlib.metadata.EntryPoint) -> None:
    """Import what an entry point names; what it raises is told as the plugin's fault."""
    try:
        _import_below(entry.value.partition(":")[0])
    except Exception as error:
        owner = "an unknown package" if entry.dist is None else entry.dist.name
        raise UserError(
            f"the operators of {owner} cannot be imported: {type(error).__name__}: {error}",
            where=f"entry point {entry.name} = {entry.value}",
            hint=f"mend it, or uninstall {owner}",
        ) from error


def _import_below(name: str) -> None:
    package = importlib.import_module(name)
    path = getattr(package, "__path__", None)
    if path is not None:
        for module in sorted(m.name for m in pkgutil.walk_packages(path, f"{name}.")):
            importlib.import_module(module)
