"""A form of a unit whose questionnaire of the same period is on file under another serial: what this sheet is (J2)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from sqlmodel import select

from csat_tui.interview.paper_form import HEAD, PaperForm
from csat_tui.interview.twin import Twin
from csat_tui.laptop import visit
from csat_tui.laptop.opening import Laptop
from csat_tui.paper import batches, duplicates, keyed_form, reopening
from csat_tui.store.tables import PaperFormRow
from csat_tui.trouble import Trouble
from schemas.language import texts
from schemas.packs.model import Pack
from schemas.records.paper import PaperBatch
from schemas.records.paper import PaperForm as Paper
from schemas.tasks.repeats import told_apart_by

_ = texts("csat_tui")


@dataclass(frozen=True)
class Before:
    """What is on file. ``form``: the sheet it was keyed from, None where it did not come on paper."""

    twin: Twin
    form: Paper | None

    @property
    def words(self) -> str:
        """Which one it is, for a person."""
        named = self.form.serial if self.form else self.twin.when
        by = (self.form.keyed or {}).get("by") if self.form else self.twin.by
        return _(
            "On file for this unit and period: {form}, keyed by {who}, score {score}.",
            form=named,
            who=by or "-",
            score=self.twin.score,
        )


def before(laptop: Laptop, keyed: visit.Visit) -> Before | None:
    """What is on file where a first keying has come past all that tells two sheets of a unit apart, the day and the
    items that the pack names, and nobody has said yet what the sheet is."""
    form, header = keyed.interview, keyed.header
    assert isinstance(form, PaperForm)
    fresh = (
        keyed_form.is_first_keying(asdict(header)) and not header.repeats and _told_apart(keyed.pack, form)
    )
    if not fresh or form.place.step in HEAD:
        return None
    found = next(iter(keyed.twins()), None)
    return Before(found, _form_of(laptop, found.id)) if found else None


def _told_apart(pack: Pack, form: PaperForm) -> bool:
    """Whether the items that the pack names are keyed and nothing behind them is."""
    order = [one.code for one in form.form.order]
    named = [place for place, code in enumerate(order) if code in told_apart_by(pack)]
    answered = {place for place, code in enumerate(order) if code in form.state.answers}
    return answered.issuperset(named) and max(answered, default=-1) <= max(named, default=-1)


def as_newer(laptop: Laptop, batch: PaperBatch, keyed: visit.Visit, known: Before) -> visit.Visit:
    """The sheet is a newer version: it is set aside, and the record opened to be made to say what it says. Raises
    Trouble ``not_on_paper``."""
    if known.form is None:
        raise Trouble(
            "not_on_paper",
            _("What is on file did not come on paper; it is corrected on its own page."),
            _("Nothing was changed."),
            _("Choose 2 to set this sheet aside, or 3 to count both."),
        )
    _set_aside(laptop, batch, keyed, known.form.serial, "newer")
    return reopening.begin(laptop, known.form)


def as_duplicate(laptop: Laptop, batch: PaperBatch, keyed: visit.Visit, known: Before) -> None:
    """The sheet says the same: it is set aside."""
    _set_aside(laptop, batch, keyed, known.form.serial if known.form else known.twin.when, "duplicate")


def as_another(laptop: Laptop, keyed: visit.Visit, known: Before) -> visit.Visit:
    """The sheet is truly another form: it is keyed, and its record says which one it stands beside."""
    form = keyed.interview
    header = replace(keyed.header, repeats=known.twin.id)
    laptop.drafts.change_header(header.id, asdict(header), {"kind": "headed", **form.place.wire()})
    return keyed_form.resume(laptop, header.id)


def _set_aside(laptop: Laptop, batch: PaperBatch, keyed: visit.Visit, other: str, what: str) -> None:
    paper: Mapping[str, str] = keyed.header.paper or {}
    note = duplicates.note_of(other, what)
    found = {"finding": "duplicate", "fate": "duplicate", "note": note}
    batches.register(laptop, batch, batches.known_serial(paper["serial"]), found)
    laptop.drafts.discard(keyed.header.id)


def _form_of(laptop: Laptop, response: str) -> Paper | None:
    with laptop.store.read() as session:
        row = session.exec(select(PaperFormRow).where(PaperFormRow.response == response)).first()
        return Paper.model_validate(row.body) if row else None
