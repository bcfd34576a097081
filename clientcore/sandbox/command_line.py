"""`python -m <client>.sandbox`: a sandbox over loopback, until it is interrupted."""

import argparse
import datetime as dt
import re
import socket
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, TypeVar

from attrs import fields, frozen

from clientcore.clock import SystemClock
from clientcore.sandbox.engine import Sandbox
from clientcore.sandbox.serve import FAULTS, FAULTS_PATH, asgi_app
from clientcore.sandbox.window import LONGEST_PERIOD

HOST = "127.0.0.1"
FIRST, LAST = dt.date(1970, 1, 1), dt.date(2999, 12, 31)
"""Days that it can be. The example is around them, and weeks later there are days still."""
S = TypeVar("S", bound=Sandbox[Any])


@frozen
class Access:
    """How to reach a sandbox that is served.

    Attributes:
        variables: The environment variables by which our client finds it.
        url: Where something is to be read.
        headers: What a request has to carry.
    """

    variables: Mapping[str, str]
    url: str
    headers: Mapping[str, str]


def run(
    sandbox: type[S], fill: Callable[[S, dt.date], None], access: Callable[[str], Access]
) -> None:
    """Serve a sandbox as the command line says, until it is interrupted.

    Ctrl-C is how it is meant to end: in silence, with exit code 0, whatever still waits for an
    answer. What makes no sense on the command line ends with exit code 2 and one line that says so.

    Args:
        sandbox: Which.
        fill: Puts an example into it, around a day.
        access: How to reach it, from its address.
    """
    with suppress(KeyboardInterrupt):
        _run(sandbox, fill, access)


def _run(
    sandbox: type[S], fill: Callable[[S, dt.date], None], access: Callable[[str], Access]
) -> None:
    package, service = sandbox.__module__.partition(".")[0], sandbox.service
    title = f"A fake {service.name} with an example account"
    parser = _parser(package, title)
    arguments = parser.parse_args()
    clock = SystemClock(_ahead(arguments.day)) if arguments.day else SystemClock()
    try:
        import uvicorn
    except ImportError:
        parser.error("serving needs an extra: pip install 'runn-runrunit-sdk[sandbox]'")
    served = sandbox(enforce_limit=not arguments.no_limit, period=arguments.period, clock=clock)
    fill(served, served.state.today)
    app = asgi_app(served)
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, arguments.port))
        listener.listen()  # who reads the address can connect at once
    except OSError as error:
        parser.error(f"port {arguments.port} cannot be had: {error.strerror}")
    port = listener.getsockname()[1]
    config = uvicorn.Config(
        app,
        lifespan="off",
        log_config=None,
        log_level="critical",
        date_header=False,
        server_header=False,
        timeout_graceful_shutdown=0,  # a fault can stall an answer for a day
    )
    greeting = _greeting(title, access(f"http://{HOST}:{port}"))

    class Greeting(uvicorn.Server):
        """It says where it is once it can be interrupted in peace."""

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            sys.stdout.write(greeting)
            sys.stdout.flush()

    Greeting(config).run(sockets=[listener])


def _greeting(title: str, access: Access) -> str:
    """What is told at the start. As a whole it is a script that a shell runs."""
    exports = (f"export {name}={value}" for name, value in access.variables.items())
    headers = (f"-H '{name}: {value}'" for name, value in access.headers.items())
    curl = " ".join(("curl", access.url, *headers))
    return "\n".join((f"# {title}, until Ctrl-C. In another shell:", *exports, curl, ""))


def _parser(package: str, title: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=f"python -m {package}.sandbox",
        description=f"{title}, for any client in any language.",
        epilog=_faults_explained(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--port", type=_port, default=0, help="a free one unless given")
    parser.add_argument(
        "--day",
        type=_day,
        metavar="YYYY-MM-DD",
        help="let it be noon (UTC) of that day at the start; today unless given",
    )
    parser.add_argument("--no-limit", action="store_true", help="serve as many as come")
    parser.add_argument(
        "--period",
        type=_period,
        metavar="SECONDS",
        help="the limit's window, 60 seconds unless given",
    )
    return parser


def _faults_explained() -> str:
    kinds = (
        f"  {name}: {', '.join(field.name for field in fields(kind)) or 'no fields'}"
        for name, kind in FAULTS.items()
    )
    return "\n".join(
        (
            f"A POST to {FAULTS_PATH} lets something go wrong with the next requests:",
            "",
            f"  curl http://{HOST}:PORT{FAULTS_PATH} -d \\",
            """    '{"fault": "TooManyRequests", "seconds": 5, "operation": "projects.list"}'""",
            "",
            "With `operation`, only with requests for that; with `times`, with so many of them.",
            "The faults and their fields:",
            "",
            *kinds,
        )
    )


def _ahead(day: dt.date) -> dt.timedelta:
    return dt.datetime.combine(day, dt.time(12), dt.UTC) - dt.datetime.now(dt.UTC)


def _port(text: str) -> int:
    if re.fullmatch("[0-9]{1,5}", text) and int(text) <= 0xFFFF:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text} is not a number from 0 to 65535")


def _day(text: str) -> dt.date:
    with suppress(ValueError):
        day = dt.datetime.strptime(text, "%Y-%m-%d").date()
        if FIRST <= day <= LAST:
            return day
    said = f"{text} is not a day such as 2026-11-23, from {FIRST} to {LAST}"
    raise argparse.ArgumentTypeError(said)


def _period(text: str) -> float:
    with suppress(ValueError):
        if 0 < (seconds := float(text)) <= LONGEST_PERIOD:
            return seconds
    said = f"{text} is not a number of seconds above 0, {LONGEST_PERIOD} at most"
    raise argparse.ArgumentTypeError(said)
