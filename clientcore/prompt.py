"""An async prompt with a client at hand: IPython, or what Python itself has where that is not."""

import sys
from collections.abc import Mapping
from types import TracebackType
from typing import TYPE_CHECKING

from clientcore.errors import SDKError

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.terminal.embed import InteractiveShellEmbed

_OURS = {"clientcore", "asyncio"}
"""Packages whose frames tell the user of a prompt nothing."""


def start_prompt(banner: str, names: Mapping[str, object]) -> None:
    """Run a prompt with top-level await until the user leaves it.

    An error of the SDK is one line there; any other keeps the frames that are not of the library.

    Args:
        banner: What to say at the start.
        names: What is at hand.
    """
    shell_class = _ipython()
    if shell_class is None:
        from clientcore.console import run_console

        run_console(banner, names)
        return
    hint = "Errors are short here; %tb shows the whole traceback of the last one."
    shell = shell_class(banner1=f"{banner}\n{hint}\n", user_ns=dict(names))
    shell.set_custom_exc((Exception,), _show)  # type: ignore[no-untyped-call]  # pyright: ignore[reportUnknownMemberType]
    shell()


def _ipython() -> "type[InteractiveShellEmbed] | None":
    try:
        from IPython.terminal.embed import InteractiveShellEmbed
    except ImportError:
        return None
    return InteractiveShellEmbed


def in_one_line(error: BaseException) -> str:
    """An error's class and text, whatever lines the text has."""
    return " ".join(f"{type(error).__name__}: {error}".split())


def without_ours(traceback: TracebackType | None) -> TracebackType | None:
    """The frames that are not of the library or the event loop."""
    links: list[TracebackType] = []
    while traceback:
        links.append(traceback)
        traceback = traceback.tb_next
    kept = None
    for link in reversed(links):
        if link.tb_frame.f_globals.get("__name__", "").partition(".")[0] not in _OURS:
            kept = TracebackType(kept, link.tb_frame, link.tb_lasti, link.tb_lineno)
    return kept


def remember(error: BaseException) -> None:
    """Keep an error where `%tb`, `tb()` and `pdb.pm()` look for the last one."""
    for name, value in {
        "last_exc": error,
        "last_type": type(error),
        "last_value": error,
        "last_traceback": error.__traceback__,
    }.items():
        setattr(sys, name, value)


def _show(
    shell: "InteractiveShell",
    kind: type[BaseException],
    error: BaseException,
    traceback: TracebackType | None,
    tb_offset: int | None = None,
) -> None:
    if isinstance(error, SDKError):
        sys.stdout.write(in_one_line(error) + "\n")
    else:
        shell.showtraceback((kind, error, without_ours(traceback)), tb_offset=tb_offset)
    remember(error)
