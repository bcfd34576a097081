import time
from contextlib import suppress

import pytest

from clientcore import DecodeError
from clientcore.paging.links import next_page

URL = "https://runrun.it/api/v1.0/clients?limit=100&sort=name"
PAGE_2 = {"page": "2"}


@pytest.mark.parametrize(
    "header",
    [
        '</api/clients?page=2>; rel="next"',
        '<?page=2>; rel="next"',
        '<https://runrun.it/api/v1.0/clients?page=2>; rel="next"',
        '<https://RUNRUN.IT:443/clients?page=2>; rel="next"',
        '<//runrun.it/clients?page=2>; rel="next"',
        "</api/clients?page=2>; rel=next",
        "</api/clients?page=2>;rel=next",
        '</api/clients?page=2> ; rel = "next"',
        '</api/clients?page=2>; REL="NEXT"',
        '</api/clients?page=2>; title="more"; rel="next"',
        '</api/clients?page=2>; rel="next"; title="more"; type=text/html',
        "</api/clients?page=2>; title*=UTF-8''more%20rows; rel=next",
        "</api/clients?page=2>; crossorigin; rel=next",
        '</api/clients?page=2>; rel="last next"',
        '</api/clients?page=2>; rel="next last"',
        '</api/clients?page=2>; title="one, two; three"; rel="next"',
        '</api/clients?page=2>; title="<other>; rel=prev"; rel="next"',
        r'</api/clients?page=2>; title="a \"quoted\" word"; rel="next"',
        r'</api/clients?page=2>; title="ends in a backslash \\"; rel="next"',
        '</api/clients?page=2>; ; rel="next"',
        '</api/clients?page=2>;; rel="next"',
        '<http://runrun.it/api/clients?page=2>; rel="next"',  # behind a proxy that ends TLS
        '<http://runrun.it:80/api/clients?page=2>; rel="next"',
        '</api/clients?page=1>; rel="first", </api/clients?page=2>; rel="next"',
        '</api/clients?page=1>; rel="prev",</api/clients?page=2>; rel="next",</c?page=9>; rel=last',
        '</api/clients?page=2>; rel="next", </api/clients?page=3>; rel="next"',
    ],
)
def test_the_next_page_is_found(header: str) -> None:
    assert next_page(header, URL) == PAGE_2


@pytest.mark.parametrize(
    "header",
    [
        "",
        "nonsense",
        '</api/clients?page=1>; rel="prev"',
        '</api/clients?page=9>; rel="last", </api/clients?page=1>; rel="first"',
        "</api/clients?page=2>",
        '</api/clients?page=2>; rel=""',
        '</api/clients?page=2>; title="next"',
        '</api/clients?page=2>; title="; rel=next"',
        '</api/clients?page=2>; rel="nextpage"',
        '</api/clients?page=2>; rev="next"',
        '</api/clients?page=2>; rel="prev"; rel="next"',  # the standard: only the first counts
    ],
)
def test_there_is_no_next_page(header: str) -> None:
    assert next_page(header, URL) is None


def test_commas_and_semicolons_in_a_target_belong_to_it() -> None:
    header = '</clients?ids=1,2;3&page=1>; rel="prev", </clients?ids=1,2;3&page=2>; rel="next"'
    assert next_page(header, URL) == {"ids": "1,2;3", "page": "2"}


def test_the_query_of_the_target_is_decoded() -> None:
    header = '</clients?search_term=caf%C3%A9+bar&empty=&page=2>; rel="next"'
    assert next_page(header, URL) == {"search_term": "café bar", "empty": "", "page": "2"}


def test_a_target_on_another_path_gives_its_query_only() -> None:
    assert next_page('</api/tasks/7?page=2>; rel="next"', URL) == PAGE_2


LONG = 100_000
UNITS = (
    *'<>;,="\\ a',
    *("<a", "<>", "<a>,", "<a>;", "<a>; ", "; ", ";b ", ";b=", "; b = "),
    *(';b="', ';b="\\', '<a>;b="', '<a>;b="\\', '<a>;b="\\"', '<a>; title="x'),
    *("<a>; rel; ", "<a>; rel=prev,", '<a>; rel="prev", '),
)


@pytest.mark.parametrize("unit", UNITS)
def test_no_header_takes_long(unit: str) -> None:
    for before in ("", "<", "<a>;b", '<a>;b="'):
        for after in ("", '"'):
            header = before + unit * (LONG // len(unit)) + after
            began = time.process_time()
            next_page(header, URL)
            assert time.process_time() - began < 1, (before, after)


@pytest.mark.parametrize("unit", ["a=1&", "../", "%41", *"&=/%?#[@:"])
def test_no_target_takes_long(unit: str) -> None:
    target = unit * (LONG // len(unit))
    for path in ("", "?"):
        began = time.process_time()
        with suppress(DecodeError):
            next_page(f'<{path}{target}>; rel="next"', URL)
        assert time.process_time() - began < 1, path


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/api/clients?page=2",
        "//evil.example/clients?page=2",
        "https://runrun.it.evil.example/clients?page=2",
        "https://runrun.it@evil.example/clients?page=2",
        "https://runrun.it:8443/clients?page=2",
    ],
)
def test_a_target_on_another_host_is_refused(target: str) -> None:
    with pytest.raises(DecodeError, match="another host"):
        next_page(f'<{target}>; rel="next"', URL)


@pytest.mark.parametrize(
    "target", ["http://[bad/clients?page=2", "https://runrun.it:x/clients?page=2"]
)
def test_a_target_that_is_no_url_is_an_error_of_the_sdk(target: str) -> None:
    with pytest.raises(DecodeError):
        next_page(f'<{target}>; rel="next"', URL)
