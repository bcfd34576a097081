"""A made-up service with one operation of every kind that the two APIs have."""

import datetime as dt
from collections.abc import Sequence
from typing import Annotated, Any, ClassVar

from clientcore import UNSET, FakeClock, Pager, Unset
from clientcore.client import BaseClient
from clientcore.codec.naming import camel_case
from clientcore.http.credentials import Credentials
from clientcore.marks import Beside, InQuery, Joined, Length, Range, Unique, Wire
from clientcore.model import Model, model
from clientcore.operation import CursorPages, LinkPages, operation
from clientcore.resource import Resource
from clientcore.service import Service
from tests.support import Handler, mock_http_client

URL = "https://made-up.example"
PAGES = CursorPages(50)
PageOf50 = Annotated[int | Unset, Range(1, PAGES.maximum)]


@model
class Thing(Model):
    id: int
    name: str | None = None


class Things(Resource):
    """Things."""

    @operation("GET", "/things/", pages=PAGES)
    def list(
        self, *, name: str | Unset = UNSET, kinds: Sequence[str] | Unset = UNSET,
        page_size: PageOf50 = UNSET,
    ) -> Pager[Thing]:  # fmt: skip
        """Things, cut into pages."""
        ...

    @operation("GET", "/things/{thingId}/parts", pages=LinkPages(None))
    def list_parts(self, thing_id: int) -> Pager[Thing]:
        """A list without a size."""
        ...

    @operation("GET", "/things/{thingId}/parts/{partId}")
    async def get(self, thing_id: int | str, part_id: int) -> Thing:
        """One of them."""
        ...

    @operation("POST", "/things", wrap="thing")
    async def create(
        self,
        *,
        name: str,
        is_done: bool | Unset = UNSET,
        weight: Annotated[float | None, Range(0)] | Unset = UNSET,
        owner_ids: Annotated[Sequence[int], Unique] | Unset = UNSET,
        team_ids: Annotated[Sequence[int] | Unset, Beside] = UNSET,
    ) -> Thing:
        """A body under a key, and an argument beside that key."""
        ...

    @operation("PATCH", "/things/{thingId}", idempotent=True)
    async def update(
        self,
        thing_id: int,
        *,
        name: Annotated[str, Length(1, 5)] | Unset = UNSET,
        due: dt.date | None | Unset = UNSET,
        minutes: int = 0,
    ) -> Thing:
        """A body that can be empty but for what has a default."""
        ...

    @operation("PUT", "/things/{thingId}/name")
    async def rename(self, thing_id: int, *, name: str | Unset = UNSET) -> Thing:
        """A body that can be empty altogether."""
        ...

    @operation("DELETE", "/things/{thingId}")
    async def delete(self, thing_id: int, *, force: bool | Unset = UNSET) -> None:
        """A DELETE with a query."""
        ...

    @operation("DELETE", "/things/bulk", body=True, bulk=3)
    async def delete_bulk(self, time_offs: Annotated[Sequence[int], Wire("time_offs")]) -> None:
        """A DELETE with a body, and a name that is spelled otherwise."""
        ...

    @operation("POST", "/things/{thingId}/close")
    async def close(self, thing_id: int) -> Thing | None:
        """No argument beyond the path, and perhaps no answer."""
        ...

    @operation("POST", "/things/import")
    async def load(
        self,
        *,
        source: Annotated[str, InQuery],
        names: Annotated[Sequence[str] | Unset, Joined] = UNSET,
    ) -> tuple[Thing, ...]:
        """A POST with a query, a list that is sent as one text, and a bare list as its answer."""
        ...

    @operation("GET", "/things/{thingId}/option", unwrap="option", editions=())
    async def option(self, thing_id: int) -> Thing:
        """An answer under a key."""
        ...

    @operation("GET", "/things/{thingId}/export")
    async def export(self, thing_id: int) -> bytes:
        """An answer that is a file."""
        ...

    @operation("GET", "/old", deprecated="use get")
    async def old(self) -> Thing:
        """Not to be used any more."""
        ...

    @operation("GET", "/old/list", pages=LinkPages(None), deprecated="use list")
    def list_old(self) -> Pager[Thing]:
        """Not to be used any more."""
        ...


class MadeUpClient(BaseClient):
    """Its resource is made by hand: the tests are no package of one."""

    service: ClassVar[Service] = Service(
        name="Made-up",
        base_url=URL,
        naming=camel_case,
        editions=("1",),
        lists="repeated",
        requests=100,
    )

    @property
    def things(self) -> Things:
        return Things(self._transport)


def made_up(handler: Handler, **options: Any) -> MadeUpClient:
    settings: dict[str, Any] = {"base_url": URL, "limiter": None, "retry": None, "timeout": None}
    settings |= {"strict": False, "app_name": None, "on_attempt": None, "clock": FakeClock()}
    return MadeUpClient(
        Credentials({}), http_client=mock_http_client(handler), **{**settings, **options}
    )
