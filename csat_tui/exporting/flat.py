"""A record as one row of a table: a column for each thing that is known of it.

Codes and labels stand side by side, missing codes apart from values (95 to 99 are real scores), numbers stay exact.
"""

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from csat_tui.exporting.held import Held, is_anonymous, shown
from schemas.masking import masked
from schemas.packs.model import Pack

Cell = str | Decimal | None
Row = dict[str, Cell]

HEAD = (
    *("id", "original", "amends", "superseded_by", "status", "counted", "void", "pack", "pack_version"),
    *("customer_number", "customer_name", "customer_phone", "customer", "event", "task", "channel"),
    *("fill_method", "interviewer", "business_line", "consultant", "language", "occurred_at", "local_date"),
    *("recorded_at", "active_ms", "consent", "completion", "class", "score", "score_origin", "score_level"),
    *("score_low", "score_high", "unrated_reason", "ended", "reason", "remark", "flags"),
)
"""The columns that every questionnaire has, in their order."""

_APART = frozenset({"batches", "search", "content", "chosen", "reserve"})


def response_row(held: Held, *, phones: bool, several: bool) -> Row:
    """A questionnaire. ``several``: rows of several packs stand in the table, so that the names of questions bear
    that of their pack."""
    body = shown(held, phones=phones)
    row: Row = {**dict.fromkeys(HEAD), **_head(held, body, phones)}
    prefix = f"{body['pack']}." if several else ""
    for code, remark in (body.get("remarks") or {}).items():
        if code:
            row[f"{prefix}{code}.remark"] = _text(remark)
    for code, answer in (body.get("answers") or {}).items():
        for part, cell in _answer(held.pack, answer):
            row[f"{prefix}{code}{part}"] = cell
    return row


def columns_of_pack(pack: Pack, *, several: bool) -> list[str]:
    """The columns of a pack's questions in printed order, each with what may stand beside its value."""
    prefix = f"{pack.pack}." if several else ""
    parts = ("", ".label", ".missing", ".reason", ".causes", ".kinds", ".about", ".checks", ".why", ".remark")
    return [f"{prefix}{code}{part}" for code in pack.questions for part in parts]


def record_row(body: Mapping[str, Any], *, phones: bool) -> Row:
    """Any other record: its fields as they are, lists and objects as JSON."""
    held = body if phones else masked(body)
    return {name: _text(value) for name, value in held.items() if name not in _APART}


def _head(held: Held, body: Mapping[str, Any], phones: bool) -> Row:
    score = body.get("score") or {}
    told: dict[str, Any] = {name: body.get(name) for name in HEAD}
    told |= {
        "original": body.get("original") or body["id"],
        "superseded_by": held.superseded_by,
        "status": held.status,
        "counted": "yes" if held.counted else "no",
        "class": body.get("case_class"),
        "score": number(score.get("value")),
        "score_origin": score.get("origin"),
        "score_level": score.get("level"),
        "score_low": number(score.get("low")),
        "score_high": number(score.get("high")),
        "unrated_reason": score.get("unrated_reason"),
        "remark": (body.get("remarks") or {}).get(""),
        **_person(held, body, phones),
    }
    return {name: cell if isinstance(cell, Decimal) else _text(cell) for name, cell in told.items()}


def _person(held: Held, body: Mapping[str, Any], phones: bool) -> dict[str, Any]:
    if is_anonymous(held):
        return {}
    known = held.customer or body.get("temp") or {}
    known = known if phones else masked(known)
    return {f"customer_{name}": known.get(name) for name in ("number", "name", "phone")}


def _answer(pack: Pack | None, answer: Mapping[str, Any]) -> Iterator[tuple[str, Cell]]:
    """Part of the column's name, and what stands in it."""
    if answer.get("value") is not None:
        yield "", number(answer["value"])
    elif answer.get("options"):
        yield "", " ".join(answer["options"])
        yield ".label", _labels(pack, answer)
    elif answer.get("text") is not None:
        yield "", answer["text"]
    for name, said in answer.items():
        if name not in ("scale", "value", "options", "text") and said is not None:
            yield f".{name}", " ".join(said) if isinstance(said, list) else _text(said)


def _labels(pack: Pack | None, answer: Mapping[str, Any]) -> str | None:
    scale = pack.scales.get(answer.get("scale") or "") if pack else None
    names = {option.code: str(option) for option in scale.options} if scale else {}
    return "; ".join(names.get(code, code) for code in answer["options"]) if names else None


def number(text: Any) -> Cell:
    """A decimal as it is stored; a fraction that no decimal is stays text (``14/3``), like days and times."""
    try:
        return None if text is None else Decimal(text)
    except InvalidOperation:
        return str(text)


def _text(value: Any) -> str | None:
    if value is None or value == {} or value == []:
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
