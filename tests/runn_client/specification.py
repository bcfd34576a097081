"""Requests and answers held against Runn's specification by openapi-core, which is not ours.

The specification is taken a little stricter than it is written: what it does not name may be
neither sent nor answered. Where it is taken less strictly, `EXCEPTIONS` says so.
"""

import copy
from collections.abc import Iterator
from functools import cache
from typing import Any

import httpx
from jsonschema_path import SchemaPath
from openapi_core.validation.request.validators import V31RequestValidator
from openapi_core.validation.response.validators import V31ResponseValidator

from clientcore import Operation
from clientcore.registry import operations_of
from runn_client import RunnClient
from tests.facts import specification
from tests.openapi import GivenAnswer, SentRequest, closed

LEFT_OUT = "required, but it has a default, and calls without it work"
CLEARED = "the usage page has a property cleared by its empty form"

EXCEPTIONS = {
    "clients.list sortBy": LEFT_OUT,
    "contracts.list sortBy": LEFT_OUT,
    "projects.list includeArchived": LEFT_OUT,
    "projects.list_people includeArchived": LEFT_OUT,
    "projects.update budget": CLEARED,
    "projects.update expensesBudget": CLEARED,
    "projects.update teamId": CLEARED,
}
"""The arguments that are not sent as the specification has them, and why."""


def resolved(schema: Any, whole: Any = None) -> Any:
    """A schema itself, instead of where it is."""
    while "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        schema = (whole or specification())["components"]["schemas"][name]
    return schema


def excepted(reason: str) -> frozenset[str]:
    """The arguments with an exception, as `projects.update teamId`."""
    return frozenset(argument for argument, why in EXCEPTIONS.items() if why is reason)


def query_names(operation: Operation[Any]) -> set[str]:
    """What may stand in its query."""
    found = specification()["paths"][operation.path][operation.method.lower()]["parameters"]
    return {parameter["name"] for parameter in found if parameter["in"] == "query"}


def refusals_of_request(operation: Operation[Any], request: httpx.Request) -> list[str]:
    """What the specification has against a request, in words."""
    found = [*_said(_validators()[0].iter_errors(SentRequest(request)))]
    undocumented = set(request.url.params) - query_names(operation)
    return found + [f"{name} is in the query" for name in sorted(undocumented)]


def refusals_of_answer(request: httpx.Request, answer: httpx.Response) -> list[str]:
    """What the specification has against an answer, in words."""
    return [*_said(_validators()[1].iter_errors(SentRequest(request), GivenAnswer(answer)))]


def _said(errors: Iterator[Exception]) -> Iterator[str]:
    for error in errors:
        cause = error.__cause__
        details: list[Any] = [*getattr(cause, "schema_errors", ())]
        yield " ".join([repr(error), repr(cause), *(f"at {e.json_path}" for e in details)])


@cache
def _validators() -> tuple[V31RequestValidator, V31ResponseValidator]:
    path = SchemaPath.from_dict(closed(_loosened()))
    return V31RequestValidator(path), V31ResponseValidator(path)


def _loosened() -> Any:
    """The specification with the exceptions made."""
    whole = copy.deepcopy(specification())
    for operation in operations_of(RunnClient):
        documented = whole["paths"][operation.path][operation.method.lower()]
        for parameter in documented["parameters"]:
            if f"{operation.name} {parameter['name']}" in excepted(LEFT_OUT):
                parameter["required"] = False
        for content in documented.get("requestBody", {}).get("content", {}).values():
            properties = resolved(content["schema"], whole)["properties"]
            for name, schema in properties.items():
                if f"{operation.name} {name}" in excepted(CLEARED):
                    schema["type"] = [schema["type"], "null"]
    return whole
