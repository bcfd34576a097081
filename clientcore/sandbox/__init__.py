"""The engine of the two fake services: stateful, in memory, and true to how the real ones act."""

from clientcore.sandbox.engine import Call, LoggedCall, Reply, Sandbox
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
from clientcore.sandbox.wire import Refused, Row, id_of

__all__ = [
    "Call",
    "CutBody",
    "Fault",
    "Html",
    "LoggedCall",
    "LostAnswer",
    "NoConnection",
    "Redirect",
    "Refused",
    "Reply",
    "Row",
    "Sandbox",
    "Stall",
    "Status",
    "TooManyRequests",
    "id_of",
]
