"""What a mailing looks like on paper: its forms, letters and labels, as the bytes of a file."""

from collections.abc import Sequence

from csat_tui.laptop.opening import Laptop, now
from csat_tui.paper import mailings, reminding
from csat_tui.store import packs
from csat_tui.trouble import Trouble
from schemas.language import texts
from schemas.packs.model import Pack
from schemas.paper.code import FormCode
from schemas.records.paper import Mailing
from sync.printing.content import (
    Issue,
    Sender,
    form_content,
    formal_letter,
    label_content,
    letter_content,
    reminder_text,
)
from sync.printing.typesetting import NotInstalled, pdf
from sync.printing.word_file import form_docx, letter_docx

_ = texts("csat_tui")


def printed(laptop: Laptop, mailing: Mailing, what: str, kind: str, language: str) -> bytes:
    """``what``: forms, letters, reminders, labels; ``kind``: pdf, or docx for all but labels. Raises Trouble
    ``not_installed``, ``nothing_due``, ``unknown_pack``."""
    try:
        return _printed(laptop, mailing, what, kind, language)
    except NotInstalled as error:
        raise Trouble("not_installed", str(error), _("Nothing was written."), "") from error


def _printed(laptop: Laptop, mailing: Mailing, what: str, kind: str, language: str) -> bytes:
    issues, sender = mailings.issues_of(laptop, mailing), mailings.sender_of(laptop, mailing)
    if what == "labels":
        return pdf("labels", label_content(issues, language))
    if what == "reminders":
        wanted = reminding.to_write_to(laptop, mailing)
        due = [issue for issue in issues if str(issue.serial) in wanted]
        if not due:
            raise _nobody_due(mailing)
        today = now().date().isoformat()
        return _letters(reminder_text(mailing.issued_on), due, sender, kind, language, today)
    pack = _pack(laptop, mailing)
    if what == "letters":
        body = mailing.letter or formal_letter(str(pack.title), sender.return_by)
        return _letters(body, issues, sender, kind, language, mailing.issued_on)
    content = form_content(pack, issues, sender, language)
    if kind == "pdf":
        return pdf("form", content)
    version = pack.questionnaire.version if pack.questionnaire else 1
    return form_docx(content, [str(FormCode(issue.serial, pack.pack, version)) for issue in issues])


def _nobody_due(mailing: Mailing) -> Trouble:
    return Trouble(
        "nothing_due",
        _("Nobody of {series} is to be reminded.", series=mailing.series),
        _("Nothing was written."),
        "",
    )


def _letters(
    body: str, issues: Sequence[Issue], sender: Sender, kind: str, language: str, dated: str
) -> bytes:
    content = letter_content(body, issues, sender, language, dated)
    return letter_docx(content) if kind == "docx" else pdf("letter", content)


def _pack(laptop: Laptop, mailing: Mailing) -> Pack:
    found = packs.find(laptop.store, mailing.pack, mailing.pack_version)
    return found[0] if found else mailings.pack_of(laptop, f"{mailing.pack}@{mailing.pack_version}")
