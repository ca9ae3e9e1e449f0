"""Fields of a form in words: items, and what stands above them."""

from typing import Any

from csat_tui.interview.words import answer_words
from csat_tui.laptop.opening import Laptop
from csat_tui.store import customers
from schemas.forms.answers import Answer
from schemas.language import texts
from schemas.packs.model import Pack
from schemas.paper.head import FORM_DATE, HEAD, UNIT

_ = texts("csat_tui")


def field_name(pack: Pack, code: str) -> str:
    """``U3 Delivery``; for what stands above the items its name alone."""
    if code in HEAD:
        return {FORM_DATE: _("Date on the form"), UNIT: _("Unit")}[code]
    return f"{code} {pack.questions[code].short}"


def keyed_words(laptop: Laptop, pack: Pack, code: str, wire: Any) -> str:
    """What was keyed in a field."""
    if not wire:
        return _("nothing")
    answer = Answer.model_validate(wire)
    if code == UNIT and answer.text:
        known = customers.by_id(laptop.store, answer.text)
        return " ".join(filter(None, (known.number, known.name))) if known else answer.text
    if code in HEAD:
        return answer.text or _("none")
    return answer_words(pack, pack.questions[code], answer)
