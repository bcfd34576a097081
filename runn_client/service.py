"""The facts of Runn's API that hold for all of its operations."""

from typing import Annotated

from clientcore.codec.naming import camel_case
from clientcore.marks import Range
from clientcore.operation import CursorPages
from clientcore.service import Service
from clientcore.unset import Unset

RUNN = Service(
    name="Runn",
    base_url="https://api.runn.io",
    naming=camel_case,
    editions=("1.0.0",),
    lists="repeated",
    requests=120,
    headers={"Accept-Version": "1.0.0"},
)

PAGES_OF_200 = CursorPages(maximum=200, default=50)
PAGES_OF_500 = CursorPages(maximum=500, default=100)

PageOf200 = Annotated[int | Unset, Range(1, PAGES_OF_200.maximum)]
PageOf500 = Annotated[int | Unset, Range(1, PAGES_OF_500.maximum)]
