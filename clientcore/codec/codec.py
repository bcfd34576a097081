"""Between JSON and Python: writing is strict, reading is tolerant."""

import logging
from collections.abc import Mapping
from functools import cached_property
from types import NoneType
from typing import TYPE_CHECKING, TypeVar, cast, get_args

from clientcore.codec.kinds import is_model, is_tuple_type
from clientcore.codec.listener import LISTENER, tell
from clientcore.codec.naming import Naming
from clientcore.codec.scalars import Mismatch, expected, is_array, is_object
from clientcore.errors import DecodeError
from clientcore.model import Model, fill
from clientcore.unset import UNSET

if TYPE_CHECKING:
    from cattrs import Converter

T = TypeVar("T")
_log = logging.getLogger("clientcore.codec.codec")


class Codec:
    """What one client reads and writes with.

    Reading is tolerant: unknown fields are kept in `extra`, unknown values of an enumeration stay
    as they are, an optional field that is missing reads as None, and a missing collection as
    empty. Any other field that is missing or of another type is left out of its row, and reading
    it is a DriftError. Such drift is logged once per client, model and field. With `strict`, each
    of these is a DecodeError at once.

    Args:
        naming: How a Python name is spelled on the wire.
        strict: Whether a surprise in an answer is an error.
    """

    def __init__(self, naming: Naming, strict: bool = False) -> None:
        self.naming = naming
        self.strict = strict
        self._reported: set[tuple[str, str]] = set()

    @cached_property
    def _converter(self) -> "Converter":
        """Loaded with the first row: cattrs takes longer to import than all of ours."""
        from clientcore.codec.converter import converter_for

        return converter_for(self.naming, self.strict)

    def with_strict(self, strict: bool) -> "Codec":
        """The codec of a copy of the client: what one of them has logged, the other does not."""
        copy = Codec(self.naming, strict)
        copy._reported = self._reported
        return copy

    def decode(self, data: object, result: type[T], path: str = "") -> T:
        """JSON to a model, or to whatever else `result` says.

        Args:
            data: The parsed JSON.
            result: What it is documented to be.
            path: Where the data stands in the answer, for errors.
        """
        if result is NoneType:
            return cast("T", None)
        if is_tuple_type(result) and is_array(data):
            return cast("T", tuple(self.decode_items(data, get_args(result)[0])))
        read = self._converter.get_structure_hook(result)
        listening = LISTENER.set(self._report)
        try:
            return cast("T", read(data, result))
        except Mismatch as surprise:
            error = DecodeError(surprise.reason, (path + surprise.path).lstrip("."))
        finally:
            LISTENER.reset(listening)
        raise error

    def decode_items(self, rows: list[object], model: type[T]) -> list[T]:
        """The rows of a page. Not one is lost: of one that is no object, no field is filled."""
        read = self._converter.get_structure_hook(model)
        items: list[T] = []
        listening = LISTENER.set(self._report)
        try:
            for row in rows:
                if not (is_object(row) or self.strict) and is_model(model):
                    items.append(cast("T", _unreadable(row, model)))
                else:
                    items.append(cast("T", read(row, model)))
            return items
        except Mismatch as surprise:
            error = DecodeError(surprise.reason, f"items[{len(items)}]{surprise.path}")
        finally:
            LISTENER.reset(listening)
        raise error

    def encode(self, value: object) -> object:
        """Models, dates and collections to JSON; fields left UNSET are not in it."""
        return self._converter.unstructure(value)

    def encode_fields(self, values: Mapping[str, object]) -> dict[str, object]:
        """Arguments to a JSON object: renamed, without those left out."""
        return {
            self.naming(name): self.encode(value)
            for name, value in values.items()
            if value is not UNSET
        }

    def _report(self, model: str, field: str, said: str) -> None:
        if (model, field) not in self._reported:
            self._reported.add((model, field))
            _log.warning("%s %s", f"{model}.{field}" if field else model, said)


def _unreadable(raw: object, model: type[Model]) -> Model:
    tell(model, "", f"is not as documented: {expected('an object', raw).reason}")
    row = object.__new__(model)
    fill(row, {"extra": {"": raw}})
    return row
