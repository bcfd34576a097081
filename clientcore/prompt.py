"""An async prompt with a client at hand: top-level await, completion, history."""

import sys
from collections.abc import Mapping


def start_prompt(banner: str, names: Mapping[str, object]) -> None:
    """Run IPython until the user leaves it.

    Args:
        banner: What to say at the start.
        names: What is at hand.
    """
    try:
        from IPython.terminal.embed import InteractiveShellEmbed
    except ImportError:
        sys.exit("the prompt needs an extra: pip install 'runn-runrunit-sdk[repl]'")
    InteractiveShellEmbed(banner1=banner + "\n", user_ns=dict(names))()  # type: ignore[no-untyped-call]  # pyright: ignore[reportUnknownMemberType]
