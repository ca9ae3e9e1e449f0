"""Two keyings of one form, field by field, as they are shown to whoever says what the second one is (J2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from csat_tui.interview.words import answer_words
from csat_tui.laptop.opening import Laptop
from csat_tui.paper import batches, keyed_form, meeting, shelf
from csat_tui.store import customers
from schemas.forms.answers import Answer
from schemas.language import texts
from schemas.packs.model import Pack
from schemas.paper.comparison import same
from schemas.paper.layout import fields
from schemas.records.keyed_twice import is_sorted_out
from schemas.records.paper import PaperForm
from schemas.records.reference import Proposal

_ = texts("csat_tui")


@dataclass(frozen=True)
class Beside:
    """One field as it was keyed first and second, in words. ``code`` empty: it stands above the items."""

    code: str
    name: str
    kept: str
    proposed: str
    differs: bool


@dataclass(frozen=True)
class Met:
    """A form keyed twice, and who keyed it when: ``kept`` counts until it is decided, ``proposed`` came second."""

    proposal: str
    serial: str
    batch: str
    kept: str
    proposed: str
    rows: Sequence[Beside]

    @property
    def differing(self) -> int:
        """How many fields differ."""
        return sum(row.differs for row in self.rows)


def met_forms(laptop: Laptop) -> Sequence[Met]:
    """Every form that waits, the oldest first."""
    return [side_by_side(laptop, one) for one in meeting.met(laptop)]


def side_by_side(laptop: Laptop, proposal: Proposal) -> Met:
    """Both keyings of a form."""
    form = meeting.form_of(laptop, proposal)
    kept, proposed = proposal.kept or {}, proposal.proposed or {}
    batch = shelf.batch(laptop.store, form.batch or "")
    pack = keyed_form.pack_of(laptop, batch) if batch else None
    return Met(
        proposal=proposal.id,
        serial=form.serial,
        batch=batch.number if batch else "?",
        kept=_who(kept),
        proposed=_who({"by": proposal.user, "at": proposal.at, **proposed}),
        rows=[*_head(laptop, form, kept, proposed), *(_items(laptop, pack, kept, proposed) if pack else ())],
    )


def _who(keyed: Mapping[str, Any]) -> str:
    found = batches.fate_names().get(keyed["fate"]) if is_sorted_out(keyed) else None
    by = keyed.get("by") or (None if found else "?")
    return " ".join(filter(None, (found, by, str(keyed.get("at") or "")[:16].replace("T", " "))))


def _head(
    laptop: Laptop, form: PaperForm, kept: Mapping[str, Any], proposed: Mapping[str, Any]
) -> Sequence[Beside]:
    def unit(keyed: Mapping[str, Any]) -> str:
        id = keyed.get("customer")
        known = customers.by_id(laptop.store, str(id)) if id else None
        return known.name if known else str(id or "-")

    def pile(keyed: Mapping[str, Any]) -> str:
        known = shelf.batch(laptop.store, str(keyed.get("batch") or form.batch))
        return known.number if known else "-"

    def day(keyed: Mapping[str, Any]) -> str:
        return str(keyed.get("form_date") or "-")

    told = [(_("Batch"), pile), (_("Unit"), unit), (_("Date on the form"), day)]
    pairs = [(name, words(kept), words(proposed)) for name, words in told]
    return [Beside("", name, one, other, one != other) for name, one, other in pairs]


def _items(
    laptop: Laptop, pack: Pack, kept: Mapping[str, Any], proposed: Mapping[str, Any]
) -> Sequence[Beside]:
    sides = [_answers(laptop, keyed) for keyed in (kept, proposed)]
    return [_item(pack, field.code, field.question.short, sides, (kept, proposed)) for field in fields(pack)]


def _item(
    pack: Pack,
    code: str,
    name: str,
    sides: Sequence[Mapping[str, Answer] | None],
    keyed: Sequence[Mapping[str, Any]],
) -> Beside:
    """One item; it differs only where both sides are known."""
    both = list(zip(sides, keyed, strict=True))
    kept, proposed = (_told(pack, code, side, told) for side, told in both)
    known = all(side is not None and not _withheld(code, side, told) for side, told in both)
    one, other = (side.get(code) if side is not None else None for side in sides)
    return Beside(code, name, kept, proposed, known and not same(one, other))


def _withheld(code: str, side: Mapping[str, Answer], keyed: Mapping[str, Any]) -> bool:
    """Whether there are words that the other laptop keeps to itself."""
    return code not in side and code in (keyed.get("words") or ())


def _answers(laptop: Laptop, keyed: Mapping[str, Any]) -> Mapping[str, Answer] | None:
    """What it was keyed as: the record as it stands where it is held here, else what the keying tells; None where it
    tells nothing."""
    if is_sorted_out(keyed):
        return {}
    held = keyed_form.first_answers(laptop, str(keyed.get("response") or ""))
    if held is not None:
        return held
    told = keyed.get("answers")
    return {code: Answer.model_validate(wire) for code, wire in told.items()} if told is not None else None


def _told(pack: Pack, code: str, side: Mapping[str, Answer] | None, keyed: Mapping[str, Any]) -> str:
    if side is None:
        return _("on the other laptop")
    if _withheld(code, side, keyed):
        return _("words, on the other laptop")
    return answer_words(pack, pack.questions[code], side.get(code))
