"""Secrets that every spelling changes, and all places in which an error could show them."""

import base64
import html
import json
import pickle
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from logging import LogRecord
from urllib.parse import quote, quote_plus

SECRETS = ('TEST_t0p/s3&cret+<x>="y"', "app/k3y&+<=>'z'", "user/t0k3n&+<=>~")
"""A token, an app key and a user token, with what JSON, addresses and HTML have to escape."""
_OF_TESTS = "/tests/"


def spelled(secret: str) -> dict[str, str]:
    """A secret in the ways in which a server repeats it."""
    code = [ord(character) for character in secret]
    url = quote(secret, safe="")
    return {
        "plain": secret,
        "json": json.dumps(secret)[1:-1].replace("/", "\\/"),
        "json-hex": "".join(f"\\u{c:04x}" for c in code),
        "json-some": secret.replace('"', '\\"').replace("&", "\\u0026").replace("<", "\\u003C"),
        "url": url,
        "url-lower": re.sub("%..", lambda escape: escape[0].lower(), url),
        "url-plus": quote_plus(secret),
        "url-all": "".join(f"%{c:02X}" for c in code),
        "url-twice": quote(url, safe=""),
        "html": html.escape(secret),
        "html-decimal": "".join(f"&#{c};" for c in code),
        "html-hex": "".join(f"&#x{c:X};" for c in code),
        "base64": base64.b64encode(secret.encode()).decode(),
        "base64-inside": base64.b64encode(f"key={secret}".encode()).decode(),
        "base64-url": base64.urlsafe_b64encode(secret.encode()).decode().rstrip("="),
    }


def chain(error: BaseException) -> Iterator[BaseException]:
    """An error and all that came before it or is inside of it."""
    rest, seen = [error], set[int]()
    while rest:
        each = rest.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        inside: tuple[BaseException, ...] = getattr(each, "exceptions", ())
        rest += [one for one in (each.__cause__, each.__context__, *inside) if one is not None]


def variables(error: BaseException) -> Iterator[tuple[str, str]]:
    """Where, and what a debugger or a log of errors shows there; tests' own lines are left out."""
    for each in chain(error):
        line = each.__traceback__
        while line is not None:
            code = line.tb_frame.f_code
            if _OF_TESTS not in code.co_filename:
                for name, value in line.tb_frame.f_locals.items():
                    yield f"{code.co_filename}:{code.co_name}:{name}", _shown(value)
            line = line.tb_next


def places(error: BaseException) -> Iterator[tuple[str, str]]:
    """Where an error shows something, and what."""
    for each in chain(error):
        yield "str", str(each)
        yield "repr", repr(each)
        yield "args", repr(each.args)
        yield "vars", repr(vars(each))
    yield "pickle", pickle.dumps(error).decode("latin-1")
    yield from variables(error)


def logged(records: list[LogRecord]) -> Iterator[tuple[str, str]]:
    """What was logged, by whom; but for httpcore, which logs all that it receives as it is."""
    for record in records:
        if not record.name.startswith("httpcore."):
            yield f"log of {record.name}", record.getMessage()


def leaks(shown: Iterable[tuple[str, str]], secrets: Sequence[str]) -> list[str]:
    """Which secrets show, where, and how they are spelled."""
    looked_for = [(secret, *spelling) for secret in secrets for spelling in _spelled(secret)]
    return [
        f"{secret} ({how}) in {where}"
        for where, said in shown
        for secret, how, text in looked_for
        if text in said
    ]


@cache
def _spelled(secret: str) -> list[tuple[str, str]]:
    return list(spelled(secret).items())


def _shown(value: object) -> str:
    try:
        return repr(value)
    except Exception as error:  # noqa: BLE001 - that is the finding
        return f"no repr: {SECRETS[0]}: {error!r}"
