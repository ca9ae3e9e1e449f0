"""Sixty paper forms of each of two questionnaires, keyed in the real app through a terminal.

    python -m tests.e2e.key_pile --forms 60
    python -m tests.e2e.key_pile --forms 60 --errors 40

Prints keys a form beside those of its items, with and without the digits of its day where that is another than on the
form before, and the program's processor time a form; exits 1 when a record does not say what the paper says. With
``--errors`` so many ticks and numbers are keyed as something else, and every form is keyed a second time, rightly, by
another person: prints how many were found, and the field error rate; exits 1 unless these are the seeded ones and the
rate is theirs of all fields.
"""

import argparse
import json
import resource
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

from csat_tui.laptop.opening import Laptop
from csat_tui.laptop.paper_rows import difference_rows, rate_words
from csat_tui.paper import batches, decisions, shelf
from csat_tui.store import responses
from schemas.packs.model import Pack
from schemas.packs.resolve import library_content, read
from schemas.paper.head import FORM_DATE
from schemas.paper.layout import fields
from tests.support import paper_desk
from tests.support.keyed_app import CTRL_D, ENTER, ESC, F8, KeyedApp, app, fresh
from tests.support.paper_desk import P09, P12
from tests.support.pile import Sheet, pile
from tests.support.practice_laptop import opened

F7 = "\x1b[18~"
OTHER = "qian"
"""Who keys the second time."""
OTHER_NUMBER = "55 enter"
"""What a number is keyed as by a slip; the pile has none of it."""
KEYS = {"enter": ENTER, "backspace": "\x7f"}


def words_of(sheet: Sheet) -> list[str]:
    """The keys of its items, one after another."""
    return [key for keys in sheet.keys for word in keys.split() for key in ([word] if word in KEYS else word)]


def key(home: Path, name: str, forms: int) -> tuple[int, int, float]:
    """Key a pile; keys beside those of the items, digits of days among them, and seconds of processor time, all forms
    together."""
    pack = read(library_content(name))
    sheets = pile(pack, forms=forms)
    make(home, pack, forms)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with app(home, "en", start=fresh(home)) as seat:
        begin(seat)
        beside, typed = type_in(seat, sheets)
        seat.see("F9 Close")
        seat.quit()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    with opened(home) as laptop:
        wrong = [
            sheet.serial for sheet in sheets if stored(laptop, sheet) != (sheet.day, dict(sheet.answers))
        ]
    if wrong:
        raise SystemExit(f"{name}: other answers than on the paper: {', '.join(wrong)}")
    return beside, typed, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def make(home: Path, pack: Pack, forms: int) -> None:
    """A laptop with a mailing of these forms, and a batch in which they came back; all of it is keyed twice."""
    paper_desk.make(home)
    with opened(home) as laptop:
        paper_desk.issued(laptop, pack, forms)
        batch = paper_desk.batch_of(laptop, pack.pack, forms)
        batches._set(laptop, batch, {"verify": "blind", "verify_percent": "100"})


def begin(seat: KeyedApp) -> None:
    """From Today to the first form of the batch."""
    seat.see("to send")
    for way, sign in ((F8, "batches 1"), (ENTER, "second keying"), (ENTER, "Enter takes the serial")):
        seat.keys(way)
        seat.see(sign)


def type_in(seat: KeyedApp, sheets: Sequence[Sheet]) -> tuple[int, int]:
    """Key every sheet and leave the keying; keys beside those of the items, and digits of days among them."""
    beside, typed, before = 0, 0, ""
    for sheet in sheets:
        digits = "" if sheet.day == before else sheet.day
        head = [ENTER, *digits] if digits else [CTRL_D]
        before = sheet.day
        beside, typed = beside + len(head), typed + len(digits)
        seat.keys(*head, *(KEYS.get(word, word) for word in words_of(sheet)))
        seat.see(f"Form before: {sheet.serial}")
    seat.keys(ESC)
    return beside, typed


