"""A disk that is honest about syncs only: a VFS on apsw that logs what is written, and the picture after a cut."""

from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import apsw

SECTOR = 512


@dataclass(frozen=True)
class Op:
    """One operation on a file: ``write`` at a place, ``truncate`` to a size, ``sync``, ``delete``."""

    kind: str
    file: str
    at: int = 0
    data: bytes = b""


@dataclass
class Journal:
    """What happened on the disk, in order; ``returned`` is noted by whoever got an answer."""

    ops: list[Op] = field(default_factory=list)
    returned: list[tuple[int, int]] = field(default_factory=list)

    def note(self, commit: int) -> None:
        """This commit has returned, after so many operations."""
        self.returned.append((len(self.ops), commit))

    def acknowledged(self, cut: int) -> int:
        """The last commit that had returned when the power went."""
        return max((commit for place, commit in self.returned if place <= cut), default=0)


class LoggingVFS(apsw.VFS):
    """The system's VFS, with a journal of what is written through it."""

    def __init__(self, name: str, journal: Journal) -> None:
        self.journal = journal
        super().__init__(name, "")

    def xOpen(self, name: Any, flags: list[int]) -> "LoggingFile":  # noqa: N802
        return LoggingFile(self.journal, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802
        self.journal.ops.append(Op("delete", Path(filename).name))
        super().xDelete(filename, syncdir)


class LoggingFile(apsw.VFSFile):
    def __init__(self, journal: Journal, name: Any, flags: list[int]) -> None:
        self._journal = journal
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        self._name = Path(path).name if path else ""
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        self._journal.ops.append(Op("write", self._name, offset, bytes(data)))
        super().xWrite(data, offset)

    def xTruncate(self, newsize: int) -> None:  # noqa: N802
        self._journal.ops.append(Op("truncate", self._name, newsize))
        super().xTruncate(newsize)

    def xSync(self, flags: int) -> None:  # noqa: N802
        super().xSync(flags)
        self._journal.ops.append(Op("sync", self._name))


def picture(start: dict[str, bytes], journal: Journal, cut: int, random: Random) -> dict[str, bytes]:
    """The files after the power went before operation ``cut``: all that was synced, and of the rest some
    sectors, in any order."""
    files = {name: bytearray(data) for name, data in start.items()}
    loose: dict[str, list[Op]] = {}
    for op in journal.ops[:cut]:
        if op.kind == "sync":
            for one in loose.pop(op.file, []):
                _apply(files, one)
        else:
            loose.setdefault(op.file, []).append(op)
    for ops in loose.values():
        if random.random() < 0.2:
            continue  # nothing of this file had got there
        for op in ops:
            if op.kind == "write":
                for piece in _torn(op, random):
                    _apply(files, piece)
            elif random.random() < 0.5:
                _apply(files, op)
    return {name: bytes(data) for name, data in files.items()}


def _torn(op: Op, random: Random) -> list[Op]:
    """The sectors of a write that got there."""
    chance = random.choice((0.0, 0.5, 0.9, 1.0))
    pieces = []
    for begin in range(0, len(op.data), SECTOR):
        if random.random() < chance:
            pieces.append(Op("write", op.file, op.at + begin, op.data[begin : begin + SECTOR]))
    return pieces


def _apply(files: dict[str, bytearray], op: Op) -> None:
    if op.kind == "delete":
        files.pop(op.file, None)
        return
    data = files.setdefault(op.file, bytearray())
    if op.kind == "truncate":
        del data[op.at :]
        return
    if len(data) < op.at:
        data.extend(bytes(op.at - len(data)))
    data[op.at : op.at + len(op.data)] = op.data
