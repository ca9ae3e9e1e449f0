"""What the import screens need of the laptop, as plain data and one protocol, called in worker threads only.

A failure that a person can act on is raised as ``Trouble``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from csat_tui.importing.fields import Kind
from csat_tui.importing.mapping import Wishes
from csat_tui.importing.prepared import Prepared
from csat_tui.importing.tally import Tally

Verdict = Literal["new", "changed", "known", "rejected", "passed"]
Progress = Callable[[int], None]

LISTED = 1000
"""Rows of an outcome that a preview shows: who wants to see more of them than that looks into the file."""


class Stopped(Exception):
    """Raised by what watches an import, to end it before anything is stored."""


@dataclass(frozen=True)
class FoundFile:
    """A file that may be imported. ``size``: bytes; ``changed_at``: local time."""

    name: str
    size: int
    changed_at: datetime


@dataclass(frozen=True)
class Folder:
    """Files of a folder that may be imported, newest first."""

    path: str
    files: Sequence[FoundFile]


@dataclass(frozen=True)
class PreviewLine:
    """What becomes of a line of the file: ``about`` whom it is, ``note`` which fields change or why not."""

    line: int
    verdict: Verdict
    about: str
    note: str


@dataclass(frozen=True)
class Preview:
    """``lines``: the first ``LISTED`` of each outcome, in the order of the file, and every rejected one;
    ``before``: when exactly this file was imported before and not taken back."""

    tally: Tally
    lines: Sequence[PreviewLine]
    before: Sequence[str] = ()


@dataclass(frozen=True)
class Done:
    """An import on file, of this laptop or another. ``mine``: it can be taken back here; ``undone``: it was."""

    id: str
    at: datetime
    what: str
    source: str
    file: str
    hash: str
    rows: int
    new: int
    known: int
    changed: int
    rejected: int
    mine: bool
    undone: bool
    due: int = 0
    """Tasks that became due with it; known right after it alone."""


class Imports(Protocol):
    """Imports on this laptop."""

    def folder(self, path: str) -> Folder:
        """The files of this folder, or of the user's where downloads arrive for an empty path."""

    def source(self, kind: Kind) -> str:
        """The source whose columns were remembered last."""

    def open(self, kind: Kind, path: str, source: str) -> Prepared:
        """Read a file and assign its columns."""

    def change(self, prepared: Prepared, source: str, by_hand: Wishes) -> Prepared:
        """The same file with columns assigned anew."""

    def preview(self, prepared: Prepared, source: str, watched: Progress) -> Preview:
        """What applying it would do; nothing is stored."""

    def apply(self, prepared: Prepared, source: str, watched: Progress) -> Done:
        """Store it, all or nothing; ``watched`` may raise ``Stopped``."""

    def done(self) -> Sequence[Done]:
        """Earlier imports, newest first."""

    def undo(self, id: str) -> int:
        """Take one back; how many records it concerned."""
