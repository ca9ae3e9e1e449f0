"""Sixty paper forms of each of two questionnaires, keyed in the real app through a terminal.

    python -m tests.e2e.key_pile --forms 60

Prints keys a form beside those of its items, and the program's processor time a form; exits 1 when a record does
not say what the paper says.
"""

import argparse
import json
import resource
import sys
import tempfile
from pathlib import Path

from csat_tui.laptop.opening import Laptop
from csat_tui.paper import shelf
from csat_tui.store import responses
from schemas.packs.resolve import library_content, read
from tests.support import paper_desk
from tests.support.keyed_app import ENTER, ESC, F8, app
from tests.support.paper_desk import P09, P12
from tests.support.pile import Sheet, pile
from tests.support.practice_laptop import opened

KEYS = {"enter": ENTER, "backspace": "\x7f"}


def words_of(sheet: Sheet) -> list[str]:
    """The keys of its items, one after another."""
    return [key for keys in sheet.keys for word in keys.split() for key in ([word] if word in KEYS else word)]


def key(home: Path, name: str, forms: int) -> tuple[int, float]:
    """Key a pile; keys beside those of the items, and seconds of processor time, all forms together."""
    pack = read(library_content(name))
    sheets = pile(pack, forms=forms)
    paper_desk.make(home)
    with opened(home) as laptop:
        paper_desk.issued(laptop, pack, forms)
        paper_desk.batch_of(laptop, name, forms)
    beside = 0
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with app(home, "en") as seat:
        seat.see("to send")
        for way, sign in ((F8, "batches 1"), (ENTER, "second keying"), (ENTER, "Enter takes the serial")):
            seat.keys(way)
            seat.see(sign)
        for sheet in sheets:
            head = [ENTER, *("1115" if sheet.number == 1 else ENTER)]
            beside += len(head)
            seat.keys(*head, *(KEYS.get(word, word) for word in words_of(sheet)))
            seat.see(f"Form before: {sheet.serial}")
        seat.keys(ESC)
        seat.see("F9 Close")
        seat.quit()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    with opened(home) as laptop:
        wrong = [sheet.serial for sheet in sheets if stored(laptop, sheet) != dict(sheet.answers)]
    if wrong:
        raise SystemExit(f"{name}: other answers than on the paper: {', '.join(wrong)}")
    return beside, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def stored(laptop: Laptop, sheet: Sheet) -> dict[str, object]:
    """The answers of the record of a sheet."""
    form = shelf.form(laptop.store, sheet.serial)
    body = responses.body_of(laptop.store, (form.keyed or {})["response"]) if form else None
    return dict(json.loads(body or b"{}").get("answers", {}))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--forms", type=int, default=60)
    options = parser.parse_args()
    for name in (P12, P09):
        with tempfile.TemporaryDirectory() as folder:
            beside, seconds = key(Path(folder) / "home", name, options.forms)
        print(
            f"{name}: {options.forms} forms, {beside / options.forms:.2f} keys a form beside its items,"
            f" {seconds / options.forms:.2f} s of processor time a form (start of the app included)"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
