"""A clerk at a batch: the form on the desk, the pile before it, and what was done of it (J2.3-6).

Not for several threads: the keying screen calls it on its own thread, because no field may be drawn before the one
before it is on disk, and keys typed ahead must find the next form in its place.
"""

from collections.abc import Mapping
from datetime import date

from csat_tui.interview.paper_form import PaperForm
from csat_tui.interview.place import Step
from csat_tui.interview.summary import finish
from csat_tui.laptop import visit
from csat_tui.laptop.opening import Laptop, now
from csat_tui.paper import (
    batches,
    duplicates,
    keyed_form,
    marks,
    next_form,
    reopening,
    same_wave,
    shelf,
    taking_back,
)
from csat_tui.paper.head_fields import typed_day, typed_unit
from csat_tui.paper.pace import pace_of
from csat_tui.store import customers
from csat_tui.trouble import Trouble
from csat_tui.words.common import channel_name
from schemas.forms.answers import Answer
from schemas.language import texts
from schemas.paper.dates import Doubt, doubts
from schemas.paper.head import FORM_DATE, UNIT
from schemas.paper.serial import Serial, read_serial
from schemas.records.paper import PaperBatch
from schemas.records.paper import PaperForm as Paper
from schemas.text import narrow

_ = texts("csat_tui")


