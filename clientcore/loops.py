"""The event loop that something belongs to: connections and waiting do, counts and keys do not."""

import threading
from typing import Protocol, cast

import anyio

from clientcore.errors import EventLoopError


class LoopBound:
    """What can be used in one event loop at a time, and in the next when that is over.

    Args:
        what: What it is, for the error: `client`.
    """

    def __init__(self, what: str) -> None:
        self._what = what
        self._loop: object = None
        self._lock = threading.Lock()

    def enter(self) -> bool:
        """Use it in the event loop that is running.

        Returns:
            Whether this is another one than before: what was made in that one is of no use here.

        Raises:
            EventLoopError: It is still in use in another one.
        """
        loop = anyio.lowlevel.current_token().native_token
        if loop is self._loop:
            return False
        with self._lock:
            if self._loop is not None and _is_running(self._loop):
                raise EventLoopError(
                    f"this {self._what} is in use in another event loop, in another thread: "
                    f"make one {self._what} for each"
                )
            self._loop = loop
        return True


class _AsyncioLoop(Protocol):
    def is_running(self) -> bool: ...


class _TrioToken(Protocol):
    def run_sync_soon(self, function: object, /) -> None: ...


def _is_running(loop: object) -> bool:
    if hasattr(loop, "is_running"):
        return cast("_AsyncioLoop", loop).is_running()
    try:
        cast("_TrioToken", loop).run_sync_soon(
            int
        )  # does nothing, where there is somebody to do it
    except RuntimeError:  # trio.RunFinishedError
        return False
    return True