def slipped(pack: Pack, sheets: Sequence[Sheet], errors: int) -> tuple[list[Sheet], set[tuple[str, str]]]:
    """The sheets with so many items keyed as another option or number, and which: (serial, code)."""
    places = range(len(fields(pack)))
    plain = [(sheet.number, place) for sheet in sheets for place in places if slip(pack, sheet, place)]
    wrong = set(Random(errors).sample(plain, errors))
    made = []
    for sheet in sheets:
        keys = list(sheet.keys)
        for place in (place for number, place in wrong if number == sheet.number):
            keys[place] = slip(pack, sheet, place)
        made.append(replace(sheet, keys=tuple(keys)))
    return made, {(sheets[number - 1].serial, fields(pack)[place].code) for number, place in wrong}


def slip(pack: Pack, sheet: Sheet, place: int) -> str:
    """The keys of a wrong answer; empty where the right one is no plain tick or number."""
    one, keys = fields(pack)[place], sheet.keys[place]
    if one.at_once:
        return next((key for key, _option in one.choices if key != keys), "") if keys.isdecimal() else ""
    plain = one.kind == "number" and keys.removesuffix(" enter").isdecimal()
    return OTHER_NUMBER if plain else ""


def key_twice(home: Path, name: str, forms: int, errors: int) -> str:
    """Key a pile with seeded slips, then rightly by somebody else; the field error rate. SystemExit unless exactly
    the slips were found."""
    pack = read(library_content(name))
    sheets = pile(pack, forms=forms)
    wrong, places = slipped(pack, sheets, errors)
    make(home, pack, forms)
    with app(home, "en") as seat:
        begin(seat)
        type_in(seat, wrong)
        for way, sign in (
            (F7, "Who keys from now on"),
            (OTHER, f" {OTHER}"),
            (ENTER, "F9 Close"),
            (F8, f"SECOND KEYING by {OTHER}"),
        ):
            seat.keys(way)
            seat.see(sign)
        type_in(seat, sheets)
        seat.see("F9 Close")
        seat.quit()
    with opened(home) as laptop:
        (batch,) = shelf.batches(laptop.store)
        found = [(row.serial, row.code) for row in difference_rows(laptop, batch)]
        rate = decisions.rate_of(laptop, batch)
    if sorted(found) != sorted(places):
        raise SystemExit(f"{name}: not found {places - set(found)}, invented {set(found) - places}")
    if (rate.numerator, rate.base) != (errors, forms * (len(fields(pack)) + len([FORM_DATE]))):
        raise SystemExit(f"{name}: the rate is {rate_words(rate)}")
    return rate_words(rate)


def stored(laptop: Laptop, sheet: Sheet) -> tuple[str, dict[str, object]]:
    """Month and day, and the answers, of the record of a sheet."""
    form = shelf.form(laptop.store, sheet.serial)
    body = responses.body_of(laptop.store, (form.keyed or {})["response"]) if form else None
    record = json.loads(body or b"{}")
    return str(record.get("local_date", ""))[5:].replace("-", ""), dict(record.get("answers", {}))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--forms", type=int, default=60)
    parser.add_argument("--errors", type=int, default=0, help="seeded slips, to be found by a second keying")
    options = parser.parse_args()
    for name in (P12, P09):
        with tempfile.TemporaryDirectory() as folder:
            if options.errors:
                rate = key_twice(Path(folder) / "home", name, options.forms, options.errors)
                print(f"{name}: {options.errors} errors seeded, all found, none invented; rate {rate}")
                continue
            beside, typed, seconds = key(Path(folder) / "home", name, options.forms)
        print(
            f"{name}: {options.forms} forms, {beside / options.forms:.2f} keys a form beside its items"
            f" ({(beside - typed) / options.forms:.2f} and its day where it is another),"
            f" {seconds / options.forms:.2f} s of processor time a form (start of the app included)"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
