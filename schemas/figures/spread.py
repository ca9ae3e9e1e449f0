"""Reading the spread of roll-up cells: how often which worth was given (``schemas.figures.rollup.Cell``)."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

from schemas.figures.rollup import NO_SCORE, Cell
from schemas.numbers import rational
from schemas.scoring.classes import CaseClass


@dataclass(frozen=True)
class Contacts:
    """So many contacts of one status, class and score; the score is None where there is none."""

    completion: str
    case_class: CaseClass
    score: Fraction | None
    count: int


def contacts(cell: Cell) -> Iterator[Contacts]:
    """The contacts of a contact cell, those that are alike together."""
    for text, count in cell.spread.items():
        completion, case_class, score = text.split(" ")
        value = None if score == NO_SCORE else rational(score)
        yield Contacts(completion, cast(CaseClass, case_class), value, count)


def scores(cell: Cell) -> dict[Fraction, int]:
    """Score -> how many contacts have it; contacts without a score are left out."""
    counted: Counter[Fraction] = Counter()
    for alike in contacts(cell):
        if alike.score is not None:
            counted[alike.score] += alike.count
    return dict(counted)


def worths(cells: Iterable[Cell]) -> dict[Fraction, int]:
    """Points -> how many answers are worth them, over the cells of items."""
    counted: Counter[Fraction] = Counter()
    for cell in cells:
        for text, count in cell.spread.items():
            counted[rational(text)] += count
    return dict(counted)


def by_place(counted: Mapping[Fraction, int], options: int) -> list[int] | None:
    """Counts from the best option (worth ``options``) to the last (worth 1); None when others were given."""
    places = {Fraction(options - place): place for place in range(options)}
    if not counted.keys() <= places.keys():
        return None
    return [counted.get(worth, 0) for worth in places]
