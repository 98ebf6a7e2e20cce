"""Work handed to somebody else's executor: a pool of processes, Dask, Ray, a queue of one's own."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, Protocol, TypeVar

__all__ = ["Executor", "OnRay", "Promise"]

R = TypeVar("R")
AHEAD: Final = 256
"""Pieces of work that are handed over before the first of them is waited for."""


class Promise(Protocol):
    """What comes of a piece of work."""

    def result(self) -> Any:  # noqa: ANN401 - whatever the work returns
        """Wait for what the work returns; raise what it raised."""
        ...


class Executor(Protocol):
    """Anything that takes work: `concurrent.futures`, a Dask client, `OnRay`."""

    def submit(self, work: Callable[..., Any], /, *args: Any) -> Promise:  # noqa: ANN401
        """Take a function of a module and its arguments, which are pickled if need be."""
        ...


def handed_over(
    executor: Executor, work: Callable[..., R], jobs: Iterable[tuple[Any, ...]], ahead: int = AHEAD
) -> Iterator[R]:
    """Yield what `work` returns for each of `jobs`, in their order.

    Args:
        executor: Does the work.
        work: A function of a module.
        jobs: Its arguments, one tuple for each piece of work; looked at as room is made.
        ahead: Pieces of work that are under way at a time.
    """
    under_way: deque[Promise] = deque()
    try:
        for job in jobs:
            under_way.append(executor.submit(work, *job))
            if len(under_way) >= ahead:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()
    finally:
        for promise in under_way:
            cancel = getattr(promise, "cancel", None)
            if cancel is not None:
                cancel()


class OnRay:
    """An executor on the Ray cluster that this process is connected to, or on a local one."""

    def __init__(self) -> None:
        import ray

        self._ray = ray
        if not ray.is_initialized():
            ray.init()

    def submit(self, work: Callable[..., Any], /, *args: Any) -> Promise:  # noqa: ANN401
        """Run `work` as a task of the cluster."""
        return _RayPromise(self._ray, self._ray.remote(work).remote(*args))


class _RayPromise:
    def __init__(self, ray: Any, reference: Any) -> None:  # noqa: ANN401 - of Ray
        self._ray = ray
        self._reference = reference

    def result(self) -> Any:  # noqa: ANN401 - whatever the work returns
        return self._ray.get(self._reference)

    def cancel(self) -> None:
        self._ray.cancel(self._reference)
