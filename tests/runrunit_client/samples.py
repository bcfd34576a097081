"""Reading the samples of the documentation, and finding what got lost on the way."""

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from attrs import asdict, has

from clientcore import Operation
from clientcore.codec.codec import Codec
from clientcore.codec.naming import Naming, snake_case

SAMPLES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "data" / "runrunit-2022.json").read_text(encoding="utf-8")
)
"""Those of the document of 2022 whose operations have a method."""

NEEDLESS = {
    "work_periods.get": {"task_id"},  # its sample repeats the filter of the list
}
"""What samples send although it can have no effect."""


def read(operation: Operation[Any], body: object, *, strict: bool) -> object:
    codec = Codec(snake_case, strict)
    if operation.pages is None:
        return codec.decode(body, operation.result)
    return codec.decode_items(cast("list[object]", body), operation.result)


def losses(raw: Any, value: Any, path: str = "", naming: Naming = snake_case) -> Iterator[str]:
    """Where a value read differs from what was sent; dates and times are compared as such."""
    kind = cast("Any", type(value))
    if has(kind):
        fields = asdict(value, recurse=False)
        kept = {**{naming(name): field for name, field in fields.items()}, **value.extra}
        for name in raw:
            if name in kept:
                yield from losses(raw[name], kept[name], f"{path}.{name}", naming)
            else:
                yield f"{path}.{name} is lost"
    elif kind in (list, tuple) and len(raw) == len(value):
        for index in range(len(raw)):
            yield from losses(raw[index], value[index], f"{path}[{index}]", naming)
    elif value != (kind.fromisoformat(raw) if kind in (dt.date, dt.datetime) else raw):
        yield f"{path}: {raw!r} became {value!r}"
