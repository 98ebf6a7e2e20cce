"""How often and how soon a question is sent again."""

from __future__ import annotations

import threading
import zlib
from collections.abc import Callable
from typing import Final, TypeVar

from chaosdocs.readers.command import DeadlineError
from chaosdocs.readers.endpoint import Endpoint, TryAgainError, UnreachableError
from chaosdocs.readers.pauses import SharedPause
from chaosdocs.readers.reader import BrokenAnswerError, HopelessError

T = TypeVar("T")
LONGEST_PAUSE: Final = 600.0
"""Seconds that are waited at most before a question is sent again."""
_SPREAD: Final = 0.5
"""Seconds over which the questions are spread that waited for the same pause."""


class Retrying:
    """Sends questions to one endpoint, in as many threads as are wanted.

    What fails is sent again after 1, 2, 4 ... seconds. What the endpoint is too busy for is sent
    again when it says, and all threads wait until then.

    Args:
        endpoint: The endpoint.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._pauses = SharedPause()

    def __call__(
        self,
        send: Callable[[float], T],
        case: str,
        stop: threading.Event,
        deadline: float | None,
    ) -> T:
        """Return what `send` returns in the end.

        Args:
            send: Sends the question; it gets the seconds without a byte that are waited.
            case: Id of the case; it spreads the questions after a pause.
            stop: Ends the pauses.
            deadline: Seconds for an answer, None for no limit.

        Raises:
            DeadlineError: Nothing came.
            BrokenAnswerError: It failed, or was too busy, all the time.
            HopelessError: Nobody answers, or only in hours.
        """
        endpoint = self._endpoint
        patience = min(endpoint.patience, deadline or endpoint.patience)
        spread = _SPREAD * (zlib.crc32(case.encode()) % 1000) / 1000
        pause, failed, busy = endpoint.pause, 0, 0
        while True:
            if self._pauses.wait(stop, min(spread, pause)):
                raise BrokenAnswerError("the run ended")
            try:
                return send(patience)
            except TimeoutError as error:
                raise DeadlineError(
                    f"nothing whole came for {patience:g} s; --patience waits longer"
                ) from error
            except TryAgainError as error:
                failed, busy = failed + (not error.busy), busy + error.busy
                self._enough(error, failed, busy)
                wait = pause if error.after is None else max(pause, error.after)
                pause = min(2 * pause, LONGEST_PAUSE)
                if error.busy:
                    self._pauses.ask_for(wait)
                elif stop.wait(wait):
                    raise BrokenAnswerError(f"the run ended: {error}") from error

    def _enough(self, error: TryAgainError, failed: int, busy: int) -> None:
        """Raise where a question is not sent again."""
        tries, place = self._endpoint.tries, self._endpoint.place
        if error.after is not None and error.after > LONGEST_PAUSE:
            raise HopelessError(
                f"it asks to wait for {error.after:.0f} s ({error})",
                where=place,
                hint="go on later with --resume",
            ) from error
        if failed < tries and busy < 2 * tries:
            return
        if isinstance(error, UnreachableError):
            raise HopelessError(str(error), where=place) from error
        raise BrokenAnswerError(f"asked {failed + busy} times: {error}") from error