class Desk:
    """``operator``: who keys. ``open``: the form being keyed; ``last``: serial of the one stored last; ``clash``: the
    serial of a form that was keyed before, until it is said what the second sheet is; ``known``: the same for a unit
    that is on file for this period; ``twice``: at a second keying, how many are done, of how many."""

    twice: tuple[int, int] | None = None

    def __init__(self, laptop: Laptop, batch: PaperBatch, operator: str) -> None:
        self._laptop = laptop
        self.batch = batch
        self.operator = operator
        self.pack = keyed_form.pack_of(laptop, batch)
        self.open: visit.Visit | None = None
        self.clash: Serial | None = None
        self.known: same_wave.Before | None = None
        last = self._last_keyed()
        self.last = last.serial if last else ""
        self.day_before: str | None = last.form_date if last else None
        self._by_staff = self._of_staff(last)
        self._sent: date | None = None
        self._shown = self._proposed(None)
        self.pace = pace_of(laptop, batch)
        draft = self._put_away()
        if draft is not None:
            self.take_up(draft)

    @property
    def form(self) -> PaperForm | None:
        """The form on the desk."""
        form = self.open.interview if self.open else None
        assert form is None or isinstance(form, PaperForm)
        return form

    @property
    def title(self) -> str:
        """The batch and its questionnaire."""
        name = channel_name(self.batch.channel)
        return f"{self.batch.number} {self.pack.programme or self.pack.pack} {name}"

    @property
    def finished(self) -> bool:
        """Whether nothing is left that this desk is for; a pile may always hold another sheet."""
        return False

    @property
    def serial(self) -> str:
        """Of the form on the desk, or of the one proposed next."""
        return str((self.open.header.paper or {}).get("serial", "")) if self.open else str(self._shown or "-")

    def take_up(self, draft: str) -> None:
        """Go on with a form that was put away."""
        self.open = keyed_form.resume(self._laptop, draft)
        self._begun()

    def begin(self, typed: str) -> None:
        """Put the form that is meant on the desk. Raises Trouble."""
        if self._shown is None:
            self._demand_more(typed)
        self.open = self._opened(next_form.meant(self._laptop, self.batch, typed, self._shown))
        self._begun()

    def head_field(self, typed: str) -> None:
        """Keep what was keyed above the items. Raises Trouble ``not_a_day``, ``unknown_unit``."""
        form = self.form
        assert self.open is not None
        assert form is not None
        if form.place.step is Step.UNIT:
            unit = typed_unit(self._laptop, typed)
            self._checked(UNIT, unit.id if unit else None)
            self.open = keyed_form.of_unit(self._laptop, self.open, unit)
        else:
            day = self._day(typed)
            self._checked(FORM_DATE, day.isoformat() if day else None)
            self.open = keyed_form.dated(self._laptop, self.open, day)
        self._begun()

    def _checked(self, code: str, value: str | None) -> None:
        """Whether a field above the items may be kept so. Raises Trouble."""

    def of_customer(self, id: str) -> None:
        """Put the form under a customer that was looked for."""
        assert self.open is not None
        found = customers.standing_for(self._laptop.store, id)
        self._checked(UNIT, found.id if found else None)
        self.open = keyed_form.of_unit(self._laptop, self.open, found)
        self._begun()

    def ditto(self) -> bool:
        """Take the day of the form before, or answer what staff fill in as there; whether there is anything to take
        over."""
        form = self.form
        if form is None:
            return False
        if form.place.step is Step.FORM_DATE and self.day_before:
            self.head_field("")
            return True
        answer = self._by_staff.get(form.place.question)
        if answer is None or form.place.step is not Step.VALUE:
            return False
        form.same_as_before(answer)
        return True

    def item_keyed(self) -> None:
        """Ask what the sheet is as soon as what was keyed shows that its like is on file."""
        if self.known is None and self.open is not None:
            self.known = same_wave.before(self._laptop, self.open)

    def store(self) -> None:
        """Store the form on the desk, its empty fields as blank; one whose words wait is put away instead."""
        form, serial = self.form, self.serial
        assert self.open is not None
        assert form is not None
        self.day_before = (self.open.header.paper or {}).get("form_date") or self.day_before
        if form.state.awaited:
            form.leave()
            batches.await_words(self._laptop, self.batch, serial)
        else:
            self._kept()
        self._cleared(serial)

    def take_off(self) -> None:
        """Put a form aside in which nothing is keyed, as if it had not been begun; one that was corrected stays."""
        assert self.open is not None
        self._laptop.drafts.discard(self.open.header.id)
        held = shelf.form(self._laptop.store, self.serial)
        if held is not None and not held.keyed and held.finding is None:
            taking_back.take_back(self._laptop, held.serial)
        self._cleared("")

    def leave(self) -> None:
        """Put the form away as it is; it comes first when the batch is taken up again."""
        if self.form is not None:
            self.form.leave()

    def reopen(self) -> None:
        """Take the form stored last up again. Raises Trouble ``nothing_keyed``."""
        form = self._last_keyed()
        if form is None:
            raise Trouble("nothing_keyed", _("No form of this batch is stored yet."), "", "")
        self.open = reopening.begin(self._laptop, form)
        self._begun()

    def doubts(self) -> tuple[Doubt, ...]:
        """What cannot be right about the day on the form."""
        paper = (self.open.header.paper or {}) if self.open else {}
        if not paper.get("form_date"):
            return ()
        received = date.fromisoformat(self.batch.received_on)
        return doubts(date.fromisoformat(paper["form_date"]), received, now().date(), self._sent)

    def _proposed(self, after: Serial | None) -> Serial | None:
        """The form that lies on top; None when none is left, or when a sheet has to say itself which it is."""
        return next_form.shown(self._laptop, self.batch, after)

    def _demand_more(self, typed: str) -> None:
        """Nothing is proposed: a sheet that bears its number will do. Raises Trouble."""
        if not typed.strip():
            marks.demand_mark(self._laptop)

    def take_newer(self) -> None:
        """The second sheet is a newer version: the record is opened to be made to say what it says."""
        if self.known is not None and self.open is not None:
            self.open = same_wave.as_newer(self._laptop, self.batch, self.open, self.known)
            self._begun()
            return
        serial = self._settled_clash()
        held = shelf.form(self._laptop.store, str(serial))
        assert held is not None
        duplicates.set_aside(self._laptop, self.batch, serial, newer=True)
        self.open = reopening.begin(self._laptop, held)
        self._begun()

    def take_duplicate(self) -> None:
        """The second sheet says the same: it is set aside."""
        if self.known is not None and self.open is not None:
            same_wave.as_duplicate(self._laptop, self.batch, self.open, self.known)
            self._cleared("")
            return
        serial = self._settled_clash()
        duplicates.set_aside(self._laptop, self.batch, serial)
        self._cleared("")

    def take_another(self) -> None:
        """The second sheet is another form: it gets a number of its own, where it bears the same."""
        if self.known is not None and self.open is not None:
            self.open = same_wave.as_another(self._laptop, self.open, self.known)
            self._begun()
            return
        own = duplicates.another(self._laptop, self.batch, self._settled_clash())
        self.open = keyed_form.begin(self._laptop, self.batch, own, None, None, head=True)
        self._begun()

    def _settled_clash(self) -> Serial:
        serial, self.clash = self.clash, None
        assert serial is not None
        return serial

    def _opened(self, serial: Serial) -> visit.Visit:
        held = shelf.form(self._laptop.store, str(serial))
        self.clash = serial if held is not None and held.keyed else None
        self._demand_waiting(serial)
        return keyed_form.begin(self._laptop, self.batch, serial, None, None, head=True)

    def _kept(self) -> None:
        """Make of the form on the desk what it is to become."""
        form = self.form
        assert self.open is not None
        assert form is not None
        form.settle_blanks()
        if self.open.header.amending:
            reopening.store(self._laptop, self.open)
        else:
            keyed_form.finalise(
                self._laptop, self.open, finish(form), form.strokes, form.pause_ms, self.operator
            )

    def _put_away(self) -> str | None:
        """The draft of a form of this batch that was interrupted; those whose words wait are taken up on demand."""
        for draft in self._laptop.drafts.open_drafts():
            paper = draft.header.get("paper") or {}
            form = shelf.form(self._laptop.store, str(paper.get("serial", "")))
            awaited = form is not None and form.remark_waits
            second = (draft.header.get("keying") or {}).get("second")
            if paper.get("batch") == self.batch.id and not awaited and not second:
                return draft.id
        return None

    @property
    def question(self) -> str:
        """What is to be said of the sheet first; empty where nothing is."""
        if self.known is not None:
            return self.known.words
        return _("This form was keyed before.") if self.clash is not None else ""

    def _begun(self) -> None:
        self.known = same_wave.before(self._laptop, self.open) if self.open else None
        mailing = shelf.mailing(self._laptop.store, self.serial.split("-", maxsplit=1)[0])
        self._sent = date.fromisoformat(mailing.issued_on) if mailing else None
        if self.form is not None:
            self.form.open()

    def _of_staff(self, form: Paper | None) -> Mapping[str, Answer]:
        """What staff filled in on a form that is stored."""
        known = (
            keyed_form.first_answers(self._laptop, form.keyed["response"]) if form and form.keyed else None
        )
        staff = {code for code, question in self.pack.questions.items() if question.by == "staff"}
        return {code: answer for code, answer in (known or {}).items() if code in staff}

    def _demand_waiting(self, serial: Serial) -> None:
        held = shelf.form(self._laptop.store, str(serial))
        if held is not None and held.fate not in (None, "issued", "keyed") and held.batch == self.batch.id:
            name = batches.fate_names().get(held.fate, held.fate)  # type: ignore[call-overload]
            raise Trouble(
                "sorted_out",
                _("Form {serial} was sorted out: {fate}.", serial=serial, fate=name),
                _("Nothing was changed."),
                _("If it is to be keyed after all, sort it again (F6)."),
            )

    def _day(self, typed: str) -> date | None:
        if not narrow(typed) and self.day_before:
            return date.fromisoformat(self.day_before)
        return typed_day(self.batch, typed)

    def _last_keyed(self) -> Paper | None:
        keyed = [form for form in shelf.forms_of(self._laptop.store, self.batch.id) if form.keyed]
        return max(keyed, key=lambda form: str((form.keyed or {}).get("at", "")), default=None)

    def _cleared(self, serial: str) -> None:
        self.open, self.known, self.last = None, None, serial or self.last
        self.pace = pace_of(self._laptop, self.batch)
        self._by_staff = self._of_staff(self._last_keyed())
        self._shown = self._proposed(read_serial(serial))


def all_done() -> Trouble:
    """Nothing of what this desk is for waits any more."""
    return Trouble("all_done", _("No further form waits here."), "", _("Esc goes back to the batch."))
