"""Who is told of drift: readers are shared by all clients, and each client logs on its own."""

from collections.abc import Callable
from contextvars import ContextVar

Listener = Callable[[str, str, str], None]
"""What is told of drift: the model, the field (empty for the row as a whole), and what it is."""


def _nobody(model: str, field: str, said: str) -> None:
    """A row that is read outside of any client."""


LISTENER: ContextVar[Listener] = ContextVar("LISTENER", default=_nobody)
"""Who listens while a row is read."""


def tell(model: type[object], field: str, said: str) -> None:
    """Tell of drift whoever listens."""
    LISTENER.get()(model.__name__, field, said)
