"""Work in a thread for a task that may be cancelled at any moment, by whatever means."""

import atexit
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Generic, Protocol, TypeVar, cast

import anyio
from anyio.lowlevel import current_token

T = TypeVar("T")

AT_EXIT = 5.0
"""Seconds that work may take at the end of the process; what takes longer hangs, and is left."""

_at_work: set[threading.Thread] = set()


class Errand(Generic[T]):
    """A function that is on its way in a thread of its own as soon as this is made.

    No cancellation can stop it, for there is no await before it starts. The thread is a daemon,
    so that one that hangs keeps no process from ending.

    Args:
        run: What to do.
        undo: Run in a thread if `run` failed, or if nobody takes its result.
    """

    def __init__(self, run: Callable[[], T], undo: Callable[[], object] | None = None) -> None:
        self._run = run
        self._undo = undo
        self._done = anyio.Event()
        self._tell = _call_soon()
        # Two race for it: the thread with a result, and who will not wait for it any longer.
        # It is never let go, so exactly one of them is the first.
        self._decided = threading.Lock()
        self._result: tuple[T] | Exception
        try:
            _start(self._work)
        except RuntimeError as error:  # there are too many threads, or the process ends
            self._result = error
            self._decided.acquire()
            self._done.set()

    async def result(self, seconds: float) -> T:
        """Wait for what `run` returns or raises.

        Args:
            seconds: How long at the most.

        Raises:
            TimeoutError: It is still at work. What it comes to is undone.
        """
        try:
            with anyio.move_on_after(seconds):
                await self._done.wait()
        except BaseException:
            if not self._decided.acquire(blocking=False):
                self._forgo()
            raise
        if self._decided.acquire(blocking=False):
            raise TimeoutError(f"no answer within {seconds:g} s")
        if isinstance(self._result, Exception):
            raise self._result
        return self._result[0]

    def _work(self) -> None:
        try:
            self._result = (self._run(),)
        except Exception as error:  # noqa: BLE001 - whatever it is, who waits is told
            self._result = error
        in_time = self._decided.acquire(blocking=False)
        if in_time:
            with suppress(RuntimeError):  # the event loop is closed
                self._tell(self._done.set)
        if self._undo and (not in_time or isinstance(self._result, Exception)):
            self._undo()

    def _forgo(self) -> None:
        """Undo what came in time for somebody who went away before he looked at it."""
        if self._undo and not isinstance(self._result, Exception):
            with suppress(RuntimeError):  # the same; a cancellation must not be lost for it
                _start(self._undo)


class _AsyncioLoop(Protocol):
    def call_soon_threadsafe(self, function: Callable[[], object], /) -> object: ...


class _TrioToken(Protocol):
    def run_sync_soon(self, function: Callable[[], object], /) -> object: ...


def _call_soon() -> Callable[[Callable[[], object]], object]:
    """What runs a function in the event loop of today, from any thread and without waiting."""
    loop = current_token().native_token
    if hasattr(loop, "call_soon_threadsafe"):
        return cast("_AsyncioLoop", loop).call_soon_threadsafe
    return cast("_TrioToken", loop).run_sync_soon


def _start(work: Callable[[], object]) -> None:
    def run() -> None:
        try:
            work()
        finally:
            _at_work.discard(thread)

    thread = threading.Thread(target=run, name="clientcore limiter", daemon=True)
    _at_work.add(thread)
    try:
        thread.start()
    except RuntimeError:
        _at_work.discard(thread)
        raise


@atexit.register
def finish() -> None:
    """Let all work end that does not hang: a slot that is not given back is missed for minutes."""
    end = time.monotonic() + AT_EXIT
    for thread in list(_at_work):
        thread.join(max(0.0, end - time.monotonic()))
