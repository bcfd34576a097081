"""The fast reader of a model: a function that is generated once for each class.

It reads a row that is as documented, and hands any other to `read_by_field`. For

```python
@model
class Part(Model):
    external_id: str
    team_id: int | None
    day: dt.date
    words: tuple[str, ...]
    note: str | None = None
```

it is

```python
def read_Part(row, _):
    try:
        made = new(open_class)
        value = row['externalId']
        if type(value) is not str:
            value = read_external_id(value, kind_external_id)
        made.external_id = value
        value = row.get('teamId')
        if type(value) is not int and value is not None:
            value = read_team_id(value, kind_team_id)
        made.team_id = value
        value = row['day']
        value = day(value) if len(value) == 10 else read_day(value, kind_day)
        made.day = value
        value = row['words']
        value = read_words(value, kind_words)
        made.words = value
        value = row.get('note')
        if type(value) is not str and value is not None:
            value = read_note(value, kind_note)
        made.note = value
        made.extra = {} if known.issuperset(row) else unknown(row)
        made.__class__ = model
        return made
    except Exception:
        return read_by_field(row)
```

where `read_note` is the converter's own hook for the type, and `open_class` has the slots of `Part`
but is not frozen: to fill a slot of it is a fifth of what a call of the slot's `__set__` takes.
"""

import datetime as dt
import linecache
import math
from collections.abc import Iterator, Sequence
from functools import partial
from typing import cast

from clientcore.codec.by_field import Hook, ReadField, read_by_field, unknown
from clientcore.codec.kinds import (
    is_mapping_type,
    is_object_type,
    is_open_enumeration_type,
    known_values,
)
from clientcore.model import Model, open_class


def generate(model: type[Model], fields: Sequence[ReadField], strict: bool) -> Hook:
    """The reader of a model.

    Args:
        model: The class.
        fields: How each field but `extra` is read.
        strict: Whether a surprise is an error.
    """
    known = frozenset(field.wire for field in fields)
    names: dict[str, object] = {
        "new": object.__new__,
        "open_class": open_class(model),
        "model": model,
        "day": dt.date.fromisoformat,
        "moment": dt.datetime.fromisoformat,
        "isfinite": math.isfinite,
        "known": known,
        "unknown": partial(unknown, known=known, strict=strict),
        "read_by_field": partial(read_by_field, model=model, fields=fields, strict=strict),
    }
    for field in fields:
        names |= {f"read_{field.name}": field.hook, f"kind_{field.name}": field.kind}
        names[f"item_{field.name}"] = field.item_hook
        names[f"values_of_{field.name}"] = known_values(field.kind)
    text = source(model.__name__, fields, strict)
    file = f"<{'strict ' if strict else ''}reader of {model.__module__}.{model.__qualname__}>"
    # So that tracebacks and debuggers show the line
    linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
    exec(compile(text, file, "exec"), names)  # noqa: S102 - the text is made of names and types only
    return cast("Hook", names[f"read_{model.__name__}"])


def source(name: str, fields: Sequence[ReadField], strict: bool) -> str:
    """The text of the reader of a model of this name."""
    body = ["made = new(open_class)"]
    for field in fields:
        wire = repr(field.wire)
        ask = f".get({wire})" if field.may_be_missing(strict) else f"[{wire}]"
        body += [f"value = row{ask}", *_check(field, strict), f"made.{field.name} = value"]
    as_documented = f"len(row) == {len(fields)}"
    if any(field.may_be_missing(strict) for field in fields):
        as_documented = "known.issuperset(row)"
    body.append(f"made.extra = {{}} if {as_documented} else unknown(row)")
    body += ["made.__class__ = model", "return made"]
    lines = [f"def read_{name}(row, _):", "    try:", *(f"        {line}" for line in body)]
    return "\n".join([*lines, "    except Exception:", "        return read_by_field(row)", ""])


def _check(field: ReadField, strict: bool) -> Iterator[str]:
    """Lines that leave `value` as what the field should hold, or raise."""
    kind, optional = field.kind, field.optional
    is_open = is_open_enumeration_type(kind)
    read = f"read_{field.name}(value, kind_{field.name})"
    if is_object_type(kind):
        return
    unlike = ""
    if is_open and strict:
        unlike = f"value not in values_of_{field.name}"
    elif is_open or kind in (int, str, bool):
        unlike = f"type(value) is not {'str' if is_open else kind.__name__}"
    elif is_mapping_type(kind):
        unlike = "type(value) is not dict"
    elif kind is float:
        unlike = "(type(value) is not float or not isfinite(value))"
    if unlike:
        yield f"if {unlike}{' and value is not None' if optional else ''}:"
        yield f"    value = {read}"
        return
    indent = "    " if optional else ""
    if optional:
        yield "if value is not None:"
    if kind is dt.datetime:
        yield f"{indent}value = moment(value)"
        yield f"{indent}if value.tzinfo is None:"
        yield f"{indent}    raise ValueError"
    elif kind is dt.date:
        yield f"{indent}value = day(value) if len(value) == 10 else {read}"
    elif field.item_hook is not None:
        yield f"{indent}if type(value) is not list:"
        yield f"{indent}    raise ValueError"
        yield f"{indent}value = tuple([item_{field.name}(item, None) for item in value])"
    else:
        yield f"{indent}value = {read}"
