"""A line of ``csat record`` that corrects a stored questionnaire: what it does not say stays as it was.

``{"amends": ID, "reason": TEXT, …}``: any other key replaces what stood there; of ``answers`` and ``remarks`` only
those named are replaced, and ``null`` takes one away, as in an interview that begins with the old answers.
``"void": "duplicate"`` or ``"superseded"`` takes the questionnaire out of all figures, ``false`` puts it back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, get_args

from csat_tui.interview.entry import MAX_TEXT, Refusal
from csat_tui.interview.filing import Amending, Header
from csat_tui.recording.more import KEYS
from schemas.forms.answers import Answer
from schemas.language import texts
from schemas.records.response import Void
from schemas.text import clean, one_line

_ = texts("csat_tui")

_KEPT = ("pack", "event", "task", "channel", "fill_method", "occurred_at", "flags", *KEYS)


@dataclass(frozen=True)
class Amended:
    """The version that a line corrects: its body, id and SHA-256, and the final response it goes back to."""

    body: Mapping[str, Any]
    original: str
    sha256: str

    @property
    def answers(self) -> dict[str, Answer]:
        """The answers it starts with."""
        return {code: Answer.model_validate(wire) for code, wire in self.body["answers"].items()}

    def names_customer(self, line: Mapping[str, Any]) -> bool:
        """Whether a line says itself whom it is about."""
        return line.get("customer") is not None or line.get("temp") is not None

    def completed(self, line: Mapping[str, Any]) -> dict[str, Any]:
        """The line with what it does not say taken from the old version; answers apart."""
        old = {key: self.body[key] for key in _KEPT if self.body.get(key) is not None}
        said = {code: text for code, text in self.body.get("remarks", {}).items() if code}
        given = line.get("remarks")
        if isinstance(given, Mapping):
            said = {code: text for code, text in {**said, **given}.items() if text is not None}
        whole = self.body.get("remarks", {}).get("")
        old |= {"version": self.body["pack_version"], **({"remark": whole} if whole else {})}
        answers = line.get("answers", {})
        if isinstance(answers, Mapping):
            answers = {code: raw for code, raw in answers.items() if raw is not None}
        kept = given if given is not None and not isinstance(given, Mapping) else said
        return {**old, **line, "remarks": kept, "answers": answers}

    def remaining(self, line: Mapping[str, Any]) -> dict[str, Answer]:
        """The old answers without those that the line takes away."""
        given = line.get("answers")
        gone = {code for code, raw in given.items() if raw is None} if isinstance(given, Mapping) else set()
        return {code: answer for code, answer in self.answers.items() if code not in gone}

    def header(self, header: Header, line: Mapping[str, Any], by: str | None) -> Header:
        """The header of the correction: who was asked and by whom stays, unless the line says otherwise."""
        body = self.body
        header = replace(
            header,
            interviewer=body.get("interviewer"),
            language=body.get("language", header.language),
            amending=Amending(self.original, body["id"], self.sha256, by, _void(body, line)),
        )
        if self.names_customer(line):
            return header
        same = {key: body.get(key) for key in ("customer", "temp", "business_line", "consultant")}
        return replace(header, **same)  # type: ignore[arg-type]


def reason_of(line: Mapping[str, Any], faults: list[Refusal]) -> str:
    """Why it is corrected, in words; a fault without."""
    said = line.get("reason")
    text = clean(said).strip() if isinstance(said, str) else ""
    if not text or len(text) > MAX_TEXT:
        message = _("A correction needs its reason, as text of at most {most} characters.", most=MAX_TEXT)
        faults.append(Refusal("reason", "missing", message))
    return text


def check_void(line: Mapping[str, Any], faults: list[Refusal]) -> None:
    """A fault where it is said in other words than there are that a questionnaire is void."""
    said = line.get("void", False)
    if said is not False and said not in get_args(Void):
        choices = ", ".join((*get_args(Void), "false"))
        faults.append(Refusal("void", "not_allowed", _("void must be one of: {choices}.", choices=choices)))


def _void(body: Mapping[str, Any], line: Mapping[str, Any]) -> str | None:
    return (line["void"] or None) if "void" in line else body.get("void")


def unknown(amends: object) -> Refusal:
    """What is to be corrected is not here."""
    shown = one_line(str(amends))[:40]
    return Refusal("amends", "unknown_amended", _("There is no questionnaire {id} on this laptop.", id=shown))


def other_questionnaire() -> Refusal:
    """A correction stays on the pack it corrects."""
    message = _("A correction is made on the same version of the same pack.")
    return Refusal("pack", "other_questionnaire", message)


def not_amendable(code: str) -> Refusal:
    """Why a correction that is sound in itself changes nothing."""
    words = {
        "nothing_changed": _("The line says the same as the questionnaire it would correct."),
        "amended_before": _("This version was corrected before; name the questionnaire itself."),
    }
    said = words.get(code, _("It does not fit the questionnaire it would correct."))
    return Refusal("amends", code, said)
