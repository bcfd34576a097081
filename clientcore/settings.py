"""What a client is made with, checked before anything is sent."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from clientcore.errors import ArgumentError

MAX_ANSWER = 100_000_000
"""Bytes of an answer's body, unpacked: far more than any page has."""


def checked_url(url: str, *, allow_http: bool) -> str:
    """The address without a slash at its end."""
    # Not shown in any error: whatever was passed may hold a secret
    if not _is_address(url):
        raise ArgumentError("base_url must be an http or https address")
    if any(sign in url for sign in "@?#"):
        raise ArgumentError("base_url must hold neither credentials nor a query")
    parts = urlsplit(url)
    if parts.scheme == "http" and not allow_http and not _is_here(parts.hostname or ""):
        raise ArgumentError(
            "base_url must be https: over http, whoever is on the way reads the credentials; "
            "allow_http=True permits it all the same"
        )
    return url.rstrip("/")


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _is_address(url: object) -> bool:
    if not isinstance(url, str) or not url.isprintable() or " " in url:
        return False
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:  # brackets without an address, or a port that is no number
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and port != 0


def checked_timeout(timeout: float | None) -> float | None:
    """Seconds above 0, or None."""
    if timeout is not None and not (type(timeout) in (int, float) and 0 < timeout < float("inf")):
        raise ArgumentError(f"timeout must be a number of seconds above 0, not {timeout}")
    return timeout


def checked_app_name(name: str | None) -> str | None:
    """A text that a header can carry, or None."""
    if name is not None and not (
        isinstance(name, str)  # pyright: ignore[reportUnnecessaryIsInstance]
        and name.isascii()
        and name.isprintable()
        and name.strip()
    ):
        raise ArgumentError("app_name must be printable ASCII: it goes into a header")
    return name


def checked_size(name: str, size: int) -> int:
    """A whole number above 0."""
    if type(size) is not int or size < 1:
        raise ArgumentError(f"{name} must be a whole number of bytes above 0, not {size!r}")
    return size
