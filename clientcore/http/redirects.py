"""Redirects, followed by hand: httpx would take App-Key and User-Token along to any host."""

from urllib.parse import urljoin, urlsplit

from clientcore.http.response import RawResponse

MAX_REDIRECTS = 5
"""How many redirects in a row are followed."""
DEFAULT_PORTS = {"http": 80, "https": 443}


def origin(url: str) -> tuple[str, str, int | None]:
    """Scheme, host and port: what credentials belong to."""
    parts = urlsplit(url)
    return (
        parts.scheme,
        (parts.hostname or "").lower(),
        parts.port or DEFAULT_PORTS.get(parts.scheme),
    )


def redirect_target(method: str, url: str, answer: RawResponse) -> str | None:
    """Where a GET is sent on to; None where it is not, or not by HTTP."""
    location = answer.headers.get("location")
    if method != "GET" or answer.status not in (301, 302, 303, 307, 308) or not location:
        return None
    try:
        target = urljoin(url, location)
        scheme, host, _ = origin(target)
    except ValueError:  # no URL, or a port that is no number
        return None
    return target if scheme in DEFAULT_PORTS and host else None
