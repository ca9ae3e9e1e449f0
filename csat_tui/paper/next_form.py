"""Which form is keyed next, and which form a clerk means by what he types or scans (J2.3)."""

from csat_tui.laptop.opening import Laptop
from csat_tui.paper import marks, shelf
from csat_tui.paper.batches import known_serial
from csat_tui.trouble import Trouble
from schemas.language import texts
from schemas.paper.code import read_code
from schemas.paper.serial import Serial, complete, read_serial
from schemas.records.paper import PaperBatch, PaperForm

_ = texts("csat_tui")


def proposed(laptop: Laptop, batch: PaperBatch, after: Serial | None = None) -> Serial:
    """The form that lies on top now: one that was sorted and waits, the one behind the last, the first that was
    sent out and is not back, or a number of this laptop's own for forms that bear none. Raises Trouble ``no_mark``.
    """
    forms = shelf.forms_of(laptop.store, batch.id)
    begun = serials_begun(laptop)
    waiting = [form for form in forms if waits(form) and form.serial not in begun]
    if waiting:
        return known_serial(waiting[0].serial)
    last = after or (known_serial(forms[-1].serial) if forms else None)
    if last is None:
        return _first(laptop, batch)
    following = _free(laptop, last.next)
    return following if _exists(laptop, following) else own_serial(laptop, batch)


def shown(laptop: Laptop, batch: PaperBatch, after: Serial | None = None) -> Serial | None:
    """The same; None where a sheet has to say itself which it is, because this laptop has no mark."""
    try:
        return proposed(laptop, batch, after)
    except Trouble:
        return None


def _exists(laptop: Laptop, serial: Serial) -> bool:
    """Whether a number may stand on a sheet: behind the last of a mailing there is none."""
    return (
        shelf.mailing(laptop.store, serial.series) is None
        or shelf.form(laptop.store, str(serial)) is not None
    )


def waits(form: PaperForm) -> bool:
    """Whether a form of a batch is still to be keyed."""
    return form.fate in (None, "issued") and not form.keyed and not form.remark_waits


def serials_begun(laptop: Laptop) -> set[str]:
    """The forms of which there is a draft here."""
    found = (
        (draft.header.get("paper") or {}).get("serial") for draft in laptop.drafts.open_drafts(everybody=True)
    )
    return {serial for serial in found if serial}


def meant(laptop: Laptop, batch: PaperBatch, typed: str, shown: Serial | None) -> Serial:
    """The form meant: the shown one when nothing is typed, a running number of its series, a whole serial, or the
    code a reader typed. Raises Trouble ``unknown_serial``, ``other_questionnaire``, ``wrong_version``."""
    text = typed.strip()
    code = read_code(text)
    if code is not None:
        _demand_pack(batch, code.pack, code.version)
    serial = code.serial if code else shown if not text else read_serial(text)
    if serial is None and shown is not None:
        serial = complete(shown.series, text)
    if serial is None:
        raise Trouble(
            "unknown_serial",
            _("“{typed}” is no serial of a form; the last two digits are a check.", typed=text[:40]),
            _("Nothing was changed."),
            _("Type the running number, or the serial as it is printed."),
        )
    _demand_mailing(laptop, batch, serial)
    return serial


def own_serial(laptop: Laptop, batch: PaperBatch) -> Serial:
    """A fresh number for a form that bears none, to be written on it. Raises Trouble ``no_mark``."""
    return _free(laptop, Serial(marks.pile_series(laptop, batch), 1))


def _first(laptop: Laptop, batch: PaperBatch) -> Serial:
    for mailing in shelf.mailings(laptop.store):
        if mailing.pack == batch.pack:
            out = [form for form in shelf.issued(laptop.store, mailing.id) if form.batch is None]
            if out:
                return known_serial(out[0].serial)
    return own_serial(laptop, batch)


def _free(laptop: Laptop, serial: Serial) -> Serial:
    """This one, or the next behind it that lies in no batch yet."""
    while (held := shelf.form(laptop.store, str(serial))) is not None and held.batch is not None:
        serial = serial.next
    return serial


def _demand_mailing(laptop: Laptop, batch: PaperBatch, serial: Serial) -> None:
    mailing = shelf.mailing(laptop.store, serial.series)
    if mailing is None:
        return
    if mailing.pack != batch.pack:
        raise _other_questionnaire(str(serial), mailing.pack, batch.pack)
    if mailing.pack_version != batch.pack_version:
        raise _wrong_version(mailing.pack_version, batch.pack_version)


def _demand_pack(batch: PaperBatch, pack: str, version: int) -> None:
    if pack != batch.pack:
        raise _other_questionnaire("", pack, batch.pack)
    if version != batch.questionnaire_version:
        raise _wrong_version(str(version), str(batch.questionnaire_version))


def _other_questionnaire(serial: str, pack: str, wanted: str) -> Trouble:
    return Trouble(
        "other_questionnaire",
        _(
            "Form {serial} is of the questionnaire {pack}, this batch of {wanted}.",
            serial=serial,
            pack=pack,
            wanted=wanted,
        ),
        _("Nothing was changed."),
        _("Put it aside and register it in a batch of its own questionnaire."),
    )


def _wrong_version(version: str, wanted: str) -> Trouble:
    return Trouble(
        "wrong_version",
        _("The form is of version {version}, this batch of {wanted}.", version=version, wanted=wanted),
        _("Nothing was changed."),
        _("Sort it out with F6 as a wrong version, or key it in a batch of its version."),
    )
