"""The standard library's prompt with top-level await, for where there is no IPython."""

import ast
import asyncio
import code
import inspect
import sys
import traceback
from collections.abc import Mapping
from contextlib import suppress
from types import CodeType, FunctionType

from clientcore.errors import SDKError
from clientcore.prompt import in_one_line, remember, without_ours

_HINT = "Errors are short here; tb() shows the whole traceback of the last one."


def run_console(banner: str, names: Mapping[str, object]) -> None:
    """Run the prompt until the user leaves it.

    Args:
        banner: What to say at the start.
        names: What is at hand.
    """
    at_hand = {**names, "tb": show_last}
    _complete(at_hand)
    with asyncio.Runner() as runner:
        _Console(at_hand, runner).interact(f"{banner}\n{_HINT}", exitmsg="")


def show_last() -> None:
    """Print the whole traceback of the last error."""
    if (error := getattr(sys, "last_value", None)) is not None:
        traceback.print_exception(error)


def _complete(names: dict[str, object]) -> None:
    with suppress(ImportError):  # there is no readline everywhere
        import readline
        import rlcompleter

        readline.set_completer(rlcompleter.Completer(names).complete)
        libedit = "libedit" in (readline.__doc__ or "")
        readline.parse_and_bind("bind ^I rl_complete" if libedit else "tab: complete")


class _Console(code.InteractiveConsole):
    """Runs what is awaited on one event loop, that of the client's connections."""

    def __init__(self, names: dict[str, object], runner: asyncio.Runner) -> None:
        super().__init__(names)
        self.compile.compiler.flags |= ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        self._names = names
        self._runner = runner

    def runcode(self, code: CodeType) -> None:
        """Run what was typed; a KeyboardInterrupt is left to the loop that reads."""
        try:
            result = FunctionType(code, self._names)()
            if inspect.iscoroutine(result):
                self._runner.run(result)
        except (Exception, asyncio.CancelledError) as error:  # noqa: BLE001 - it is the user's
            self._show(error)

    def _show(self, error: BaseException) -> None:
        remember(error)
        if isinstance(error, SDKError):
            self.write(in_one_line(error) + "\n")
        else:
            shown = traceback.format_exception(
                type(error), error, without_ours(error.__traceback__)
            )
            self.write("".join(shown))
