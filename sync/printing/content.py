"""What stands on a blank form, as plain data: the template sets it, nothing in it is ever read as markup."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from schemas.language import texts
from schemas.packs.model import Pack
from schemas.packs.places import filled
from schemas.paper.code import FormCode
from schemas.paper.layout import Field, fields, notice
from schemas.paper.serial import Serial
from schemas.text import clean
from sync.printing.code_image import svg

_ = texts("sync")

TEXT_LINES = 3
"""Ruled lines for free text."""
MAX_RANGE_DIGITS = 4
"""Bounds longer than this say nothing to a person."""


@dataclass(frozen=True)
class Addressee:
    """Whom a form, a letter or a label goes to. ``name``: customer or unit; lines may be empty."""

    name: str
    contact: str = ""
    address: str = ""
    postcode: str = ""
    number: str = ""


@dataclass(frozen=True)
class Sender:
    """Who sends the form and where it comes back to; ``return_by``: ISO day."""

    organisation: str
    department: str = ""
    address: str = ""
    postcode: str = ""
    phone: str = ""
    fax: str = ""
    return_by: str = ""


@dataclass(frozen=True)
class Issue:
    """One form to print: its serial and whom it is for."""

    serial: Serial
    addressee: Addressee


@dataclass(frozen=True)
class Line:
    """One item as printed: ``range`` of a number, ``boxes`` for its digits before the point and ``decimals``
    behind it, ``choices``, or ruled ``lines``."""

    number: int
    text: str
    kind: str
    range: str = ""
    boxes: int = 0
    decimals: int = 0
    choices: Sequence[tuple[str, str]] = ()
    lines: int = 0


def form_content(pack: Pack, issues: Sequence[Issue], sender: Sender, language: str) -> dict[str, Any]:
    """The whole print run; in the language in force (``schemas.language``), which ``language`` names."""
    return {
        "language": language,
        "title": _plain(str(pack.title)),
        "version": pack.questionnaire.version if pack.questionnaire else 1,
        "words": _words(sender),
        "sender": _safe(sender),
        "notice": _notice(pack, sender),
        "instructions": _instructions(pack, sender),
        "head": [asdict(line(one)) for one in fields(pack) if one.by_staff],
        "items": [asdict(line(one)) for one in fields(pack) if not one.by_staff],
        "forms": [_one(pack, issue) for issue in issues],
    }


def line(field: Field) -> Line:
    """One item as printed."""
    text = _plain(str(field.question.topic or field.question))
    if field.kind == "number":
        return Line(field.number, text, "number", _range(field), field.digits, field.decimals)
    if field.kind == "text":
        return Line(field.number, text, "text", lines=1 if field.by_staff else TEXT_LINES)
    choices = [(keys, _plain(str(option))) for keys, option in field.choices]
    return Line(field.number, text, field.kind, choices=choices)


def _range(field: Field) -> str:
    low, high = field.scale.min, field.scale.max
    return (
        f"{low}–{high}" if low is not None and high is not None and field.digits <= MAX_RANGE_DIGITS else ""
    )


def letter_content(
    body: str, issues: Sequence[Issue], sender: Sender, language: str, dated: str = ""
) -> dict[str, Any]:
    """Cover letters, one for each form; ``body``: paragraphs parted by empty lines; ``dated``: ISO day under them."""
    return {
        "language": language,
        "words": _words(sender),
        "sender": _safe(sender),
        "dated": dated,
        "paragraphs": [_plain(one) for one in body.split("\n\n") if one.strip()],
        "forms": [{"serial": str(issue.serial), **_safe(issue.addressee)} for issue in issues],
    }


def formal_letter(title: str, return_by: str) -> str:
    """The body of the letter that asks a key customer for their judgement (S1-241), where nobody wrote another;
    ``title`` of the questionnaire, ``return_by`` an ISO day or empty."""
    paragraphs = (
        _(
            "Thank you for your trust. We ask you for your judgement of our work and enclose the form “{title}”.",
            title=title,
        ),
        _(
            "Please have it filled in by whoever works with us, and say what you are not satisfied with: every point "
            "is answered. What you say serves to improve our work and nothing else."
        ),
        _("Please return this form by {day}.", day=return_by)
        if return_by
        else _("Please return the form to us."),
    )
    return "\n\n".join(paragraphs)


def reminder_text(issued_on: str) -> str:
    """The body of a letter to those who have not answered what was sent on a day (ISO)."""
    paragraphs = (
        _(
            "On {day} we sent you the form whose number stands above. We have not received it yet.",
            day=issued_on,
        ),
        _(
            "Your judgement helps us to do better. Please fill the form in and return it; a new one is sent on request."
        ),
        _("If it is on its way already, please take this letter as our thanks."),
    )
    return "\n\n".join(paragraphs)


def label_content(issues: Sequence[Issue], language: str) -> dict[str, Any]:
    """Address labels, one for each form."""
    forms = [{"serial": str(issue.serial), **_safe(issue.addressee)} for issue in issues]
    return {"language": language, "forms": forms, "words": {"to": _("To")}}


def _one(pack: Pack, issue: Issue) -> dict[str, Any]:
    version = pack.questionnaire.version if pack.questionnaire else 1
    code = FormCode(issue.serial, pack.pack, version)
    return {"serial": str(issue.serial), "code": svg(str(code)), **_safe(issue.addressee)}


def _notice(pack: Pack, sender: Sender) -> str:
    said = notice(pack)
    known = {"公司": sender.organisation, "部门": sender.department or str(pack.owner_department or "")}
    return _plain(filled(pack, known, str(said))) if said else ""


def _instructions(pack: Pack, sender: Sender) -> list[str]:
    kinds = {one.kind for one in fields(pack) if not one.by_staff}
    lines = [_("Please fill in with a dark pen; one digit in each box, one tick for each item.")]
    follow = pack.scoring.item_follow
    if "number" in kinds:
        decimal = _("A score may have one decimal where a box stands behind the point.")
        why = (
            _("Where you give less than {score}, please write down why.", score=follow.below)
            if follow
            else ""
        )
        lines.append(" ".join(filter(None, (why, decimal))))
    if "multi" in kinds:
        lines.append(_("Where several may be ticked, it says so."))
    lines.append(_("If you cannot judge an item, please leave it empty."))
    if sender.return_by:
        lines.append(_("Please return this form by {day}.", day=sender.return_by))
    return lines


def _words(sender: Sender) -> Mapping[str, str]:
    return {
        "serial": _("Form no."),
        "version": _("Questionnaire version"),
        "for": _("For"),
        "office": _("Filled in by us"),
        "return": _("Return to"),
        "phone": _("Telephone"),
        "fax": _("Fax"),
        "several": _("several may be ticked"),
        "date": _("Date"),
        "year": _("year"),
        "month": _("month"),
        "day": _("day"),
        "name": _("Your name (may be left empty)"),
        "page": _("Page"),
        "to": _("To"),
    }


def _safe(data: Addressee | Sender) -> dict[str, str]:
    return {name: _plain(value) for name, value in asdict(data).items()}


def _plain(text: str) -> str:
    return clean(text).strip()
