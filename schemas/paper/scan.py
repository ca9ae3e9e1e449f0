"""The scan or fax file of a paper form: what it may be, how it is named, in what pieces it is kept and sent (J2)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal, get_args

Kind = Literal["pdf", "tiff", "jpeg", "png"]
KINDS: tuple[Kind, ...] = get_args(Kind)

MAX_SCAN_BYTES = 20 * 1024 * 1024
"""The largest file: about forty pages in colour, or a thousand of fax."""

PIECE_BYTES = 64 * 1024
"""How much is kept in one row and sent in one request; only the last piece of a file is shorter."""

SUFFIX: dict[str, str] = {"pdf": ".pdf", "tiff": ".tif", "jpeg": ".jpg", "png": ".png"}

_PDF, _PDF_WITHIN = b"%PDF-", 1024
"""A PDF may begin with up to 1,024 other bytes (ISO 32000-1, Annex H.3.4.1)."""

_BEGINNINGS: dict[bytes, Kind] = {
    b"II*\0": "tiff",
    b"MM\0*": "tiff",
    b"\xff\xd8\xff": "jpeg",
    b"\x89PNG\r\n\x1a\n": "png",
}


@dataclass(frozen=True)
class Scan:
    """A file and the form it is of. ``sha256`` in lower-case hexadecimal; ``size`` in bytes; ``name``: what the file
    was called; ``at``: when it was attached (ISO 8601)."""

    serial: str
    sha256: str
    size: int
    kind: Kind
    name: str
    at: str

    @property
    def id(self) -> str:
        return scan_id(self.serial, self.sha256)


def scan_id(serial: str, digest: str) -> str:
    """The same file at the same form is one, whoever attaches it and however often."""
    return sha256(f"csat-scan:1\n{serial}\n{digest}".encode()).hexdigest()[:32]


def kind_of(beginning: bytes) -> Kind | None:
    """What a file is by its first bytes, whatever it is called; None when it is nothing that a form can be."""
    for sign, kind in _BEGINNINGS.items():
        if beginning.startswith(sign):
            return kind
    return "pdf" if _PDF in beginning[:_PDF_WITHIN] else None


def pieces(content: bytes) -> Iterator[tuple[int, bytes]]:
    """A file as it is kept: where each piece begins, and the piece."""
    for start in range(0, len(content), PIECE_BYTES):
        yield start, content[start : start + PIECE_BYTES]


def digest_of(parts: Iterable[bytes]) -> str:
    """SHA-256 of a file in pieces, in lower-case hexadecimal."""
    made = sha256()
    for part in parts:
        made.update(part)
    return made.hexdigest()
