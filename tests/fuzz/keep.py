"""Take over from a fuzzing run what reaches code that the kept corpus does not: ``python -m tests.fuzz.keep TARGET``.

Smallest inputs first; each is kept when it reaches a line that none before it has reached.
"""

import sys
import tempfile
from hashlib import sha256
from pathlib import Path
from types import FrameType
from typing import Any

from tests.fuzz.seeds import seeds
from tests.fuzz.targets import TARGETS

ROOT = str(Path(__file__).parents[2])
CORPUS = Path(__file__).with_name("corpus")
MOST = 2000
"""Inputs looked at."""


def lines_reached(target: str, data: bytes) -> set[tuple[str, int]]:
    """The lines of our own code that reading this input runs through."""
    reached: set[tuple[str, int]] = set()

    def local(frame: FrameType, event: str, _argument: Any) -> Any:
        if event == "line":
            reached.add((frame.f_code.co_filename, frame.f_lineno))
        return local

    def begin(frame: FrameType, _event: str, _argument: Any) -> Any:
        file = frame.f_code.co_filename
        return local if file.startswith(ROOT) and "/tests/" not in file else None

    sys.settrace(begin)
    try:
        TARGETS[target](data)
    finally:
        sys.settrace(None)
    return reached


def main(target: str) -> None:
    kept = CORPUS / target
    kept.mkdir(parents=True, exist_ok=True)
    found = Path(tempfile.gettempdir()) / f"csat-fuzz-{target}"
    known: set[tuple[str, int]] = set()
    for seed in seeds(target):
        known |= lines_reached(target, seed)
    candidates = [
        file.read_bytes() for folder in (kept, found) if folder.exists() for file in folder.iterdir()
    ]
    for file in kept.iterdir():
        file.unlink()
    for data in sorted(set(candidates), key=lambda one: (len(one), one))[:MOST]:
        new = lines_reached(target, data) - known
        if new:
            known |= new
            (kept / sha256(data).hexdigest()[:16]).write_bytes(data)
    print(target, len(list(kept.iterdir())), "inputs,", len(known), "lines")


if __name__ == "__main__":
    main(sys.argv[1])
