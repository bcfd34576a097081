"""Servers that repeat the credentials, in every spelling and place: nothing shows them."""

import logging
from itertools import cycle

import pytest

from tests.faults.accounts import calls_of, met, secrets_of, works
from tests.faults.leaks import leaks, logged, places, spelled
from tests.faults.server import Server, answer, send
from tests.support import Client

PLACES = {
    "message": ("401 No", b'{"message": "bad %s, sorry"}', ""),
    "errors": ("422 No", b'{"errors": {"%s": ["is bad"]}}', ""),
    "list": ("400 No", b'["%s"]', ""),
    "no message": ("403 No", b'{"seen": {"header": "%s"}}', ""),
    "page": ("502 No", b"<html><p title='%s'>%s</p></html>", ""),
    "page with 200": ("200 OK", b"<html><a href='/login?key=%s'>Sign in</a></html>", ""),
    "JSON that is cut": ("200 OK", b'{"id": "%s', ""),
    "no error": ("200 OK", b'[{"id": "%s"}]', ""),
    "after 480 characters": ("409 No", b'{"message": "' + b"x" * 480 + b'%s"}', ""),
    "after 190 characters": ("404 No", b"x" * 190 + b"%s", ""),
    "www-authenticate": ("401 No", b"", "www-authenticate: Bearer error={}"),
    "x-request-id": ("500 No", b"", "x-request-id: {}"),
    "content-type": ("200 OK", b"plain", "content-type: {}"),
    "location": ("302 No", b"", "location: ftp://x/{}"),
    "location that is none": ("302 No", b"", "location: http://[{}"),
    "retry-after": ("429 No", b"", "retry-after: {}"),
    "set-cookie": ("404 No", b"", "set-cookie: key={}"),
    "encoding": ("200 OK", b"plain", "content-encoding: {}"),
}


@pytest.mark.parametrize("place", PLACES)
async def test_credentials_that_a_server_repeats_are_not_shown(
    client: Client, server: Server, place: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    status, body, field = PLACES[place]
    secrets, calls = secrets_of(client), cycle(calls_of(client).values())
    for secret in secrets:
        for how, text in spelled(secret).items():
            in_json = text.replace('"', '\\"') if how in ("plain", "html") else text
            said = body.replace(b"%s", in_json.encode())
            fields = [field.format(text)] if field else []
            server.fault = send(answer(said, status, *fields))
            error = await met(next(calls))
            assert error is not None or place == "no error"
            if error is not None:
                assert not leaks(places(error), secrets), how
                assert str(error).isprintable()
    assert not leaks(logged(caplog.records), secrets)
    await works(client, server)
