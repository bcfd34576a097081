"""Everything that shows of an error, searched for secrets in every spelling."""

import base64
import html
import json
import pickle
import traceback
from urllib.parse import quote

from runn_client import RunnClient
from tests.support import APP_KEY, TOKEN, USER_TOKEN, Client


def spellings(secret: str) -> dict[str, str]:
    """A secret in the ways in which a server repeats it."""
    return {
        "plain": secret,
        "json": json.dumps(secret)[1:-1].replace("-", "\\u002d"),
        "url": quote(secret, safe="").replace("-", "%2D"),
        "html": html.escape(secret).replace("-", "&#45;"),
        "base64": base64.b64encode(secret.encode()).decode(),
    }


def shown(error: BaseException) -> str:
    """Its text, its pickle, and the variables of every line on the way to it."""
    frames = traceback.TracebackException.from_exception(error, capture_locals=True).stack
    of_ours = [str(frame.locals) for frame in frames if "/tests/" not in frame.filename]
    assert of_ours
    parts = [str(error), repr(error), repr(vars(error)), pickle.dumps(error).decode("latin-1")]
    return "\n".join([*parts, *of_ours])


def found_in(text: str, client: Client) -> list[str]:
    """Which secrets of a client stand in a text, and how they are spelled."""
    secrets = (TOKEN,) if isinstance(client, RunnClient) else (APP_KEY, USER_TOKEN)
    return [
        f"{secret} ({how})"
        for secret in secrets
        for how, spelled in spellings(secret).items()
        if spelled in text
    ]
