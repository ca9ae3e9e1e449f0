"""What a mailing looks like on paper: its forms, letters and labels, as the bytes of a file."""

from csat_tui.laptop.opening import Laptop
from csat_tui.paper import mailings
from csat_tui.store import packs
from csat_tui.trouble import Trouble
from schemas.language import texts
from schemas.packs.model import Pack
from schemas.paper.code import FormCode
from schemas.records.paper import Mailing
from sync.printing.content import form_content, label_content, letter_content
from sync.printing.typesetting import NotInstalled, pdf
from sync.printing.word_file import form_docx

_ = texts("csat_tui")


def printed(laptop: Laptop, mailing: Mailing, what: str, kind: str, language: str) -> bytes:
    """``what``: forms, letters, labels; ``kind``: pdf, or docx for forms. Raises Trouble ``not_installed``,
    ``no_letter``, ``unknown_pack``."""
    try:
        return _printed(laptop, mailing, what, kind, language)
    except NotInstalled as error:
        raise Trouble("not_installed", str(error), _("Nothing was written."), "") from error


def _printed(laptop: Laptop, mailing: Mailing, what: str, kind: str, language: str) -> bytes:
    issues, sender = mailings.issues_of(laptop, mailing), mailings.sender_of(laptop, mailing)
    if what == "labels":
        return pdf("labels", label_content(issues, language))
    if what == "letters":
        return pdf("letter", letter_content(_letter(mailing), issues, sender, language))
    pack = _pack(laptop, mailing)
    content = form_content(pack, issues, sender, language)
    if kind == "pdf":
        return pdf("form", content)
    version = pack.questionnaire.version if pack.questionnaire else 1
    return form_docx(content, [str(FormCode(issue.serial, pack.pack, version)) for issue in issues])


def _letter(mailing: Mailing) -> str:
    if not mailing.letter:
        raise Trouble(
            "no_letter",
            _("This mailing has no letter."),
            _("Nothing was written."),
            _("Give one with --letter when the forms are issued."),
        )
    return mailing.letter


def _pack(laptop: Laptop, mailing: Mailing) -> Pack:
    found = packs.find(laptop.store, mailing.pack, mailing.pack_version)
    return found[0] if found else mailings.pack_of(laptop, f"{mailing.pack}@{mailing.pack_version}")
