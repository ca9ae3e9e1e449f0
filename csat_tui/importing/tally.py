"""What an import did or would do, in numbers and line by line."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from csat_tui.importing.judge import Judged
from csat_tui.importing.rows import PassedOver, Rejection


@dataclass
class Tally:
    """``rows`` = new + known + changed + rejected; lines that are no data stand in ``passed_over`` only.

    ``missing_phone``, ``do_not_contact``: rows about customers without a telephone, or not to be contacted;
    ``new_customers``: made because of events or projects, or the rows themselves."""

    rows: int = 0
    new: int = 0
    known: int = 0
    changed: int = 0
    rejected: int = 0
    missing_phone: int = 0
    do_not_contact: int = 0
    new_customers: int = 0
    rejections: list[Rejection] = field(default_factory=list)
    passed_over: list[PassedOver] = field(default_factory=list)

    def counted(
        self, rows: Iterable[Judged | Rejection | PassedOver]
    ) -> Iterator[Judged | Rejection | PassedOver]:
        """The rows unchanged, counted as they go by."""
        for row in rows:
            self._count(row)
            yield row

    def _count(self, row: Judged | Rejection | PassedOver) -> None:
        if isinstance(row, PassedOver):
            self.passed_over.append(row)
            return
        self.rows += 1
        if isinstance(row, Rejection):
            self.rejected += 1
            self.rejections.append(row)
            return
        self.new += row.verdict == "new"
        self.known += row.verdict == "known"
        self.changed += row.verdict == "changed"
        self.missing_phone += row.missing_phone
        self.do_not_contact += row.do_not_contact
        self.new_customers += row.new_customer

    def as_dict(self) -> dict[str, Any]:
        """For JSON output."""
        return {
            "rows": self.rows,
            "new": self.new,
            "known": self.known,
            "changed": self.changed,
            "rejected": self.rejected,
            "missing_phone": self.missing_phone,
            "do_not_contact": self.do_not_contact,
            "new_customers": self.new_customers,
            "rejections": [rejection.as_dict() for rejection in self.rejections],
            "passed_over": [{"line": row.line, "code": row.code} for row in self.passed_over],
        }
