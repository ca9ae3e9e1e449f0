"""The second pass: forms of which everything is keyed but the words, one after another."""

from csat_tui.interview.paper_form import PaperForm
from csat_tui.interview.place import END
from csat_tui.laptop import visit
from csat_tui.laptop.opening import Laptop
from csat_tui.paper import keyed_form, shelf
from csat_tui.paper.batches import known_serial
from csat_tui.paper.desk import Desk, all_done
from csat_tui.trouble import Trouble
from schemas.language import texts
from schemas.paper.serial import Serial
from schemas.records.paper import PaperBatch
from schemas.records.paper import PaperForm as Paper

_ = texts("csat_tui")


class WordsDesk(Desk):
    """Raises Trouble ``no_words`` where none wait on this laptop."""

    def __init__(self, laptop: Laptop, batch: PaperBatch, operator: str) -> None:
        if not _waiting(laptop, batch):
            raise Trouble("no_words", _("No words of this batch wait to be typed on this laptop."), "", "")
        super().__init__(laptop, batch, operator)

    @property
    def title(self) -> str:
        return f"{super().title} " + _("WORDS TO TYPE")

    def _put_away(self) -> str | None:
        return None

    @property
    def finished(self) -> bool:
        return self.form is None and self._shown is None

    def _demand_more(self, typed: str) -> None:
        raise all_done()

    def _proposed(self, after: Serial | None) -> Serial | None:
        left = _waiting(self._laptop, self.batch)
        return known_serial(left[0].serial) if left else None

    def _opened(self, serial: Serial) -> visit.Visit:
        draft = keyed_form.draft_of(self._laptop, str(serial))
        if draft is None:
            raise Trouble("no_words", _("No words of form {serial} wait here.", serial=serial), "", "")
        return keyed_form.resume(self._laptop, draft)

    def item_keyed(self) -> None:
        """Go on to the next words that wait; where none do and nothing is empty, the form is done."""
        form = self.form
        if form is None or form.refusal or form.typed:
            return
        if form.state.awaited:
            self._to_words(form)
        elif not form.open_fields:
            form.go_to(END)

    def _begun(self) -> None:
        super()._begun()
        if self.form is not None and self.form.state.awaited:
            self._to_words(self.form)

    def _to_words(self, form: PaperForm) -> None:
        asked = form.form.asked(form.state.answers)
        form.go_to(next(code for code in asked if code in form.state.awaited))


def _waiting(laptop: Laptop, batch: PaperBatch) -> list[Paper]:
    forms = shelf.forms_of(laptop.store, batch.id)
    return [form for form in forms if form.remark_waits and keyed_form.draft_of(laptop, form.serial)]
