"""Compressed bodies with a hard end, and how deep a JSON text goes before anything parses it."""

import gzip
import zlib

GZIP_LEVEL = 6
WORTH_COMPRESSING = 0
"""Bytes of a body above which it is compressed: all are, because gzip's check sum finds what a link without TLS
has changed on the way."""

_QUIET = bytes(set(range(256)) - set(b"[]{}"))
"""Bytes that neither open nor close anything."""


class TooLarge(ValueError):
    """The body is larger than allowed; ``limit`` in bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"more than {limit} bytes")
        self.limit = limit


class Damaged(ValueError):
    """The compressed body is not whole or not gzip."""


class Inflater:
    """Inflates gzip piece by piece and stops at ``limit`` bytes, whatever the stream claims."""

    def __init__(self, limit: int) -> None:
        self._stream = zlib.decompressobj(wbits=31)
        self._limit = limit
        self._size = 0

    def feed(self, piece: bytes) -> bytes:
        """The inflated bytes of this piece. TooLarge, Damaged."""
        if self._stream.eof:
            if piece:
                raise Damaged("bytes after the end of the gzip stream")
            return b""
        try:
            out = self._stream.decompress(piece, self._limit - self._size + 1)
        except zlib.error as error:
            raise Damaged(str(error)) from error
        self._size += len(out)
        if self._size > self._limit:
            raise TooLarge(self._limit)
        if self._stream.unused_data:
            raise Damaged("bytes after the end of the gzip stream")
        return out

    def finish(self) -> None:
        """Damaged when the stream has not come to its end."""
        if not self._stream.eof:
            raise Damaged("the gzip stream ends early")


def compress(data: bytes) -> bytes:
    """gzip without a time stamp, so that equal bodies give equal bytes."""
    return gzip.compress(data, GZIP_LEVEL, mtime=0)


def inflate(data: bytes, limit: int) -> bytes:
    """The whole content of a gzip body. TooLarge, Damaged."""
    inflater = Inflater(limit)
    out = inflater.feed(data)
    inflater.finish()
    return out


def depth(text: bytes) -> int:
    """How many brackets are open at once at most; found without parsing, so that no nesting can hurt."""
    deepest = level = 0
    for bracket in outside_strings(text).translate(None, _QUIET):
        if bracket in b"[{":
            level += 1
            deepest = max(deepest, level)
        else:
            level -= 1
    return deepest


def outside_strings(text: bytes) -> bytes:
    """The text without its strings, in a few passes over all of it; of a string that never ends, nothing is left."""
    if b"\\" in text:  # an escaped quote ends no string; an escaped backslash escapes nothing
        text = text.replace(b"\\\\", b"").replace(b'\\"', b"")
    return b"".join(text.split(b'"')[::2])
