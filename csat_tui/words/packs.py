"""A pack in words for the command line, in the current language."""

from collections.abc import Iterator

from schemas.language import texts
from schemas.packs.ambiguities import Choice
from schemas.packs.model import ContactScore, Pack, Question
from schemas.text import one_line

_ = texts("csat_tui")


def pack_lines(pack: Pack, hash: str) -> str:
    """Head, questions and the rules that decide its score."""
    return "\n".join([*_head(pack, hash), "", *_questions(pack), "", *_rules(pack)])


def ambiguity_lines(choice: Choice) -> str:
    """One choice: the place, what is chosen and what other choices would change."""
    entry = choice.ambiguity
    meaning = one_line(str(choice.meaning)) if choice.meaning else _("a value of this pack's own")
    others = [
        _("or {value}: {changes}", value=one.value, changes=one_line(str(one))) for one in choice.others
    ]
    source = _("source {rows}: {words}", rows=entry.place, words=one_line(entry.phrase))
    indented = [f"    {line}" for line in (source, f"-> {meaning}", *others)]
    return "\n".join([f"{entry.id}  {entry.key}: {choice.value}", *indented])


def _head(pack: Pack, hash: str) -> Iterator[str]:
    yield f"{pack.name}  {one_line(str(pack.title))}"
    yield _("hash {hash}", hash=hash)
    if pack.parent is not None:
        yield _("made from {parent}", parent=f"{pack.parent.pack}@{pack.parent.version}")
    channels = " ".join(pack.modes.all) if pack.modes else "-"
    yield _("cadence {cadence}, channels {channels}", cadence=pack.cadence or "-", channels=channels)
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
        notes.append(_("asked if {condition}", condition=question.relevant))
    if question.assumed:
        notes.append(_("wording assumed"))
    return f"{mark} {question.code:<6} {one_line(str(question))}  [{', '.join(notes)}]"


def _rules(pack: Pack) -> Iterator[str]:
    score, period = pack.scoring.contact_score, pack.scoring.period_score
    if score is not None:
        yield _score(score)
    if period is not None:
        target = period.target.min if period.target and period.target.min is not None else "-"
        yield _("figure of a period: {rule}, target {target}", rule=period.rule, target=target)
    for name, gate in pack.gates.items():
        share = f"{gate.numerator} ÷ {gate.denominator} >= {gate.min}"
        yield _("gate {name}: {share}", name=name, share=share)


def _score(score: ContactScore) -> str:
    if score.kind == "none":
        return _("This form has no score.")
    parts = [score.source, *score.fallback] if score.kind == "item" else [score.kind, *score.items]
    weighted = [f"{weight.item} × {weight.weight}" for weight in score.weights]
    return _("score of a form: {items}", items=" ".join([*parts, *weighted]))
