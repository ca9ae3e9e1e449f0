"""What a recorded line may say beside plain answers: what was told about an answer, who answered, promises, a
ticket. The same that the interview takes down."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ValidationError

from csat_tui.interview import asides
from csat_tui.interview.entry import Refusal, accept, accept_options, accept_text
from schemas.forms.answers import Answer
from schemas.language import texts
from schemas.packs.model import Pack, Question
from schemas.records.response import Promise, Respondent, TicketDraft
from schemas.text import clean, one_line

_ = texts("csat_tui")

KEYS = ("respondent", "promises", "ticket")
MOST_PROMISES = 50


@dataclass(frozen=True)
class More:
    """As ``State`` of the interview holds it."""

    asides: Mapping[str, str] = field(default_factory=dict)
    promises: tuple[Mapping[str, str], ...] = ()


def accept_told(pack: Pack, question: Question, raw: object) -> Answer | Refusal:
    """An answer; as ``{"value": …, "why"?, "causes"?, "kinds"?, "about"?, "checks"?}`` with what was told about it."""
    if not isinstance(raw, Mapping) or "value" not in raw:
        return accept(pack, question, raw)
    answer = accept(pack, question, raw["value"])
    if isinstance(answer, Refusal):
        return answer
    told: dict[str, Any] = {}
    for name, value in raw.items():
        if name == "value" or value is None:
            continue
        found = _told(pack, question, str(name), value)
        if isinstance(found, Refusal):
            return found
        told[str(name)] = found
    return Answer.model_validate({**answer.wire(), **told})


def check_on_file(
    pack: Pack, line: Mapping[str, Any], known: Mapping[str, Answer], faults: list[Refusal]
) -> None:
    """What is on file and is not to be changed in a form is not to be changed by a line either."""
    given = line.get("answers")
    if not isinstance(given, Mapping):
        return
    for code, answer in known.items():
        question = pack.questions[code]
        if code in given and question.read_only and accept_told(pack, question, given[code]) != answer:
            message = _("What is on file says otherwise, and the form does not change it.")
            faults.append(Refusal(code, "on_file", message))


def more(line: Mapping[str, Any], faults: list[Refusal]) -> More:
    """Who answered, the promises and the ticket of a line."""
    promises = line.get("promises") or []
    if not isinstance(promises, list) or len(promises) > MOST_PROMISES:
        faults.append(Refusal("promises", "wrong_type", _("promises must be a list of {what, who, by}.")))
        promises = []
    person, ticket = (_read(line, name, model, faults) for name, model in _MODELS.items())
    kept = tuple(_checked(one, "promises", Promise, faults) for one in promises)
    return More(asides.taken_up({"respondent": person, "ticket": ticket}), tuple(filter(None, kept)))


_MODELS: Mapping[str, type[BaseModel]] = {"respondent": Respondent, "ticket": TicketDraft}


def _read(
    line: Mapping[str, Any], name: str, model: type[BaseModel], faults: list[Refusal]
) -> dict[str, str]:
    return _checked(line[name], name, model, faults) if line.get(name) else {}


def _checked(given: object, name: str, model: type[BaseModel], faults: list[Refusal]) -> dict[str, str]:
    """The fields of a model, made harmless; empty with a fault where they do not fit."""
    known = set(model.model_fields)
    try:
        if not isinstance(given, Mapping) or set(given) - known:
            raise ValueError
        texts = {key: clean(value).strip() for key, value in given.items() if isinstance(value, str)}
        whole = model.model_validate(texts)
    except (ValueError, ValidationError):
        message = _(
            "{name} does not fit: it holds {fields}, as text.", name=name, fields=", ".join(sorted(known))
        )
        faults.append(Refusal(name, "not_allowed", message))
        return {}
    return whole.model_dump(mode="json", exclude_none=True)


def _told(pack: Pack, question: Question, name: str, value: Any) -> object:
    """One thing told about an answer, as it is stored."""
    scale_id = {"causes": question.reasons, "kinds": question.kinds}.get(name)
    if name == "why" and question.reason_when:
        found = accept_text(question.code, None, str(value))
        return found if isinstance(found, Refusal) else found.text
    if scale_id and isinstance(value, list):
        scale = pack.scales[scale_id].model_copy(update={"type": "multi"})
        chosen = accept_options(question.code, scale_id, scale, [str(one) for one in value])
        return chosen if isinstance(chosen, Refusal) else list(chosen.options or ())
    if name == "about" and value in question.object:
        return value
    codes = {check.code for check in question.checks}
    if name == "checks" and isinstance(value, list) and value and codes.issuperset(map(str, value)):
        return [code for code in (check.code for check in question.checks) if code in value]
    shown = one_line(name)[:20]
    message = _("{code} has no place for {name}, or not with this content.", code=question.code, name=shown)
    return Refusal(question.code, "not_allowed", message)
