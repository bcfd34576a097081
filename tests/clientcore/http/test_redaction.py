"""A secret is found in every spelling in which a server repeats it."""

import base64
import html
import json
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import pytest

from clientcore.http.redaction import redactor

SECRET = "to&k/en+'\"<=5%\\ x"
ESCAPED = {
    "plain": SECRET,
    "json": json.dumps(SECRET)[1:-1],
    "json with slashes escaped": json.dumps(SECRET)[1:-1].replace("/", "\\/"),
    "json as rails writes it": json.dumps(SECRET)[1:-1].replace("&", "\\u0026"),
    "json, all escaped": "".join(f"\\u{ord(character):04X}" for character in SECRET),
    "html": html.escape(SECRET),
    "html by number": "".join(f"&#{ord(character)};" for character in SECRET),
    "html by hexadecimal number": "".join(f"&#x{ord(character):X};" for character in SECRET),
    "url": quote(SECRET, safe=""),
    "url, slashes left": quote(SECRET),
    "url, lower case": quote(SECRET, safe="").replace("%2F", "%2f").replace("%3C", "%3c"),
    "form": quote_plus(SECRET),
    "url in a url": quote(quote(SECRET, safe=""), safe=""),
}


@pytest.mark.parametrize("spelling", ESCAPED.values(), ids=ESCAPED)
def test_an_escaped_secret_is_redacted(spelling: str) -> None:
    assert redactor([SECRET])(f"a {spelling} b {spelling}") == "a [redacted] b [redacted]"


@pytest.mark.parametrize("before", range(4))
@pytest.mark.parametrize("after", range(4))
@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
def test_a_secret_in_base64_is_redacted_wherever_it_begins(
    before: int, after: int, encode: Callable[[bytes], bytes]
) -> None:
    secret = b"s3cr3t>>>???token"
    text = encode(b"x" * before + secret + b"y" * after).decode()
    redacted = redactor([secret.decode()])(text)
    assert "[redacted]" in redacted
    # What is left is less than one character of it at either end
    assert len(redacted.replace("[redacted]", "")) <= (before + after + 4) * 8 // 6 + 3


def test_a_text_without_a_secret_is_as_it_was() -> None:
    text = '{"a": "b & c", "d": "%20", "e": "\\u0041"}' * 100
    assert redactor(["s3cr3t-token"])(text) == text
    assert redactor([])(text) == text
