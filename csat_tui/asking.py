"""A questionnaire asked line by line on a plain terminal: for screen readers, pipes and slow lines.

It gives the lines to the same ``Interview`` as the screen gives keys; every answer is kept at once.
"""

from collections.abc import Callable, Iterator
from typing import Literal

from csat_tui.interview.ask import Ask
from csat_tui.interview.interview import Interview
from csat_tui.interview.keying import SIGNS
from csat_tui.interview.place import Step
from csat_tui.interview.summary import summary
from csat_tui.interview.words import answer_words, filled, missing_name, short, wording
from schemas.language import texts
from schemas.packs.model import Scale
from schemas.text import clean, narrow

_ = texts("csat_tui")

Tell = Callable[[str], None]
Hear = Callable[[], str | None]
"""The next line without its end; None when there are no more."""
End = Literal["finish", "left"]

BACK, ON, AGAIN, UNDO, LEAVE, REMARK = "<", ">", "?", "^", ".", "#"


def ask_through(interview: Interview, tell: Tell, hear: Hear) -> End:
    """Ask until the form is to be finished, or is put away with all that was answered."""
    interview.open()
    tell(_instructions())
    while True:
        tell("\n".join(page(interview)))
        line = hear()
        if line is None or narrow(line) == LEAVE:
            interview.leave()
            return "left"
        if interview.ask.kind == "end" and narrow(line) in ("", "1"):
            if _may_finish(interview, tell):
                return "finish"
            continue
        take(interview, line)
        if interview.refusal:
            tell(interview.refusal.message)
        if interview.put_off:
            tell(_("The interview is put off; what was said is kept."))
            interview.leave()
            return "left"


def take(interview: Interview, line: str) -> None:
    """Do what a line says at the present place; a refusal stands in ``interview.refusal``."""
    word = narrow(line)
    commands = {BACK: interview.back, ON: interview.forward, UNDO: interview.undo, "=": interview.tick}
    if word == AGAIN:
        return
    if word in commands:
        commands[word]()
    elif word.startswith(REMARK) and interview.place.step is not Step.REMARK:
        _remark(interview, clean(line).strip()[1:].strip())
    elif word in SIGNS:
        interview.missing(word)
    else:
        _answer(interview, line, word)


def _answer(interview: Interview, line: str, word: str) -> None:
    kind = interview.ask.kind
    if not word or kind == "end":
        interview.enter()
    elif kind == "text":
        interview.write(clean(line).strip())
        _enter(interview)
    elif kind == "multi":
        _tick(interview, word)
    else:
        before = interview.place
        interview.paste(word)
        if interview.place == before and interview.typed:
            _enter(interview)


def _tick(interview: Interview, word: str) -> None:
    """The numbers of all that applies, in place of what was ticked before."""
    interview.erase()
    numbers = word.replace("/", ",").replace(" ", ",").split(",")
    if all(len(number) <= 1 for number in numbers):
        for number in dict.fromkeys(filter(None, numbers)):
            interview.press(number)
            if interview.refusal:
                return
        _enter(interview)
    else:
        interview.press("#")


def _enter(interview: Interview) -> None:
    if interview.refusal is None:
        interview.enter()


def _remark(interview: Interview, words: str) -> None:
    interview.remark()
    if interview.place.step is Step.REMARK:
        interview.write(words)
        _enter(interview)


def _may_finish(interview: Interview, tell: Tell) -> bool:
    obstacle = summary(interview).obstacle
    if obstacle is not None:
        tell(_("It cannot be finished now: the notice has not been answered, or the interview was put off."))
    return obstacle is None


def page(interview: Interview) -> Iterator[str]:
    """What is asked here, in lines."""
    ask = interview.ask
    if ask.kind == "end":
        yield from _end(interview)
        return
    yield ""
    yield _heading(interview)
    if ask.question is not None and ask.place.step is not Step.TICKS:
        yield wording(interview.form, ask.place)
    for keys, option in ask.choices:
        yield f"  {keys}  {filled(interview.form, str(option))}"
    yield _how(ask)
    held = interview.state.answers.get(ask.place.question)
    if held is not None and ask.question is not None and ask.place.step is Step.VALUE:
        yield _("So far: {answer}", answer=answer_words(interview.form.pack, ask.question, held))


def _heading(interview: Interview) -> str:
    code = interview.place.question
    asked = interview.form.asked(interview.state.answers)
    if code not in asked:
        return _("Notice")
    must = _("must be asked") if code in interview.form.must else _("may be skipped")
    return _("Question {n} of {all} ({must})", n=asked.index(code) + 1, all=len(asked), must=must)


def _how(ask: Ask) -> str:
    if ask.kind == "number":
        return _number(ask.scale)
    if ask.kind == "single":
        return _("One number from the list:")
    if ask.kind == "multi":
        return _("Numbers from the list, with commas between them:")
    return _("Your line:")


def _number(scale: Scale | None) -> str:
    if scale is None or scale.min is None or scale.max is None:
        return _("A number:")
    return _("A number from {low} to {high}:", low=scale.min, high=scale.max)


def _end(interview: Interview) -> Iterator[str]:
    found = summary(interview)
    yield ""
    yield _("This was the last question.")
    if found.open_must:
        names = ", ".join(short(interview.form, code) for code in found.open_must)
        yield _("Not asked yet, though they must be: {names}", names=names)
    yield _("Enter finishes the questionnaire for good; < goes back; . puts it away.")


def _instructions() -> str:
    missing = ", ".join(f"{sign} {missing_name(why)}" for sign, why in SIGNS.items())
    return _(
        "Answer each question with a line. < goes back, > goes on without an answer, ? asks again, "
        "^ takes the last answer back, # and words notes a remark, . puts the questionnaire away. "
        "Why there is no answer: {missing}.",
        missing=missing,
    )
