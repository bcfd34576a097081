"""What the texts of errors are put together from."""

from http import HTTPStatus
from unicodedata import category

DONE = "It may have been carried out: look before you try again."


def printable(text: str) -> str:
    """A text of somebody else's on one line, with nothing in it that a terminal would obey."""
    return escaped(" ".join(text.split()))


def escaped(text: str) -> str:
    """A text in which what would move the cursor or colour the rest is shown in letters."""
    if text.isprintable():
        return text
    return "".join(sign if category(sign)[0] != "C" else ascii(sign)[1:-1] for sign in text)


def called(service: str, source: str, host: str, attempts: int) -> str:
    """Which call it was, to be followed by what happened."""
    at = f" at {host}" if host else ""
    tries = f", {attempts} attempts" if attempts > 1 else ""
    parts = [part for part in (service, f"{source}{at}{tries}") if part]
    return "".join(f"{part}: " for part in parts)


def sentences(first: str, *more: str) -> str:
    """One text of those that there are."""
    rest = [sentence for sentence in more if sentence]
    return " ".join([first.rstrip(". ") + ".", *rest]) if rest else first


def phrase(status: int) -> str:
    """What a status means where the server does not say."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "without a message"


def duration(seconds: float) -> str:
    """A time in the unit that people would use."""
    for size, unit in ((86_400, "days"), (3_600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds / size:,.0f} {unit}"
    return f"{seconds:.3g} s"
