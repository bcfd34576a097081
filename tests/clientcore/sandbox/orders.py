"""A made-up resource, as far as possible answered by its table."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from attrs import Factory, field, frozen

from clientcore import UNSET, FakeClock, Pager, Unset
from clientcore.codec.naming import camel_case
from clientcore.marks import InQuery, Length, Range, Unique
from clientcore.operation import CursorPages, operation, operation_of
from clientcore.resource import Resource
from clientcore.sandbox import Account, Refused, Rules, Sandbox, Table, numbers
from clientcore.sandbox.filters import changed_after, since, unless
from clientcore.sandbox.window import FixedWindow
from clientcore.sandbox.wire import WireRequest, WireResponse
from clientcore.service import Service

SHOP = Service(
    name="Shop", base_url="https://shop.example", naming=camel_case, lists="repeated", requests=9
)
PAGES = CursorPages(2)
PageOf2 = Annotated[int | Unset, Range(1, 2)]


@frozen(kw_only=True)
class Shop:
    id: int
    name: str
    extra: Mapping[str, object] = field(factory=dict[str, object], eq=False)


@frozen(kw_only=True)
class Mark:
    id: int
    name: str


@frozen(kw_only=True)
class MarkId:
    id: int


@frozen(kw_only=True)
class Order:
    id: int
    name: str
    shop_id: int | None
    due: dt.date | None
    weight: float
    state: Literal["open", "done"]
    marks: tuple[Mark, ...]
    is_hidden: bool
    secret: str | None
    created_at: dt.datetime
    updated_at: dt.datetime
    extra: Mapping[str, object] = Factory(dict[str, object])


@frozen(kw_only=True)
class OrderLine:
    id: int
    order_id: int
    amount: int


@frozen(kw_only=True)
class OrderInput:
    name: str
    shop_id: int | Unset = UNSET


class Orders(Resource):
    """Orders."""

    @operation("GET", "/orders/", pages=PAGES)
    def list(
        self, *, name: str | Unset = UNSET, shop_id: int | Unset = UNSET,
        due_from: dt.date | Unset = UNSET, changed: dt.date | dt.datetime | Unset = UNSET,
        include_hidden: bool | Unset = UNSET, sort_by: Literal["dueDate", "due"] | Unset = UNSET,
        order: Literal["asc", "desc"] | Unset = UNSET, page_size: PageOf2 = UNSET,
    ) -> Pager[Order]:  # fmt: skip
        """All."""
        ...

    @operation("GET", "/orders/{orderId}")
    async def get(self, order_id: int) -> Order:
        """One."""
        ...

    @operation("POST", "/orders/")
    async def create(
        self, *, name: Annotated[str, Length(1, 5)], shop_id: int | None | Unset = UNSET,
        due: dt.date | Unset = UNSET, weight: Annotated[float, Range(0, 10)] | Unset = UNSET,
        state: Literal["open", "done"] | Unset = UNSET,
        marks: Annotated[Sequence[MarkId], Unique] | Unset = UNSET,
    ) -> Order:  # fmt: skip
        """From scratch."""
        ...

    @operation("POST", "/orders/")
    async def create_like(self, *, like: int, name: str | Unset = UNSET) -> Order:
        """Like another, at the same route."""
        ...

    @operation("POST", "/orders/bulk", bulk=3)
    async def create_bulk(self, orders: Sequence[OrderInput]) -> tuple[Order, ...]:
        """Several."""
        ...

    @operation("PATCH", "/orders/{orderId}/")
    async def update(self, order_id: int, *, name: str | Unset = UNSET, weight: int = 0) -> Order:
        """Change it."""
        ...

    @operation("DELETE", "/orders/{orderId}/")
    async def delete(self, order_id: int) -> None:
        """Delete it."""
        ...

    @operation("GET", "/orders/{orderId}/lines", pages=PAGES)
    def list_lines(self, order_id: int, *, page_size: PageOf2 = UNSET) -> Pager[OrderLine]:
        """What is under it in another table."""
        ...

    @operation("POST", "/orders/{orderId}/pay", unwrap="receipt")
    async def pay(self, order_id: int, *, days: Annotated[Sequence[int], InQuery]) -> str:
        """A rule answers it, under a key."""
        ...

    @operation("GET", "/orders/report")
    async def report(self) -> str:
        """Nothing answers it."""
        ...


class ShopAccount(Account):
    def __init__(self, clock: FakeClock, time_zone: str) -> None:
        filters = {"changed": changed_after, "include_hidden": unless("is_hidden")}
        super().__init__(clock, time_zone, filters=filters)
        self.shops = Table(numbers(1), Shop, clock.now, unique=("name",))
        self.orders = Table(
            numbers(1), Order, clock.now, unique=("name", "shop_id"), filled=("name",),
            contains=("name",), refers={"shop_id": self.shops},
            filters={"due_from": since("due")}, defaults={"state": "open"}, brief=("secret",),
        )  # fmt: skip
        self.lines = Table(numbers(1), OrderLine, clock.now, refers={"order_id": self.orders})


RULES: Rules[ShopAccount] = Rules(SHOP)


@RULES.before(Orders.create, Orders.update)
def no_heavy_ones(account: ShopAccount, call: Any) -> None:
    if call.given.get("weight", 0) > 9:
        raise Refused(409, "too heavy")


@RULES.answers(Orders.create_like)
def like_another(account: ShopAccount, call: Any) -> Order:
    name = call.given.get("name", account.orders.found(call.given["like"]).name + "'")
    return account.orders.add(name=name)


@RULES.answers(Orders.pay)
def paid(account: ShopAccount, call: Any) -> str:
    return f"{call.given['days']}"


class ShopSandbox(
    Sandbox[ShopAccount],
    service=SHOP,
    operations=[operation_of(m, SHOP) for m in vars(Orders).values() if hasattr(m, "declared")],
    account=ShopAccount,
    rules=RULES,
):
    def __init__(self, **options: Any) -> None:
        super().__init__(clock=FakeClock(), enforce_limit=False, **options)

    def check_credentials(self, request: WireRequest) -> None:
        pass

    def refusal(self, refused: Refused) -> WireResponse:
        return WireResponse.of_json(refused.status, {"message": refused.message})

    def limit_headers(self, window: FixedWindow, *, admitted: bool) -> Mapping[str, str]:
        return {}
