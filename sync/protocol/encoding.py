"""Compressed bodies with a hard end, and how deep and full a JSON text is before anything parses it."""

import gzip
import zlib
from dataclasses import dataclass

GZIP_LEVEL = 6
WORTH_COMPRESSING = 0
"""Bytes of a body above which it is compressed: all are, because gzip's check sum finds what a link without TLS
has changed on the way."""

MOST_BRACKETS = 200_000
"""Brackets whose nesting is looked at; no request may have more than half as many values."""

_SQUARE = bytes.maketrans(b"{}", b"[]")
_NO_BRACKET = bytes(set(range(256)) - set(b"[]{}"))
_NO_SIGN = bytes(set(range(256)) - set(b"[{,:"))


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


@dataclass(frozen=True)
class Shape:
    """How a JSON text is built, found without parsing it: ``depth`` levels of brackets, counted up to one more
    than was asked for, and ``values``, at least as many as it holds. What is no JSON may look deeper than it is."""

    depth: int
    values: int


def shape(text: bytes, levels: int) -> Shape:
    """The shape of a text, in time and memory proportional to its length."""
    signs = outside_strings(text)
    values = 1 + len(signs.translate(None, _NO_SIGN))
    brackets = signs.translate(_SQUARE, _NO_BRACKET)[:MOST_BRACKETS]
    depth = 0
    while b"[]" in brackets and depth <= levels:
        brackets = brackets.replace(b"[]", b"")
        depth += 1
    return Shape(min(depth + brackets.count(b"["), levels + 1), values)


def outside_strings(text: bytes) -> bytes:
    """The text without its strings, in a few passes over all of it; of a string that never ends, nothing is left."""
    if b"\\" in text:  # an escaped quote ends no string; an escaped backslash escapes nothing
        text = text.replace(b"\\\\", b"").replace(b'\\"', b"")
    return b"".join(text.split(b'"')[::2])
