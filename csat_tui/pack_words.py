"""A pack in words for the command line, in the current language."""

from collections.abc import Iterator

from schemas.language import texts
from schemas.packs.ambiguities import Choice
from schemas.packs.model import Pack, Question
from schemas.text import one_line

_ = texts("csat_tui")


def pack_lines(pack: Pack, hash: str) -> str:
    """Head, questions and the rules that decide its score."""
    return "\n".join([*_head(pack, hash), "", *_questions(pack), *_rules(pack)])


def ambiguity_lines(choice: Choice) -> str:
    """One choice: the place, what is chosen and what other choices would change."""
    entry = choice.ambiguity
    meaning = one_line(str(choice.meaning)) if choice.meaning else _("a value of this pack's own")
    lines = [
        f"{entry.id}  {entry.key}: {choice.value}",
        f"    {_('source')} {entry.place}: {one_line(entry.phrase)}",
        f"    -> {meaning}",
    ]
    lines += [f"    {_('or')} {one.value}: {one_line(str(one))}" for one in choice.others]
    return "\n".join(lines)


def _head(pack: Pack, hash: str) -> Iterator[str]:
    yield f"{pack.name}  {one_line(str(pack.title))}"
    yield f"{_('hash')} {hash}"
    if pack.parent is not None:
        yield f"{_('made from')} {pack.parent.pack}@{pack.parent.version}"
    yield f"{_('cadence')} {pack.cadence or '-'}   {_('channels')} {' '.join(pack.modes.all) if pack.modes else '-'}"
    if pack.screen == "none":
        yield _("The form and its rules are complete; the program has no screen of its own for it.")


def _questions(pack: Pack) -> Iterator[str]:
    must = set(pack.questionnaire.must_ask.items) if pack.questionnaire else set()
    for question in pack.questions.values():
        yield _question(question, question.code in must)


def _question(question: Question, must: bool) -> str:
    mark = "!" if must or question.must else " "
    notes = [question.scale]
    if question.relevant:
        notes.append(f"{_('if')} {question.relevant}")
    if question.assumed:
        notes.append(_("wording assumed"))
    return f"{mark} {question.code:<6} {one_line(str(question))}  [{', '.join(notes)}]"


def _rules(pack: Pack) -> Iterator[str]:
    score, period = pack.scoring.contact_score, pack.scoring.period_score
    yield ""
    if score is not None:
        parts = [score.source, *score.fallback] if score.kind == "item" else [score.kind, *score.items]
        yield f"{_('score of a form')}: {' '.join(part for part in parts if part)}"
    if period is not None:
        target = period.target.min if period.target else None
        aim = f", {_('target')} {target}" if target is not None else ""
        yield f"{_('figure of a period')}: {period.rule}{aim}"
    for name, gate in pack.gates.items():
        yield f"{_('gate')} {name}: {gate.numerator} ÷ {gate.denominator} >= {gate.min}"
