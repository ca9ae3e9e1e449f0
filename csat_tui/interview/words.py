"""Questions and answers in words, in the current language."""

from csat_tui.interview.ask import scale_for
from csat_tui.interview.pages import Form
from csat_tui.interview.place import Place, Step
from schemas.forms.answers import Answer, Missing
from schemas.language import texts
from schemas.packs import places
from schemas.packs.model import Pack, Question, Scale

_ = texts("csat_tui")


def wording(form: Form, place: Place) -> str:
    """What is read to the customer at this place, its places in braces filled."""
    question = form.question(place.question)
    prompts = {Step.LEVEL: question.fallback_prompt, Step.REASON: question.unrated_prompt}
    return filled(form, str(prompts.get(place.step) or question))


def short(form: Form, code: str) -> str:
    """The question's name in a list."""
    return filled(form, form.question(code).short)


def filled(form: Form, text: str) -> str:
    """The text with the words of the pack and of this contact in its places; a line where none is known."""
    return places.filled(form.pack, form.words, text)


def answer_words(pack: Pack, question: Question, answer: Answer | None) -> str:
    """An answer as a person would say it; a dash where there is none."""
    if answer is None:
        return "-"
    if answer.missing is not None:
        return _with_reasons(pack, question, missing_name(answer.missing), answer.reason)
    if answer.options:
        return _labels(pack.scales.get(answer.scale or ""), answer.options)
    return answer.text or answer.value or "-"


def missing_name(code: Missing) -> str:
    """Why there is no answer."""
    names = {
        Missing.NOT_ASKED: _("not asked"),
        Missing.BLANK: _("left blank"),
        Missing.NOT_APPLICABLE: _("not applicable"),
        Missing.DONT_KNOW: _("no rating"),
        Missing.REFUSED: _("refused"),
        Missing.ILLEGIBLE: _("illegible"),
        Missing.MULTI_MARKED: _("several marked"),
    }
    return names[code]


def ticks_words(question: Question, codes: tuple[str, ...]) -> str:
    """The ticked parts of an item."""
    return " ".join(str(check) for check in question.checks if check.code in codes)


def _with_reasons(pack: Pack, question: Question, name: str, reasons: tuple[str, ...] | None) -> str:
    if not reasons:
        return name
    return f"{name} ({reason_words(pack, question, reasons)})"


def reason_words(pack: Pack, question: Question, codes: tuple[str, ...]) -> str:
    """Why there is no score, as the customer chose it."""
    return _labels(pack.scales.get(scale_for(question, Step.REASON)), codes)


def _labels(scale: Scale | None, codes: tuple[str, ...]) -> str:
    options = [scale.option(code) if scale else None for code in codes]
    return " ".join(str(option) if option else code for option, code in zip(options, codes, strict=True))
