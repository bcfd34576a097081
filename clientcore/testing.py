"""Rows for tests: made of what the test is about, and back to the JSON that they come from."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar, cast

from attrs import fields_dict

from clientcore.codec.naming import Naming
from clientcore.model import Model, fill, known_fields

M = TypeVar("M", bound=Model)


def build(model: type[M], **known: object) -> M:
    """A row of which only this is known; to read another field of it is a DriftError.

    ```python
    task = build(Task, id=1, title="Draw the moon")
    ```

    Args:
        model: What to make.
        **known: Values of its fields, which are taken as they are.

    Raises:
        TypeError: It has no field of such a name.
    """
    for name in known:
        if name not in fields_dict(cast("Any", model)):
            raise TypeError(f"{model.__name__} has no field {name!r}")
    row = object.__new__(model)
    fill(row, {"extra": {}, **known})
    return row


def to_json(value: Model | Sequence[Model], naming: Naming) -> object:
    """A row, or rows, as the service's JSON has them: what is known and what is in `extra`.

    Read again, it is the same row.

    Args:
        value: What to write.
        naming: How a Python name is spelled on the wire.
    """
    return _plain(value, naming)


def _plain(value: object, naming: Naming) -> object:
    if isinstance(value, Model):
        known = known_fields(value)
        if not known and "" in value.extra:  # it was no object when it was read
            return value.extra[""]
        written = {naming(name): _plain(known[name], naming) for name in known}
        return {**value.extra, **written}
    if isinstance(value, dt.datetime):
        in_thousandths = value.microsecond and value.microsecond % 1000 == 0
        text = value.isoformat(timespec="milliseconds" if in_thousandths else "auto")
        return text.replace("+00:00", "Z")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [_plain(item, naming) for item in cast("Sequence[object]", value)]
    if isinstance(value, Mapping):
        named = cast("Mapping[str, object]", value)
        return {name: _plain(item, naming) for name, item in named.items()}
    return value
