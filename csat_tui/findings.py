"""What ``csat doctor`` finds, and what it looks at in any home: its folder, its files, its disk."""

import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from csat_tui.home import cloud_caution
from schemas.language import texts

_ = texts("csat_tui")

State = Literal["ok", "mended", "caution", "wrong"]

MIB = 1024 * 1024
LEAST_SPACE = 100 * MIB
GOOD_SPACE = 1024 * MIB
LARGE_WAL = 64 * MIB
PLACES_SHOWN = 5


@dataclass(frozen=True)
class Finding:
    """``check`` is a stable name; ``words`` says what was found, and what to do where it is not well."""

    check: str
    state: State
    words: str


def content(kind: str, findings: Iterable[Finding]) -> dict[str, Any]:
    """All findings for programs; ``ok`` when none is wrong."""
    listed = [asdict(finding) for finding in findings]
    return {"kind": kind, "ok": all(one["state"] != "wrong" for one in listed), "findings": listed}


def line(finding: Finding) -> str:
    """A finding for a person."""
    states = {"ok": _("well"), "mended": _("mended"), "caution": _("caution"), "wrong": _("WRONG")}
    return f"{states[finding.state]}: {finding.words}"


def folder(path: Path) -> Finding:
    """Whether another program copies the folder behind our back."""
    caution = cloud_caution(path)
    if caution is not None:
        return Finding("folder", "caution", caution)
    return Finding("folder", "ok", _("The home folder is {folder}.", folder=path))


def space(path: Path) -> Finding:
    """Whether there is room on the disk."""
    free = shutil.disk_usage(path).free
    words = _("{n} MB are free on the disk.", n=free // MIB)
    if free >= GOOD_SPACE:
        return Finding("space", "ok", words)
    advice = words + " " + _("Free some space before it is full.")
    return Finding("space", "caution" if free >= LEAST_SPACE else "wrong", advice)


def private(files: Iterable[Path], keep: int = 0o700, check: str = "permissions") -> Finding:
    """Whether only those in ``keep`` may read these files; taken from the others where they may."""
    there = [file for file in files if os.name == "posix" and file.exists()]
    open_ones = [file for file in there if file.stat().st_mode & 0o777 & ~keep]
    try:
        for file in open_ones:
            file.chmod(file.stat().st_mode & 0o777 & keep)
    except OSError as error:
        reason = error.strerror or str(error)
        words = _(
            "Others may read {file}, and that cannot be changed ({reason}).",
            file=error.filename,
            reason=reason,
        )
        return Finding(check, "wrong", words)
    if open_ones:
        names = ", ".join(file.name for file in open_ones)
        return Finding(check, "mended", _("Others could read {files}; now they cannot.", files=names))
    return Finding(check, "ok", _("The files are for their owner only."))


def counted(check: str, places: Iterable[object], well: str, wrong: str) -> Finding:
    """A check that names the places where something does not fit."""
    found = list(places)
    if not found:
        return Finding(check, "ok", well)
    shown = "; ".join(str(place) for place in found[:PLACES_SHOWN])
    more = f" … ({len(found)})" if len(found) > PLACES_SHOWN else ""
    return Finding(check, "wrong", f"{wrong} {shown}{more}")


def states(findings: Iterable[Finding]) -> Iterator[State]:
    return (finding.state for finding in findings)
