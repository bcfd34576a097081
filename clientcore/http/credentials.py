"""The secrets of a client: sent to the API's own origin, shown to nobody."""

from collections.abc import Mapping, Sequence
from typing import NoReturn

from clientcore.errors import ArgumentError
from clientcore.http.redaction import redactor


class Secret:
    """A key or token as it was passed to a client; what shows variables shows nothing of it.

    Args:
        name: The name of the argument.
        value: The key or token.
        prefix: What stands before it in its header.
    """

    __slots__ = ("_prefix", "_value", "name")

    def __init__(self, name: str, value: str, prefix: str = "") -> None:
        self.name: str = name
        self._value = value
        self._prefix = prefix

    def reveal(self) -> str:
        """The key or token itself, for no variable that outlives the line."""
        return self._value

    @property
    def header(self) -> str:
        """The header's value."""
        return self._prefix + self._value

    @property
    def fault(self) -> str | None:
        """What makes it unusable."""
        if not isinstance(self._value, str) or not self._value.strip():  # pyright: ignore[reportUnnecessaryIsInstance]
            return "must be a text that is not empty"
        if (
            self._value.isascii()
            and self._value.isprintable()
            and self._value.strip() == self._value
        ):
            return None
        return "holds characters that no HTTP header can carry"

    def __repr__(self) -> str:
        return f"<secret {self.name}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("credentials are not pickled; make a new client where they are needed")


class Credentials:
    """The headers that authenticate.

    Args:
        headers: Header names and what is sent in them.
        parts: What else is secret, such as a token of which a header has only another spelling.
    """

    __slots__ = ("_redact", "_secrets")

    def __init__(self, headers: Mapping[str, Secret], parts: Sequence[Secret] = ()) -> None:
        self._secrets = dict(headers)
        secrets = (*headers.values(), *parts)
        for secret in secrets:
            if fault := secret.fault:
                raise ArgumentError(f"{secret.name} {fault}")
        self._redact = redactor([secret.reveal() for secret in secrets])

    @property
    def headers(self) -> Mapping[str, str]:
        """For a request to the API's own origin, and no other."""
        return {name: secret.header for name, secret in self._secrets.items()}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the arguments that they were passed as."""
        return tuple(secret.name for secret in self._secrets.values())

    def redact(self, text: str) -> str:
        """The text without any of the secrets, in case a server or library repeats them."""
        return self._redact(text)

    def __repr__(self) -> str:
        return f"Credentials({', '.join(self._secrets)})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("credentials are not pickled; make a new client where they are needed")


class Headers(tuple[tuple[bytes, bytes], ...]):
    """Names in lower case, and values; shown without the values, for they may be secret."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"Headers({', '.join(name.decode() for name, _ in self)})"
