"""The engine of the two fake services: stateful, in memory, and true to how the real ones act.

A fake service is made of three things. Its **account** (a subclass of `Account`) has a table for
each resource, in a line: what a row is, what is unique, what a list is filtered by, what refers to
what. With that its `list`, `get`, `create`, `update`, `delete`, `create_bulk` and `list_<table>`
are answered. Its **rules** (`Rules`) are small functions for what a table cannot know: one that
runs `before` an operation refuses or changes the call, one that `answers` does what it does. Its
**dialect** (a subclass of `Sandbox`) says how it says yes and no: credentials, errors, limits.
`table.py`, `rules.py`, `dialect.py` and `account.py` say the rest.
"""

from clientcore.sandbox.account import Account
from clientcore.sandbox.answers import BadRows
from clientcore.sandbox.engine import Sandbox
from clientcore.sandbox.faults import (
    CutBody,
    Fault,
    Html,
    LostAnswer,
    NoConnection,
    Redirect,
    Stall,
    Status,
    TooManyRequests,
)
from clientcore.sandbox.ids import numbers, slugs
from clientcore.sandbox.problems import BadRow, Problem
from clientcore.sandbox.rules import Call, Reply, Rules
from clientcore.sandbox.table import Table
from clientcore.sandbox.wire import LoggedCall, Refused, Row

__all__ = [
    "Account",
    "BadRow",
    "BadRows",
    "Call",
    "CutBody",
    "Fault",
    "Html",
    "LoggedCall",
    "LostAnswer",
    "NoConnection",
    "Problem",
    "Redirect",
    "Refused",
    "Reply",
    "Row",
    "Rules",
    "Sandbox",
    "Stall",
    "Status",
    "Table",
    "TooManyRequests",
    "numbers",
    "slugs",
]
