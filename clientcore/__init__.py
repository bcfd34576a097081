"""What both clients stand on; it knows neither API."""

from clientcore.clock import Clock, FakeClock, SystemClock
from clientcore.errors import (
    ApiError,
    ArgumentError,
    AuthenticationError,
    ClientClosedError,
    ConflictError,
    DecodeError,
    DriftError,
    EventLoopError,
    InvalidRequestError,
    LimiterError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    RequestTimeoutError,
    SDKError,
    ServerError,
    TransportError,
)
from clientcore.http.observer import AttemptRecord
from clientcore.http.response import RawResponse
from clientcore.http.retry import RetryPolicy
from clientcore.limits.headers import RateLimit
from clientcore.limits.limiter import Limiter, SlidingWindow
from clientcore.model import Input, Model, known_fields
from clientcore.operation import Operation
from clientcore.paging.page import Page
from clientcore.paging.pager import Pager
from clientcore.unset import UNSET, Unset
from clientcore.version import __version__

__all__ = [
    "UNSET",
    "ApiError",
    "ArgumentError",
    "AttemptRecord",
    "AuthenticationError",
    "ClientClosedError",
    "Clock",
    "ConflictError",
    "DecodeError",
    "DriftError",
    "EventLoopError",
    "FakeClock",
    "Input",
    "InvalidRequestError",
    "Limiter",
    "LimiterError",
    "Model",
    "NotFoundError",
    "Operation",
    "Page",
    "Pager",
    "PermissionDeniedError",
    "RateLimit",
    "RateLimitError",
    "RawResponse",
    "RequestTimeoutError",
    "RetryPolicy",
    "SDKError",
    "ServerError",
    "SlidingWindow",
    "SystemClock",
    "TransportError",
    "Unset",
    "__version__",
    "known_fields",
]
