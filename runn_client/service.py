"""The facts of Runn's API that hold for all of its operations."""

from clientcore.codec.naming import camel_case
from clientcore.operation import CursorPages
from clientcore.service import Service

RUNN = Service(
    name="Runn",
    base_url="https://api.runn.io",
    naming=camel_case,
    requests=120,
    headers={"Accept-Version": "1.0.0"},
)

V1 = ("1.0.0",)
"""The edition of the documentation that operations refer to."""

PAGES_OF_200 = CursorPages(maximum=200, default=50)
PAGES_OF_500 = CursorPages(maximum=500, default=100)
