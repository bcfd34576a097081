"""The bodies of answers as they come: unpacked no further than anybody wants to hold."""

import zlib
from typing import Protocol

PACKED = ("gzip", "x-gzip", "deflate")
"""The encodings that are understood; only gzip is asked for."""


class Unpacking(Protocol):
    """Turns what came into what was meant, piece by piece."""

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        """What a piece holds, at most so many bytes of it."""
        ...

    @property
    def eof(self) -> bool:
        """Whether this can have been all."""
        ...


class _Plain:
    """What is not packed."""

    eof = True

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        return data[:max_length]


def unpacking(encoding: str) -> Unpacking:
    """What unpacks an encoding; what is unknown is left as it is."""
    if encoding.strip().lower() in PACKED:
        return zlib.decompressobj(zlib.MAX_WBITS | 32)  # by its first bytes, gzip or zlib
    return _Plain()
