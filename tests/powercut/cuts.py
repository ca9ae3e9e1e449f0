"""Play a tape on the logging disk, cut the power somewhere, open the file again, and look."""

from dataclasses import dataclass
from itertools import count
from pathlib import Path
from random import Random

import apsw

from tests.powercut.disk import Journal, LoggingVFS, picture
from tests.powercut.recording import COMMIT, Tape

_NAMES = count(1)
NAME = "store.db"


@dataclass(frozen=True)
class Damage:
    """``lost``: how many acknowledged commits are gone; ``fault``: what the integrity check says."""

    cut: int
    lost: int
    fault: str | None


def play(tape: Tape, folder: Path, synchronous: str | None = None) -> tuple[Journal, list[int]]:
    """The journal of the whole tape, and for each commit (from 0: the beginning) what the look-up says then.

    ``synchronous``: another setting than the store's own, for a control.
    """
    journal = Journal()
    file = folder / NAME
    for old in folder.glob(f"{NAME}*"):
        old.unlink()
    file.write_bytes(tape.file.read_bytes())
    name = f"logging{next(_NAMES)}"
    vfs = LoggingVFS(name, journal)
    connection = apsw.Connection(str(file), vfs=name)
    for pragma in tape.pragmas:
        connection.execute(pragma).fetchall()
    if synchronous is not None:
        connection.execute(f"PRAGMA synchronous={synchronous}").fetchall()
    seen = [_look(connection, tape)]
    for statement, values in tape.statements:
        connection.execute(statement, values).fetchall()
        if statement == COMMIT:
            seen.append(_look(connection, tape))
            journal.note(len(seen) - 1)
    connection.close()
    vfs.unregister()
    return journal, seen


def cut_power(
    tape: Tape, journal: Journal, seen: list[int], folder: Path, cuts: int, random: Random
) -> list[Damage]:
    """Cut at random operations; only what did not hold."""
    start = {NAME: tape.file.read_bytes()}
    return [found for _ in range(cuts) if (found := _cut(tape, journal, seen, start, folder, random))]


def _cut(
    tape: Tape, journal: Journal, seen: list[int], start: dict[str, bytes], folder: Path, random: Random
) -> Damage | None:
    cut = random.randrange(1, len(journal.ops) + 1)
    for old in folder.glob(f"{NAME}*"):
        old.unlink()
    for name, data in picture(start, journal, cut, random).items():
        if not name.endswith("-shm"):
            (folder / name).write_bytes(data)
    promised = seen[journal.acknowledged(cut)]
    try:
        connection = apsw.Connection(str(folder / NAME))
        fault = str(connection.execute("PRAGMA integrity_check").fetchone()[0])
        held = _look(connection, tape)
        connection.close()
    except apsw.Error as error:
        return Damage(cut, promised, str(error))
    if fault != "ok" or held < promised or held not in seen:
        return Damage(cut, promised - held, None if fault == "ok" else fault)
    return None


def _look(connection: apsw.Connection, tape: Tape) -> int:
    [(number,)] = connection.execute(tape.look).fetchall()
    return int(number)
