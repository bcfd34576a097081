"""What can be wrong with a request, as facts: each service has its own words for them."""

from typing import Literal

from clientcore.errors import ArgumentError

Part = Literal["params", "querystring", "body"]
"""Where in a request, in the words of JSON Schema validators."""

Path = tuple[str | int, ...]
"""Where in a request: its part, then names and indices."""

Keyword = Literal[
    "type", "enum", "format", "required", "minimum", "maximum", "minLength", "maxLength",
    "minItems", "maxItems", "uniqueItems", "additionalProperties",
]  # fmt: skip
"""Which rule of JSON Schema is broken."""

_WORDS: dict[Keyword, str] = {
    "type": "must be {}",
    "enum": "must be equal to one of the allowed values",
    "format": "must match {}",
    "required": "must have required property '{}'",
    "minimum": "must be >= {}",
    "maximum": "must be <= {}",
    "minLength": "must NOT have fewer than {} characters",
    "maxLength": "must NOT have more than {} characters",
    "minItems": "must NOT have fewer than {} items",
    "maxItems": "must NOT have more than {} items",
    "uniqueItems": "must NOT have duplicate items (items ## {} are identical)",
    "additionalProperties": "must NOT have additional properties",
}


class Problem(Exception):  # noqa: N818 - becomes a refusal in the service's words
    """A value of a request does not fit the operation's signature.

    Args:
        path: Where it stands: the part of the request, then names and indices.
        keyword: Which rule it breaks.
        limit: What the rule says: a type, a number, the name of what is missing.
    """

    def __init__(self, path: Path, keyword: Keyword, limit: object) -> None:
        super().__init__(path, keyword, limit)
        self.path = path
        self.keyword: Keyword = keyword
        self.limit = limit

    def __str__(self) -> str:
        """In the words of Ajv, the validator that Runn's framework stands on."""
        return f"{'/'.join(map(str, self.path))} {_WORDS[self.keyword].format(self.limit)}"


Reason = Literal["dangling", "taken", "empty", "missing"]
"""Why a row cannot be: it refers to nothing, another has this, a text says nothing;
or there is no row of this id."""


class BadRow(ArgumentError):  # noqa: N818 - to a request it is a refusal in the service's words
    """A row that cannot be in its table, or is not there.

    Args:
        reason: Why.
        kind: What kind of row: of the one that is referred to where it dangles.
        column: Which column it is about.
        value: What stands in it.
    """

    def __init__(
        self,
        reason: Reason,
        kind: str,
        column: str,
        value: object,
    ) -> None:
        super().__init__(reason, kind, column, value)
        self.reason: Reason = reason
        self.kind = kind
        self.column = column
        self.value = value

    def __str__(self) -> str:
        words = {
            "dangling": f"{self.value!r} is the id of no {self.kind}",
            "taken": f"{self.value!r} is taken by another {self.kind}",
            "empty": "must not be empty",
            "missing": f"{self.value!r} is of no {self.kind}",
        }
        return f"{self.column} {words[self.reason]}"
