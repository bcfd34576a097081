"""The secrets of a client: sent to the API's own origin, shown to nobody."""

import json
from collections.abc import Mapping
from typing import NoReturn

from clientcore.errors import ArgumentError

_SHORTEST = 4
"""A shorter text is nobody's secret, and would be redacted out of ordinary words."""


class Credentials:
    """The headers that authenticate.

    Args:
        headers: Header names and their values.
        secrets: The parts of the values that must never be shown.
    """

    __slots__ = ("_headers", "_secrets")

    def __init__(self, headers: Mapping[str, str], secrets: Mapping[str, str]) -> None:
        for name, secret in secrets.items():
            if not isinstance(secret, str) or not secret.strip():  # pyright: ignore[reportUnnecessaryIsInstance]
                raise ArgumentError(f"{name} must be a text that is not empty")
            if not (secret.isascii() and secret.isprintable() and secret == secret.strip()):
                raise ArgumentError(f"{name} holds characters that no HTTP header can carry")
        self._headers = dict(headers)
        long = [secret for secret in secrets.values() if len(secret) >= _SHORTEST]
        spellings = {*long, *(json.dumps(secret)[1:-1] for secret in long)}
        self._secrets = sorted(spellings, key=len, reverse=True)  # one may be a part of another

    @property
    def headers(self) -> Mapping[str, str]:
        """For a request to the API's own origin, and no other."""
        return self._headers

    def redact(self, text: str) -> str:
        """The text without any of the secrets, in case a server or library repeats them."""
        for secret in self._secrets:
            text = text.replace(secret, "[redacted]")
        return text

    def __repr__(self) -> str:
        return f"Credentials({', '.join(self._headers)})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("credentials are not pickled; make a new client where they are needed")
