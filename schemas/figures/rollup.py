"""Roll-up cells: what a day and a group add to every figure, kept up to date response by response.

Both ends keep the same cells in the transaction that adds (or takes back) a response, so that a month is a
sum over a few hundred cells, not a scan over all answers; recomputed from the responses it must be equal.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple, Protocol

from schemas.figures.trace import MODULUS, record_hash
from schemas.numbers import rational, rational_text

Counts = Mapping[str, int]
NO_SCORE = "-"
NOTHING = Fraction(0)


Group = tuple[str, str, str, str]
"""What the cells of one group share: a ``CellKey`` without the item."""


class CellKey(NamedTuple):
    """``day``: local date; ``item``: a question code, or empty for the contact as a whole."""

    pack: str
    day: str
    business_line: str
    consultant: str
    item: str


@dataclass(frozen=True)
class Cell:
    """Sums over the records of a key. ``base`` records have a score; ``total``, ``low`` and ``high`` are the
    sums of their scores with converted levels at the estimate and at both ends; ``excluded`` counts the
    others by reason; ``classes`` counts case classes; ``spread`` says how often which worth was given: of an
    item its points (``4``), of a contact its status, class and score (``COMPLETE NONE 14/3``, ``-`` without a
    score); ``digest`` is the trace digest of all ``records``."""

    records: int = 0
    base: int = 0
    total: Fraction = Fraction(0)
    low: Fraction = Fraction(0)
    high: Fraction = Fraction(0)
    excluded: Counts = field(default_factory=dict)
    classes: Counts = field(default_factory=dict)
    spread: Counts = field(default_factory=dict)
    digest: int = 0

    def __add__(self, other: "Cell") -> "Cell":
        return self._merged(other, 1)

    def __sub__(self, other: "Cell") -> "Cell":
        """What is left when a record that was counted is taken back."""
        return self._merged(other, -1)

    def _merged(self, other: "Cell", sign: int) -> "Cell":
        return Cell(
            records=self.records + sign * other.records,
            base=self.base + sign * other.base,
            total=self.total + sign * other.total,
            low=self.low + sign * other.low,
            high=self.high + sign * other.high,
            excluded=_merged_counts(self.excluded, other.excluded, sign),
            classes=_merged_counts(self.classes, other.classes, sign),
            spread=_merged_counts(self.spread, other.spread, sign),
            digest=(self.digest + sign * other.digest) % MODULUS,
        )


EMPTY = Cell()


class Facts(Protocol):
    """What is counted of a response (``schemas.records.facts.ResponseFacts``)."""

    id: str
    pack: str
    local_date: str
    business_line: str
    consultant: str
    completion: str
    case_class: str
    score: str | None
    low: str | None
    high: str | None
    unrated_reason: str | None
    void: str | None


def _merged_counts(mine: Counts, others: Counts, sign: int) -> Counts:
    merged = dict(mine)
    for name, count in others.items():
        merged[name] = merged.get(name, 0) + sign * count
    return {name: merged[name] for name in sorted(merged) if merged[name]}


def contributions(facts: Facts, items: Mapping[str, Decimal], version: int = 1) -> dict[CellKey, Cell]:
    """The cells one response adds to: one for the contact, one for each item with points; none for a void one.

    ``items``: question code -> points, as ``schemas.scoring.items.item_points`` gives them.
    """
    if facts.void:
        return {}
    digest = record_hash(facts.id, version)

    def key(item: str) -> CellKey:
        return CellKey(facts.pack, facts.local_date, facts.business_line, facts.consultant, item)

    cells = {key(""): _contact_cell(facts, digest)}
    for code, points in items.items():
        worth = Fraction(points)
        spread = {rational_text(worth): 1}
        cells[key(code)] = Cell(1, 1, worth, worth, worth, spread=spread, digest=digest)
    return cells


def _contact_cell(facts: Facts, digest: int) -> Cell:
    classes = {facts.case_class: 1}
    spread = {_worth(facts): 1}
    if facts.score is None:
        reason = facts.unrated_reason or "unrated"
        return Cell(1, excluded={reason: 1}, classes=classes, spread=spread, digest=digest)
    value = rational(facts.score)
    low, high = rational(facts.low or facts.score), rational(facts.high or facts.score)
    return Cell(1, 1, value, low, high, classes=classes, spread=spread, digest=digest)


def gathered(responses: Iterable[tuple[Facts, Mapping[str, Decimal]]]) -> dict[CellKey, Cell]:
    """What many responses add together: the sum of their ``contributions``, found by counting equal worths
    first, so that a sum is made once a cell and not once a response."""
    groups: dict[Group, _Gathering] = defaultdict(_Gathering)
    for facts, items in responses:
        if not facts.void:
            group = (facts.pack, facts.local_date, facts.business_line, facts.consultant)
            groups[group].add(facts, items)
    return {CellKey(*group, item): cell for group, each in groups.items() for item, cell in each.cells()}


class _Gathering:
    """The responses of one group on their way into its cells; ``items``: code -> worth -> how many, and the sum of
    their digests."""

    def __init__(self) -> None:
        self.members: list[Facts] = []
        self.digest = 0
        self.items: dict[str, tuple[dict[Decimal, int], list[int]]] = {}

    def add(self, facts: Facts, items: Mapping[str, Decimal]) -> None:
        digest = record_hash(facts.id, 1)
        self.members.append(facts)
        self.digest += digest
        for code, points in items.items():
            if code not in self.items:
                self.items[code] = ({}, [])
            worths, digests = self.items[code]
            worths[points] = worths.get(points, 0) + 1
            digests.append(digest)

    def cells(self) -> Iterator[tuple[str, Cell]]:
        yield "", _contacts_cell(self.members, self.digest)
        for code, (worths, digests) in self.items.items():
            yield code, _items_cell(worths, sum(digests))


def _contacts_cell(members: Sequence[Facts], digest: int) -> Cell:
    rated = [facts for facts in members if facts.score is not None]
    values = Counter((facts.score or "", facts.low or "", facts.high or "") for facts in rated)
    return Cell(
        records=len(members),
        base=len(rated),
        total=_sum((rational(value), n) for (value, _low, _high), n in values.items()),
        low=_sum((rational(low or value), n) for (value, low, _high), n in values.items()),
        high=_sum((rational(high or value), n) for (value, _low, high), n in values.items()),
        excluded=_counts(facts.unrated_reason or "unrated" for facts in members if facts.score is None),
        classes=_counts(facts.case_class for facts in members),
        spread=_counts(_worth(facts) for facts in members),
        digest=digest % MODULUS,
    )


def _items_cell(worths: Mapping[Decimal, int], digest: int) -> Cell:
    records = sum(worths.values())
    total = _sum(worths.items())
    spread = {_points_text(points): n for points, n in worths.items()}
    counts = {worth: spread[worth] for worth in sorted(spread)}
    return Cell(records, records, total, total, total, spread=counts, digest=digest % MODULUS)


@lru_cache(maxsize=4096)
def _points_text(points: Decimal) -> str:
    return rational_text(points)


def _sum(counted: Iterable[tuple[Fraction | Decimal, int]]) -> Fraction:
    """The exact sum of so many times each value; whole numbers, as nearly all are, are added as such."""
    whole, rest = 0, NOTHING
    for value, n in counted:
        numerator, denominator = value.as_integer_ratio()
        if denominator == 1:
            whole += numerator * n
        else:
            rest += Fraction(numerator * n, denominator)
    return rest + whole if rest else _whole(whole)


@lru_cache(maxsize=4096)
def _whole(number: int) -> Fraction:
    return Fraction(number)


def _counts(names: Iterable[str]) -> Counts:
    counted = Counter(names)
    return {name: counted[name] for name in sorted(counted)}


def _worth(facts: Facts) -> str:
    return f"{facts.completion} {facts.case_class} {facts.score or NO_SCORE}"


def pooled(cells: Iterable[Cell]) -> Cell:
    """All records of the cells as one group: a pooled mean, never a mean of means (R03)."""
    total = EMPTY
    for cell in cells:
        total = total + cell
    return total
