"""Expressions: readable, about items that exist, free of circles; must-ask items that a skip could lose."""

from collections.abc import Iterator, Mapping

from schemas.forms.expressions import Expression, ExpressionError, parse
from schemas.language import texts
from schemas.packs.checks.subject import Problem, Problems, Subject
from schemas.packs.conditions import RECORDS, is_condition
from schemas.packs.source import Path

_ = texts("schemas")

GIVEN_NAMES = frozenset({"channel", "fill_method", "language"})
"""Facts of a response that an expression may name beside item codes."""

_ITEM_KEYS = ("relevant", "constraint", "reason_when")


def expressions(subject: Subject) -> Problems:
    """Every expression can be read and names only what exists."""
    form = subject.pack.questionnaire
    known = {*subject.pack.questions, *GIVEN_NAMES}
    if form is not None:
        known.update(field.code for field in form.computed)
    for path, text in _all(subject):
        try:
            parsed = parse(text)
        except ExpressionError as error:
            yield Problem(path, "expression", _("The expression cannot be read: {why}", why=str(error)))
            continue
        for name in parsed.names:
            if name not in known:
                sentence = _("The expression names {code}, which is no item. Correct the code.", code=name)
                yield Problem(path, "no-such-item", sentence)


def frame_condition(subject: Subject) -> Problems:
    """The condition of a frame can be read and names fields of records."""
    where = subject.pack.frame.where if subject.pack.frame else None
    if where is None or not is_condition(where):
        return
    try:
        named = parse(where).names
    except ExpressionError as error:
        sentence = _("The expression cannot be read: {why}", why=str(error))
        yield Problem(("frame", "where"), "expression", sentence)
        return
    for name in named:
        if name.partition(".")[0] not in RECORDS or "." not in name:
            sentence = _(
                "The condition names {code}; it can name fields of customer, event and project, such as customer.tier.",
                code=name,
            )
            yield Problem(("frame", "where"), "no-such-item", sentence)


def circles(subject: Subject) -> Problems:
    """Fields that depend on themselves, directly or through others."""
    graph = {code: set(depends) for code, depends in _dependencies(subject)}
    for code in graph:
        if _reaches(graph, code):
            path = (
                subject.computed_path(code)
                if _is_computed(subject, code)
                else subject.item_path(code, "relevant")
            )
            yield Problem(path, "circle", _("{code} depends on itself. Break the circle.", code=code))


def order(subject: Subject) -> Problems:
    """An item whose skip depends on a later one is decided too late."""
    position = {code: index for index, code in enumerate(subject.pack.questions)}
    for code, item in subject.pack.questions.items():
        expression = _parsed(item.relevant)
        for name in expression.names if expression else ():
            if position.get(name, -1) > position[code]:
                sentence = _(
                    "Whether {code} is asked depends on {later}, which comes later.", code=code, later=name
                )
                yield Problem(subject.item_path(code, "relevant"), "asked-too-late", sentence, "warning")


def must_ask(subject: Subject) -> Problems:
    """Must-ask items that a skip may lose, and lists that disagree with the items."""
    form = subject.pack.questionnaire
    if form is None:
        return
    for code in form.must_ask.items:
        item = subject.pack.questions.get(code)
        if item is None:
            continue
        if item.relevant and code not in form.must_ask.conditional:
            sentence = _(
                "{code} must be asked, but a skip can leave it out. Remove the skip, or list it under conditional.",
                code=code,
            )
            yield Problem(subject.item_path(code, "relevant"), "must-behind-skip", sentence)
        if not item.must:
            sentence = _("{code} is listed under must_ask but is not marked must: true.", code=code)
            yield Problem(subject.item_path(code), "must-not-marked", sentence)


def _all(subject: Subject) -> Iterator[tuple[Path, str]]:
    for code, item in subject.pack.questions.items():
        for key in _ITEM_KEYS:
            text = getattr(item, key)
            if text is not None:
                yield subject.item_path(code, key), text
        if item.ticket is not None:
            yield subject.item_path(code, "ticket"), item.ticket.when
    form = subject.pack.questionnaire
    for field in form.computed if form else ():
        yield subject.computed_path(field.code, "formula"), field.formula
    for caution in form.cautions if form else ():
        yield subject.caution_path(caution.code, "when"), caution.when
    classify = subject.pack.classify
    if classify is not None and classify.dissatisfied_when is not None:
        yield ("classify", "dissatisfied_when"), classify.dissatisfied_when
    for index, template in enumerate(subject.pack.capa.templates if subject.pack.capa else ()):
        yield ("capa", "templates", index, "when"), template.when


def _dependencies(subject: Subject) -> Iterator[tuple[str, tuple[str, ...]]]:
    form = subject.pack.questionnaire
    for field in form.computed if form else ():
        formula = _parsed(field.formula)
        yield field.code, formula.names if formula else ()
    for code, item in subject.pack.questions.items():
        relevant = _parsed(item.relevant)
        if relevant is not None:
            yield code, relevant.names


def _parsed(text: str | None) -> Expression | None:
    try:
        return parse(text) if text is not None else None
    except ExpressionError:
        return None


def _is_computed(subject: Subject, code: str) -> bool:
    form = subject.pack.questionnaire
    return form is not None and any(field.code == code for field in form.computed)


def _reaches(graph: Mapping[str, set[str]], start: str) -> bool:
    """Whether one can walk from ``start`` back to it."""
    seen: set[str] = set()
    waiting = list(graph[start])
    while waiting:
        code = waiting.pop()
        if code == start:
            return True
        if code not in seen:
            seen.add(code)
            waiting.extend(graph.get(code, ()))
    return False
