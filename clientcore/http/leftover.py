"""Bytes that came after the end of an answer: they would be taken for the next call's answer."""

from typing import Protocol, cast


class _Connection(Protocol):
    async def aclose(self) -> None: ...


async def close_if_more_came(stream: object) -> None:
    """Let no other call use a connection on which more came than was announced.

    Nothing public tells of it. Where httpx is built in another way, it is not seen.

    Args:
        stream: What httpx had as the stream of an answer that is read and closed.
    """
    for inner in ("_stream", "_httpcore_stream", "_stream", "_connection"):
        stream = getattr(stream, inner, None)
    connection = cast("_Connection | None", stream)
    left, _ = getattr(getattr(connection, "_h11_state", None), "trailing_data", (b"", False))
    if left and connection is not None:
        await connection.aclose()
