"""Vectors of bands, fines and the index: R15-open, R15-hidden, R18-seconds-to-fix, R21."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from schemas.numbers import fixed
from schemas.scoring.index import weighted_index
from schemas.scoring.inspection import fine_after
from schemas.scoring.mystery_shopper import hidden_amount, open_amount
from schemas.vectors.reading import count, entries, fields, score


def open_check(value: object) -> int:
    """R15-open."""
    return open_amount(score(value))


def hidden_check(value: object) -> int:
    """R15-hidden."""
    return hidden_amount(score(value))


def fine(value: object) -> int:
    """R18-seconds-to-fix."""
    return fine_after(count(value))


def index(value: object) -> str:
    """R21."""
    given = fields(value, ("weights", "factors"))
    weights = [score(entry, 1) for entry in entries(given["weights"])]
    return fixed(weighted_index(weights, [count(entry) for entry in entries(given["factors"])]), 2)


RULES: Mapping[str, Callable[[object], object]] = {
    "R15-open": open_check,
    "R15-hidden": hidden_check,
    "R18-seconds-to-fix": fine,
    "R21": index,
}
