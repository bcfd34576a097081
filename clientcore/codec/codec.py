"""Between JSON and Python: writing is strict, reading is tolerant."""

import datetime as dt
import logging
from collections.abc import Callable, Mapping
from types import NoneType
from typing import Any, TypeVar, cast, get_args

from attrs import NOTHING, field, fields, has
from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from clientcore.codec.kinds import (
    is_mapping_type,
    is_object_type,
    is_open_enumeration_type,
    is_optional_type,
    is_tuple_type,
)
from clientcore.codec.naming import Naming
from clientcore.codec.scalars import (
    Mismatch,
    datetime_text,
    is_array,
    is_object,
    read_anything,
    read_array,
    read_at,
    read_bool,
    read_date,
    read_datetime,
    read_float,
    read_int,
    read_mapping,
    read_str,
)
from clientcore.errors import DecodeError
from clientcore.unset import UNSET

T = TypeVar("T")
_log = logging.getLogger("clientcore.codec.codec")


def extra_field() -> Mapping[str, object]:
    """The field `extra` of a model: what the service sent beyond, or unlike, its documentation."""
    return cast("Mapping[str, object]", field(factory=dict, repr=False, eq=False))


class Codec:
    """The converter of one package.

    Reading is tolerant: unknown fields are kept in `extra`, unknown values of an enumeration stay
    as they are, and a missing or wrongly typed field becomes None (its raw value stays in `extra`)
    and is logged once per model and field. With `strict`, each of these is a DecodeError.

    Args:
        naming: How a Python name is spelled on the wire.
        strict: Whether a surprise in an answer is an error.
    """

    def __init__(self, naming: Naming, strict: bool = False) -> None:
        self.naming = naming
        self.strict = strict
        self._reported: set[tuple[str, str]] = set()
        # detailed_validation is for finding the path of an error; models find it on their own
        self._converter = Converter(detailed_validation=False)
        self._register_readers()
        self._register_writers()

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
        try:
            return self._converter.structure(data, result)
        except Mismatch as surprise:
            error = DecodeError(surprise.reason, (path + surprise.path).lstrip("."))
        raise error

    def decode_items(self, rows: list[object], model: type[T]) -> list[T]:
        """The rows of a page. Not one is lost: a row that is no object is kept in `extra`."""
        items = [row if self.strict or is_object(row) else {"": row} for row in rows]
        return [self.decode(item, model, f"items[{index}]") for index, item in enumerate(items)]

    def encode(self, value: object) -> object:
        """Models, dates and collections to JSON; fields left UNSET are not in it."""
        return self._converter.unstructure(value)

    def encode_fields(self, values: Mapping[str, object]) -> dict[str, object]:
        """Arguments arguments to a JSON object: renamed, without those left out."""
        return {
            self.naming(name): self.encode(value)
            for name, value in values.items()
            if value is not UNSET
        }

    # Reading

    def _register_readers(self) -> None:
        exact = self._converter.register_structure_hook
        exact(str, read_str)
        exact(bool, read_bool)
        exact(int, read_int)
        exact(float, read_float)
        exact(dt.date, read_date)
        exact(dt.datetime, read_datetime)
        when = self._converter.register_structure_hook_factory
        when(is_object_type, _always(read_anything))
        when(is_optional_type, self._optional_reader)
        when(is_tuple_type, self._tuple_reader)
        when(is_mapping_type, _always(read_mapping))
        when(is_open_enumeration_type, self._enumeration_reader)
        when(has, self._model_reader)

    def _optional_reader(self, kind: Any) -> Callable[[object, Any], object]:
        # What cattrs does as well, but it looks the other type up again for every value
        (other,) = (option for option in get_args(kind) if option is not NoneType)
        read = self._converter.get_structure_hook(other)
        return lambda raw, _: None if raw is None else read(raw, other)

    def _tuple_reader(self, kind: Any) -> Callable[[object, Any], object]:
        item_kind = get_args(kind)[0]
        read = self._converter.get_structure_hook(item_kind)

        def read_tuple(raw: object, _: Any) -> object:
            items = read_array(raw)
            try:
                return tuple([read(item, item_kind) for item in items])
            except Exception:
                for index, item in enumerate(items):
                    read_at(f"[{index}]", read, item, item_kind)
                raise

        return read_tuple

    def _enumeration_reader(self, kind: Any) -> Callable[[object, Any], object]:
        known = {value for option in get_args(kind) for value in get_args(option)}
        optional = type(None) in get_args(kind)

        def read_text(raw: object, _: Any) -> object:
            if raw is None and optional:
                return None
            value = read_str(raw, None)
            if self.strict and value not in known:
                raise Mismatch(f"{value!r} is none of {', '.join(sorted(known))}")
            return value

        return read_text

    def _model_reader(self, model: type[Any]) -> Callable[[object, Any], object]:
        """A generated function first; only a row that it cannot read is read field by field."""
        names = {a.name: self.naming(a.name) for a in fields(model) if a.name != "extra"}
        known = frozenset(names.values())
        overrides: dict[str, Any] = {n: override(rename=wire) for n, wire in names.items()}
        generated = make_dict_structure_fn(
            model, self._converter, extra=override(omit=True), **overrides
        )

        def read_model(raw: object, _: Any) -> object:
            values = read_mapping(raw, None)
            try:
                read = generated(values, model)
            except Exception:  # noqa: BLE001 - a surprise of whatever kind is looked for by field
                return self._read_by_field(values, model, names)
            if not known.issuperset(values):
                self._keep(read, {k: v for k, v in values.items() if k not in known})
            return read

        return read_model

    def _read_by_field(
        self, values: Mapping[str, object], model: type[Any], names: Mapping[str, str]
    ) -> object:
        read: dict[str, object] = {}
        extra = {k: v for k, v in values.items() if k not in names.values()}
        for attribute in fields(model):
            name = attribute.name
            if name not in names:
                continue
            wire = names[name]
            try:
                if wire not in values:
                    if attribute.default is not NOTHING:
                        continue
                    raise Mismatch("missing", f".{name}")
                hook = self._converter.get_structure_hook(attribute.type)
                read[name] = read_at(f".{name}", hook, values[wire], attribute.type)
            except Mismatch as surprise:
                self._report(model, name, surprise)
                read[name] = None
                if wire in values:
                    extra[wire] = values[wire]
        result = model(**read)
        if extra:
            self._keep(result, extra)
        return result

    def _keep(self, read: object, extra: Mapping[str, object]) -> None:
        if self.strict:
            unknown = next(iter(extra))
            raise Mismatch("a field that is not documented", f".{unknown}")
        object.__setattr__(read, "extra", extra)

    def _report(self, model: type[Any], name: str, surprise: Mismatch) -> None:
        if self.strict:
            raise surprise
        if (model.__name__, name) not in self._reported:
            self._reported.add((model.__name__, name))
            _log.warning(
                "%s.%s is not as documented and reads as None: %s",
                model.__name__,
                name,
                surprise.reason,
            )

    # Writing

    def _register_writers(self) -> None:
        self._converter.register_unstructure_hook(dt.date, dt.date.isoformat)
        self._converter.register_unstructure_hook(dt.datetime, datetime_text)
        self._converter.register_unstructure_hook_factory(has, self._model_writer)

    def _model_writer(self, model: type[Any]) -> Callable[[Any], dict[str, object]]:
        overrides: dict[str, Any] = {
            a.name: override(
                rename=self.naming(a.name),
                omit=True if a.name == "extra" else None,
                omit_if_default=a.default is UNSET,
            )
            for a in fields(model)
        }
        return make_dict_unstructure_fn(model, self._converter, **overrides)


def _always(read: Callable[[object, Any], object]) -> Callable[[Any], Any]:
    """A factory of the same reader for every type."""
    return lambda kind: read
