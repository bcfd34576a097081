"""What openapi-core is given: requests and answers of httpx, and documents without loose ends."""

from collections.abc import Iterator
from typing import Any

import httpx
from openapi_core.datatypes import RequestParameters
from werkzeug.datastructures import Headers, ImmutableMultiDict

from clientcore.codec.scalars import is_array, is_object


class SentRequest:
    """A request in the words of openapi-core."""

    def __init__(self, sent: httpx.Request) -> None:
        # An empty text is a text here; openapi-core refuses one unless `allowEmptyValue` is said
        pairs = [(name, text) for name, text in sent.url.params.multi_items() if text]
        self.parameters = RequestParameters(
            query=ImmutableMultiDict(pairs), header=Headers(list(sent.headers.items()))
        )
        self.host_url = f"{sent.url.scheme}://{sent.url.host}"
        self.path = sent.url.raw_path.decode().partition("?")[0]
        self.method = sent.method.lower()
        self.body = sent.content or None
        self.content_type = str(sent.headers.get("Content-Type", ""))


class GivenAnswer:
    """An answer in the words of openapi-core."""

    def __init__(self, answer: httpx.Response) -> None:
        self.status_code = answer.status_code
        self.headers = Headers(list(answer.headers.items()))
        self.content_type = str(answer.headers.get("Content-Type", ""))
        self.data = answer.content or None


_COMBINED = ("allOf", "anyOf", "oneOf")
_DATA = ("default", "enum", "const", "example", "examples")
_NAMED = ("properties", "schemas")
"""Keys that hold schemas by names of their own."""


def closed(document: Any) -> Any:
    """A document in which no object has other properties than those that it names."""
    parts = {part.get("$ref", "").rpartition("/")[2] for part in _parts_of_all(document)}

    def close(node: object, *, named: bool = False, part: bool = False) -> object:
        if is_array(node):
            return [close(item, part=part) for item in node]
        if not is_object(node):
            return node
        if named:
            return {name: close(schema, part=name in parts) for name, schema in node.items()}
        made = {
            key: value if key in _DATA else close(value, named=key in _NAMED, part=key in _COMBINED)
            for key, value in node.items()
        }
        names_properties = "properties" in node or any(key in node for key in _COMBINED)
        return {**made, "unevaluatedProperties": False} if names_properties and not part else made

    return close(document)


def _parts_of_all(node: object) -> Iterator[Any]:
    """The schemas that stand together for one object: none of them can be closed by itself."""
    if is_object(node):
        parts = node.get("allOf")
        yield from parts if is_array(parts) else ()
        for value in node.values():
            yield from _parts_of_all(value)
    elif is_array(node):
        for value in node:
            yield from _parts_of_all(value)
