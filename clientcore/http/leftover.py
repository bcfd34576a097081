"""Bytes that came after the end of an answer: they would be taken for the next call's answer."""


def came_more(stream: object) -> bool:
    """Whether more came than was announced.

    Nothing public tells. Where httpx is built in another way, it is not seen.

    Args:
        stream: What httpx has as an answer's stream, read to its end.
    """
    for inner in ("_stream", "_httpcore_stream", "_stream", "_connection", "_h11_state"):
        stream = getattr(stream, inner, None)
    left, _ = getattr(stream, "trailing_data", (b"", False))
    return bool(left)
