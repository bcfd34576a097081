"""From rows to the service's JSON: the one place where its spelling is."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from attrs import fields, has

from clientcore.codec.naming import Naming
from clientcore.unset import UNSET


class Writer:
    """Writes models, and JSON that is already there as it is.

    Args:
        naming: How a Python name is spelled on the wire.
        moment: How the service writes a moment.
    """

    def __init__(self, naming: Naming, moment: Callable[[dt.datetime], str]) -> None:
        self._naming = naming
        self._moment = moment

    def write(self, value: object, leave_out: Sequence[str] = ()) -> object:
        """A value as JSON; what a row keeps in `extra` is told beside its own fields.

        Args:
            value: A model, a list of them, a date or plain JSON.
            leave_out: Fields of the model that are not told.
        """
        if has(type(value)):
            told = {
                self._naming(a.name): self.write(getattr(value, a.name))
                for a in fields(cast("Any", type(value)))
                if a.name != "extra" and a.name not in leave_out
            }
            extra: Mapping[str, object] = getattr(value, "extra", {})
            return {**{k: v for k, v in told.items() if v is not UNSET}, **extra}
        if isinstance(value, dt.datetime):
            return self._moment(value)
        if isinstance(value, dt.date):
            return value.isoformat()
        if isinstance(value, Mapping):
            items = cast("Mapping[str, object]", value).items()
            return {name: self.write(item) for name, item in items}
        if isinstance(value, (list, tuple)):
            return [self.write(item) for item in cast("Sequence[object]", value)]
        return value
