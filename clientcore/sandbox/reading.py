"""From a request to the arguments of the operation that it is for."""

import json
import re
from collections.abc import Mapping, Sequence
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from attrs import NOTHING

from clientcore.codec.naming import Naming
from clientcore.codec.scalars import is_array, is_object
from clientcore.marks import Joined
from clientcore.operation import LinkPages, Operation, Parameter
from clientcore.sandbox.problems import Part, Problem
from clientcore.sandbox.values import check_size, read_object, read_value, require
from clientcore.sandbox.wire import Query, Refused
from clientcore.signature import PAGE_SIZE, marks_in
from clientcore.unset import UNSET

_DEEPEST = 64


def read_json(content: bytes) -> object:
    """A body as JSON that can be kept and written again.

    Raises:
        Refused: It is no JSON, holds what is no text or no number, or is nested without end.
    """
    try:
        data: object = json.loads(content.decode("utf-8-sig"))  # no other encoding
        json.dumps(data, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        data = NOTHING
    if data is NOTHING or not _is_shallow(data, _DEEPEST):
        raise Refused(400, "Body is not valid JSON")
    if data is None:  # a body that is there, but is no object
        raise Refused(400, "body must be object")
    return data


def read_arguments(
    operation: Operation[Any],
    values: Sequence[str],
    query: Query,
    body: object,
    naming: Naming,
    *,
    refuse_unknown: bool = False,
    reads_texts: bool = False,
) -> dict[str, Any]:
    """What a request gives, by the names of the method's arguments.

    Args:
        operation: Whose signature it is held against.
        values: The texts in the path.
        query: The parameters; what the operation does not know is left out.
        body: The whole body; fields beside the key that they should be under are taken too.
        naming: How a Python name is spelled on the wire.
        refuse_unknown: Whether a key of the body that the operation does not know is a problem.
        reads_texts: Whether a text in the body is a number or a truth value where one is wanted.

    Raises:
        Problem: Something is missing, or is not as the signature says.
    """
    path = operation.at("path")
    texts = {p.wire: _from_text(text, p.hint) for p, text in zip(path, values, strict=True)}
    given = _read(path, texts, "params", naming)
    asked = operation.at("query")
    if isinstance(operation.pages, LinkPages):  # a size out of range is cut to it: see `paging`
        asked = tuple(parameter for parameter in asked if parameter.name != PAGE_SIZE)
    texts = {p.wire: _query_raw(p, query[p.wire]) for p in asked if p.wire in query}
    given |= _read(asked, texts, "querystring", naming)
    if operation.at("body", "beside"):
        outer = read_object({} if body is None else body, ("body",))
        inner = inside(outer, operation)
        if refuse_unknown and not {p.wire for p in operation.at("body", "beside")} >= inner.keys():
            raise Problem(("body",), "additionalProperties", None)
        asked, beside = operation.at("body"), operation.at("beside")
        if reads_texts:
            inner, outer = _cast(asked, inner), _cast(beside, outer)
        given |= _read(asked, inner, "body", naming) | _read(beside, outer, "body", naming)
    if operation.bulk is not None:
        [listed] = operation.at("body")
        check_size(given[listed.name], 1, operation.bulk, "Items", ("body", listed.wire))
    if operation.method == "POST":  # elsewhere a default would overwrite what is there
        given = {p.name: p.default for p in operation.parameters if p.default is not UNSET} | given
    return given


def inside(outer: dict[str, object], operation: Operation[Any]) -> dict[str, object]:
    """A body out of the key that it is under; without the key it is taken too."""
    if operation.wrap is None or operation.wrap not in outer:
        return outer
    return read_object(outer[operation.wrap], ("body", operation.wrap))


def _read(
    parameters: Sequence[Parameter], raw: Mapping[str, object], part: Part, naming: Naming
) -> dict[str, Any]:
    require(raw, [p.wire for p in parameters if p.required], (part,))
    return {
        p.name: read_value(_unjoined(p, raw[p.wire]), p.hint, (part, p.wire), naming)
        for p in parameters
        if p.wire in raw
    }


def _cast(parameters: Sequence[Parameter], raw: Mapping[str, object]) -> dict[str, object]:
    """What is sent as text in a body, as the number or truth value that is wanted."""
    plain = [p for p in parameters if not (_takes_list(p.hint) or str in _kinds_in(p.hint))]
    wanted = {p.wire: p.hint for p in plain}
    return {
        name: _from_text(value, wanted[name]) if name in wanted and type(value) is str else value
        for name, value in raw.items()
    }


def _query_raw(parameter: Parameter, found: str | list[str]) -> object:
    """A parameter's text or texts as the JSON that they stand for."""
    hint = parameter.hint
    if _takes_list(hint):
        texts = found if isinstance(found, list) else [found]
        if parameter.lists == "joined":
            texts = [text for one in texts for text in one.split(",")]
        return [_from_text(text, hint) for text in texts]
    return found if isinstance(found, list) else _from_text(found, hint)


def _from_text(text: str, hint: Any) -> object:
    kinds = set(_kinds_in(hint))
    if bool in kinds and text in ("true", "false"):
        return text == "true"
    if kinds & {int, float} and re.fullmatch(r"-?\d{1,16}", text, re.ASCII):
        return int(text)
    if float in kinds and re.fullmatch(r"-?\d{1,16}\.\d{1,16}", text, re.ASCII):
        return float(text)
    return text


def _unjoined(parameter: Parameter, raw: object) -> object:
    """A list that is sent as one text in a body, its items between commas."""
    if Joined in marks_in(parameter.hint) and isinstance(raw, str):
        return [_from_text(text, parameter.hint) for text in raw.split(",")]
    return raw


def _kinds_in(hint: Any) -> list[Any]:
    """The plain types in an annotation, those of a list's items too."""
    if get_origin(hint) is Literal:
        return [type(option) for option in get_args(hint)]
    return [kind for part in get_args(hint) for kind in _kinds_in(part)] or [hint]


def _takes_list(hint: Any) -> bool:
    origin = get_origin(hint)
    if origin in (Union, UnionType, Annotated):
        return any(_takes_list(part) for part in get_args(hint))
    return origin is not None and origin is not Literal and issubclass(origin, Sequence)


def _is_shallow(data: object, left: int) -> bool:
    inner = data.values() if is_object(data) else data if is_array(data) else ()
    return left > 0 and all(_is_shallow(item, left - 1) for item in inner)
