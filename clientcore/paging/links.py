"""The Link header: where the next page is, in every spelling that the standard allows."""

import re
from urllib.parse import parse_qsl, urljoin, urlsplit

from clientcore.errors import DecodeError
from clientcore.http.redirects import DEFAULT_PORTS, origin

_LINK = re.compile(
    r'<(?P<target>[^<>]*)>(?P<parameters>(?:\s*;\s*(?:[^\s=;,]+(?:\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^\s;,]*))?)?)*)'
)
_PARAMETER = re.compile(
    r';\s*(?P<name>[^\s=;,]+)(?:\s*=\s*(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<bare>[^\s;,]*)))?'
)


def next_page(header: str, url: str) -> dict[str, str] | None:
    """The query of the next page; None on the last one.

    Runrun.it's targets are relative, lack the version and may lack the filters
    (`</api/clients?page=2>`), so only their query is used, with the path and filters asked for.

    Args:
        header: The Link header's value.
        url: The URL that was asked, which relative targets stand on.

    Raises:
        DecodeError: The target is on another host.
    """
    for link in _LINK.finditer(header):
        if "next" in _relations(link["parameters"]):
            target = _on_the_same_host(link["target"], url)
            if target is None:
                raise DecodeError(f"the next page is said to be on another host: {link['target']}")
            return dict(parse_qsl(urlsplit(target).query, keep_blank_values=True))
    return None


def _on_the_same_host(target: str, url: str) -> str | None:
    """The whole target; None where it is elsewhere or no URL. Its scheme does not matter."""
    try:
        whole = urljoin(url, target)
        return whole if _host(whole) == _host(url) else None
    except ValueError:
        return None


def _host(url: str) -> tuple[str, int | None]:
    scheme, host, port = origin(url)
    return host, None if port == DEFAULT_PORTS.get(scheme) else port


def _relations(parameters: str) -> list[str]:
    """What the first `rel` says; the standard has later ones ignored."""
    for parameter in _PARAMETER.finditer(parameters):
        if parameter["name"].lower() == "rel":
            return (parameter["quoted"] or parameter["bare"] or "").lower().split()
    return []
