"""The desk of a second keying: drawn forms alone, none of the first values, nothing of it in the record."""

from csat_tui.laptop import visit
from csat_tui.laptop.opening import Laptop
from csat_tui.paper import batches, decisions, keyed_form, second, shelf
from csat_tui.paper.desk import Desk, all_done
from csat_tui.trouble import Trouble
from schemas.forms.answers import Answer
from schemas.language import texts
from schemas.paper.comparison import same
from schemas.paper.head import FORM_DATE, told
from schemas.paper.serial import Serial
from schemas.records.paper import PaperBatch

_ = texts("csat_tui")


class SecondDesk(Desk):
    """Raises Trouble ``nothing_drawn`` where no form waits for a second keying."""

    def __init__(self, laptop: Laptop, batch: PaperBatch, operator: str) -> None:
        if not second.waiting(laptop, batch):
            raise _nothing(laptop, batch)
        super().__init__(laptop, batch, operator)
        self.day_before = self._own_day()  # that of a first keying is not to be seen
        self._tried: Answer | None = None

    @property
    def title(self) -> str:
        return f"{super().title} " + _("SECOND KEYING by {who}", who=self.operator)

    def _own_day(self) -> str | None:
        """The day on the form this operator keyed a second time last."""
        mine = [
            one
            for one in shelf.keyings_of(self._laptop.store, self.batch.id)
            if one.verifier == self.operator
        ]
        last = max(mine, key=lambda one: (one.keyed_at, one.id), default=None)
        day = (last.answers.get(FORM_DATE) or {}) if last else {}
        return day.get("text")

    def _checked(self, code: str, value: str | None) -> None:
        """Stop once where a dependent keying differs above the items; the same keyed twice running stands."""
        known = (self.open.header.keying or {}) if self.open else {}
        said, before, self._tried = told(value), self._tried, None
        if known.get("mode") != "dependent" or (before is not None and same(said, before)):
            return
        first = keyed_form.first_head(self._laptop, known["response"])
        if code in first and not same(said, first[code]):
            self._tried = said
            raise _differs()

    def reopen(self) -> None:
        raise Trouble(
            "second_stored", _("A second keying is not opened again; its differences are decided."), "", ""
        )

    def _put_away(self) -> str | None:
        for draft in self._laptop.drafts.open_drafts(everybody=True):
            known = draft.header.get("keying") or {}
            of = (draft.header.get("paper") or {}).get("batch")
            if of == self.batch.id and known.get("verifier") == self.operator:
                return draft.id
        return None

    @property
    def finished(self) -> bool:
        return self.form is None and self._shown is None

    def _demand_more(self, typed: str) -> None:
        raise all_done()

    def _last_keyed(self) -> None:
        """Nothing is taken over from the first keyings."""

    def _proposed(self, after: Serial | None) -> Serial | None:
        left, drawn = second.waiting(self._laptop, self.batch), second.sample(self._laptop, self.batch)
        self.twice = (len(drawn) - len(left), len(drawn))
        return batches.known_serial(left[0].serial) if left else None

    def _opened(self, serial: Serial) -> visit.Visit:
        drawn = second.demand_drawn(self._laptop, self.batch, str(serial))
        return second.begin(self._laptop, self.batch, drawn, self.operator)

    def _kept(self) -> None:
        assert self.open is not None
        second.finish(self._laptop, self.open)
        decisions.judge(self._laptop, self.batch)


def _differs() -> Trouble:
    """A dependent second keying differs from the first."""
    return Trouble("differs", _("This is not what was keyed first. Look again and key it once more."), "", "")


def _nothing(laptop: Laptop, batch: PaperBatch) -> Trouble:
    if batch.verify == "none":
        return Trouble("nothing_drawn", _("The pack asks for no second keying."), "", "")
    if not batches.balance_of(laptop, batch).holds:
        return Trouble(
            "nothing_drawn",
            _("Which forms are keyed twice is drawn when the whole batch is keyed and balances."),
            "",
            _("Key and sort the rest first."),
        )
    return Trouble("nothing_drawn", _("Every drawn form is keyed twice."), "", "")
