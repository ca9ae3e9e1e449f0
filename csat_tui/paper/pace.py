"""How far a batch is, and how fast it is keyed."""

from dataclasses import dataclass
from fractions import Fraction

from csat_tui.laptop.opening import Laptop
from csat_tui.paper import batches, shelf
from schemas.paper.balance import Balance
from schemas.records.paper import PaperBatch


@dataclass(frozen=True)
class Pace:
    """``awaited``: forms whose words are still to be typed; ``seconds``: mean of work for a form keyed, None without
    any."""

    balance: Balance
    awaited: int
    seconds: Fraction | None

    @property
    def keyed(self) -> int:
        return self.balance.fates["keyed"]


def pace_of(laptop: Laptop, batch: PaperBatch) -> Pace:
    """The state of the pile now."""
    forms = shelf.forms_of(laptop.store, batch.id)
    worked = [int(form.keyed.get("active_ms") or 0) for form in forms if form.keyed]
    timed = [ms for ms in worked if ms]
    seconds = Fraction(sum(timed), 1000 * len(timed)) if timed else None
    return Pace(batches.balance_of(laptop, batch), sum(form.remark_waits for form in forms), seconds)
