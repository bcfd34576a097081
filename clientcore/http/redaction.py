"""Taking secrets out of a text, in whatever spelling a server repeats them."""

import base64
import re
from collections.abc import Callable, Sequence
from html.entities import codepoint2name

SHORTEST = 4
"""A shorter text is nobody's secret, and would be redacted out of ordinary words."""
_SHOWN = "[redacted]"


def redactor(secrets: Sequence[str]) -> Callable[[str], str]:
    """What takes these secrets out of a text.

    They are found as they are and with any of their characters escaped: in JSON, in a URL, in
    HTML; and in base64, alone or as a part of something longer.
    """
    # The longest first: one may be a part of another
    long = sorted({secret for secret in secrets if len(secret) >= SHORTEST}, key=len, reverse=True)
    # Compiled when it is first needed, which in most programs is never
    found: list[re.Pattern[str]] = []

    def redact(text: str) -> str:
        if not found:
            spellings = [spelling for secret in long for spelling in _spellings(secret)]
            found.append(re.compile("|".join(spellings) or r"(?!)"))
        return found[0].sub(_SHOWN, text)

    return redact


def _spellings(secret: str) -> list[str]:
    return ["".join(map(_character, secret)), *map(re.escape, _in_base64(secret.encode()))]


def _character(character: str) -> str:
    """A pattern for one character, plain or escaped; hexadecimal digits in either case."""
    code = ord(character)
    hexadecimal = "".join(f"[{digit}{digit.upper()}]" for digit in f"{code:02x}")
    ways = [
        rf"\\?{re.escape(character)}",
        rf"\\u00{hexadecimal}",
        f"%(?:25)?{hexadecimal}",  # also escaped twice, as in an address inside an address
        f"&#0*{code};?",
        f"&#[xX]0*{hexadecimal};?",
    ]
    if code in codepoint2name:
        ways.append(f"&{codepoint2name[code]};")
    if character == " ":
        ways.append(r"\+")
    return f"(?:{'|'.join(ways)})"


def _in_base64(secret: bytes) -> set[str]:
    """What is the same wherever the secret begins, up to what the neighbours have a part in."""
    texts: set[str] = set()
    for before in range(3):
        whole = base64.b64encode(b"\0" * before + secret).decode()
        # A character stands for six bits: the first ones are the neighbour's, the last may be
        sure = whole[-(-before * 8 // 6) : (before + len(secret)) * 8 // 6]
        texts |= {sure, sure.replace("+", "-").replace("/", "_")}
    return texts
