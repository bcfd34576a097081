"""From a method's signature to the record of its operation, or to what is wrong with it."""

import inspect
from collections.abc import Iterator
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from clientcore.codec.naming import snake_words
from clientcore.marks import Beside, InQuery, Joined, Range, Wire
from clientcore.operation import (
    DeclarationError,
    Declared,
    LinkPages,
    Operation,
    Parameter,
    Place,
    placeholders_of,
)
from clientcore.paging.pager import Pager
from clientcore.service import Service
from clientcore.unset import UNSET

PAGE_SIZE = "page_size"
"""The argument that both services call `limit`."""


def read_signature(declared: Declared, service: Service) -> Operation[Any]:
    """The record of an operation.

    Args:
        declared: The method, and what `@operation` says of it.
        service: What it is an operation of.

    Raises:
        DeclarationError: The two do not fit; the text names the method.
    """
    hints = get_type_hints(declared.stub, include_extras=True)
    if "return" not in hints:
        raise _wrong(declared, "does not say what it returns")
    result = hints["return"]
    pages = declared.pages
    if (get_origin(result) is Pager) != (pages is not None):
        raise _wrong(declared, "must return a Pager if it has pages, and only then")
    if inspect.iscoroutinefunction(declared.stub) == (pages is not None):
        raise _wrong(declared, "must be async unless it returns a Pager, and only then")
    idempotent, editions = declared.idempotent, declared.editions
    operation = Operation(
        name=declared.name,
        method=declared.method,
        path=declared.path,
        result=get_args(result)[0] if pages else result,
        parameters=tuple(_parameters(declared, hints, service)),
        pages=pages,
        bulk=declared.bulk,
        wrap=declared.wrap,
        unwrap=declared.unwrap,
        idempotent=declared.method == "GET" if idempotent is None else idempotent,
        editions=service.editions if editions is None else editions,
        deprecated=declared.deprecated,
    )
    for problem in (_path_problem(operation), _page_problem(operation), _bulk_problem(operation)):
        if problem:
            raise _wrong(declared, problem)
    return operation


def marks_in(hint: Any) -> tuple[Any, ...]:
    """What stands behind the type in an `Annotated`."""
    return get_args(hint)[1:] if get_origin(hint) is Annotated else ()


def _parameters(declared: Declared, hints: dict[str, Any], service: Service) -> Iterator[Parameter]:
    in_path = len(placeholders_of(declared.path))
    rest: Place = "query" if declared.method in ("GET", "DELETE") and not declared.body else "body"
    _, *arguments = inspect.signature(declared.stub).parameters.values()
    for index, argument in enumerate(arguments):
        name = argument.name
        if name not in hints or argument.kind in (argument.VAR_POSITIONAL, argument.VAR_KEYWORD):
            raise _wrong(declared, f"{name} must be one argument, with a type")
        marks = marks_in(hints[name])
        spelled = [mark.name for mark in marks if isinstance(mark, Wire)]
        required = argument.default is argument.empty
        place = "path" if index < in_path else _place(marks, rest)
        yield Parameter(
            name=name,
            wire=spelled[0] if spelled else _wire(name, service),
            place=place,
            hint=hints[name],
            default=UNSET if required else argument.default,
            required=required,
            lists=service.lists if place == "query" else "joined" if Joined in marks else "array",
        )


def _place(marks: tuple[Any, ...], rest: Place) -> Place:
    return "query" if InQuery in marks else "beside" if Beside in marks else rest


def _wire(name: str, service: Service) -> str:
    return "limit" if name == PAGE_SIZE else service.naming(name)


def _path_problem(operation: Operation[Any]) -> str:
    wanted = [snake_words(name) for name in operation.placeholders]
    given = [parameter.name for parameter in operation.at("path")]
    if len(given) < len(wanted):
        return f"has {len(given)} arguments for {len(wanted)} placeholders"
    for placeholder, name in zip(wanted, given, strict=True):
        # Runrun.it's `:id` is of what the method is about, and says not what that is
        fits = placeholder == "id" and name.endswith("_id") and name not in wanted
        if not fits and name != placeholder:
            return f"has {name} where the path has {placeholder}"
    return ""


def _page_problem(operation: Operation[Any]) -> str:
    pages = operation.pages
    sizes = [p for p in operation.parameters if p.name == PAGE_SIZE]
    if pages is None or (isinstance(pages, LinkPages) and pages.maximum is None):
        return f"has a {PAGE_SIZE}, but no pages of a size" if sizes else ""
    if not sizes:
        return f"has pages, but no {PAGE_SIZE}"
    if Range(1, pages.maximum) not in marks_in(sizes[0].hint):
        return f"must take a {PAGE_SIZE} from 1 to {pages.maximum}"
    return ""


def _bulk_problem(operation: Operation[Any]) -> str:
    if operation.bulk is not None and len(operation.at("body")) != 1:
        return "is a bulk, but has not one list to send"
    return ""


def _wrong(declared: Declared, problem: str) -> DeclarationError:
    return DeclarationError(f"{declared.stub.__qualname__}() ({declared.name}) {problem}")
