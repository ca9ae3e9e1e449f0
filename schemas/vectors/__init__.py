"""Rule vectors: files that say what a rule must answer, held against what the rules here answer.

A file is one JSON list of objects with the keys `rule`, `input`, `expect` and `note`. Anything may be
in it: what is not of this form is a failure with a sentence, never an error of the program.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from schemas.language import texts
from schemas.rejection import InputError
from schemas.vectors import bands, contacts, dates, rates, statistics
from schemas.vectors.equality import same, written

_ = texts("schemas")

LONGEST_INT = 4000
KEYS = frozenset({"rule", "input", "expect", "note"})

RULES: Mapping[str, Callable[[object], object]] = {
    **contacts.RULES,
    **rates.RULES,
    **bands.RULES,
    **dates.RULES,
    **statistics.RULES,
}
"""Rule name → what answers it: the vector's input in, the result as JSON values out."""


@dataclass(frozen=True)
class Failure:
    """A vector that did not pass: its place (from 1; 0 is the file as a whole), rule and reason."""

    place: int
    rule: str
    sentence: str


@dataclass(frozen=True)
class Report:
    """How many vectors passed, and why the others did not."""

    passed: int
    failures: tuple[Failure, ...]


def load(data: bytes | str) -> object:
    """The JSON of a vector file; decimals stay decimals, a byte-order mark is understood.

    A number beyond all bounds is no number: it fails its own vector. Raises InputError (`not_json`).
    """
    try:
        text = data.decode("utf-8-sig") if isinstance(data, bytes) else data.removeprefix("\ufeff")
        loaded: object = json.loads(text, parse_float=_decimal, parse_int=_whole, parse_constant=_no_constant)
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise InputError("not_json", _("The file is not readable as UTF-8 JSON.")) from error
    return loaded


def _decimal(digits: str) -> Decimal:
    try:
        return Decimal(digits)
    except ArithmeticError:
        return Decimal("NaN")


def _whole(digits: str) -> int | Decimal:
    # Python refuses to make an int of very many digits; a Decimal holds them.
    return int(digits) if len(digits) <= LONGEST_INT else Decimal(digits)


def _no_constant(name: str) -> object:
    raise ValueError(name)


def check_file(data: bytes) -> Report:
    """Hold every vector of a file against its rule; what is no JSON is one failure of the file."""
    try:
        return check(load(data))
    except InputError as refusal:
        return Report(0, (Failure(0, "", str(refusal)),))


def check(vectors: object) -> Report:
    """Hold every vector against its rule."""
    if not isinstance(vectors, list):
        return Report(0, (Failure(0, "", _("A vector file is one list of vectors.")),))
    failures = tuple(
        Failure(place, _rule_of(vector), sentence)
        for place, vector in enumerate(vectors, 1)
        if (sentence := _checked(vector)) is not None
    )
    return Report(len(vectors) - len(failures), failures)


def _rule_of(vector: object) -> str:
    rule = vector.get("rule") if isinstance(vector, dict) else None
    return written(rule).strip('"') if isinstance(rule, str) else ""


def _checked(vector: object) -> str | None:
    """Why a vector fails; None when it passes."""
    if not isinstance(vector, dict) or set(vector) != KEYS or not isinstance(vector["note"], str):
        return _("A vector has exactly the keys rule, input, expect and note.")
    rule = vector["rule"]
    if not isinstance(rule, str) or rule not in RULES:
        return _("There is no rule of this name.")
    try:
        result = RULES[rule](vector["input"])
        passed = same(result, vector["expect"])
    except InputError as refusal:
        return str(refusal)
    except Exception:
        # The file comes from outside: whatever breaks a calculation fails this vector and no other.
        return _("The rule cannot answer this input.")
    if passed:
        return None
    return _("Expected {expected}, got {got}.", expected=written(vector["expect"]), got=written(result))
