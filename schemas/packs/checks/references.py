"""Names that must lead somewhere: items, scales, dimensions, objects, parameters."""

import re
from collections import Counter

from schemas.language import texts
from schemas.packs.checks.subject import Problem, Problems, Subject
from schemas.packs.source import Path

_ = texts("schemas")

GIVEN_PLACES = frozenset({"公司", "部门", "姓名", "日期", "服务事项", "姓氏"})
"""Places in braces that the program fills from the user, the customer and the event."""
_PLACE = re.compile(r"\{([^{}]+)\}")


def item_references(subject: Subject) -> Problems:
    """Lists of item codes in the rule keys."""
    for path, codes in _code_lists(subject):
        for code in codes:
            if code not in subject.pack.questions and code not in _computed(subject):
                yield Problem(
                    path, "no-such-item", _("There is no item {code}. Correct the code.", code=code)
                )


def duplicate_codes(subject: Subject) -> Problems:
    """Answers are stored by code, so that a code must be unique."""
    form = subject.pack.questionnaire
    if form is None:
        return
    counted = Counter([*(item.code for item in form.items), *(field.code for field in form.computed)])
    for code in (code for code, times in counted.items() if times > 1):
        sentence = _("The code {code} is used twice. Give each item a code of its own.", code=code)
        yield Problem(subject.item_path(code), "duplicate-code", sentence)


def duplicate_options(subject: Subject) -> Problems:
    """Option codes within a scale."""
    for name, scale in subject.pack.scales.items():
        for code, times in Counter(option.code for option in scale.options).items():
            if times > 1:
                sentence = _("Option {code} of scale {scale} is there twice.", code=code, scale=name)
                yield Problem(("scales", name), "duplicate-option", sentence)
        if scale.type in ("single", "multi") and not scale.options:
            sentence = _("Scale {scale} has no options. List them with code, zh and en.", scale=name)
            yield Problem(("scales", name), "no-options", sentence)


def described(subject: Subject) -> Problems:
    """Dimensions and objects need a name in both languages."""
    for item in subject.pack.questions.values():
        if item.dimension and item.dimension not in subject.pack.dimensions:
            sentence = _("Dimension {name} has no name under dimensions. Add it.", name=item.dimension)
            yield Problem(subject.item_path(item.code, "dimension"), "no-such-dimension", sentence, "warning")
        for name in item.object:
            if name not in subject.pack.objects:
                sentence = _("Object {name} has no name under objects. Add it.", name=name)
                yield Problem(subject.item_path(item.code, "object"), "no-such-object", sentence, "warning")


def places(subject: Subject) -> Problems:
    """Words in braces must be given by the program or be a parameter of the pack."""
    known = GIVEN_PLACES | subject.pack.parameters.keys()
    for item in subject.pack.questions.values():
        named = {*_PLACE.findall(item.zh), *_PLACE.findall(item.en)}
        for name in sorted(named - known):
            sentence = _("Nothing fills {{{name}}} in the text. Add it under parameters.", name=name)
            yield Problem(subject.item_path(item.code), "no-such-parameter", sentence)
    closing = subject.pack.closing
    if closing is not None:
        for name in sorted({*_PLACE.findall(closing.zh), *_PLACE.findall(closing.en)} - known):
            sentence = _("Nothing fills {{{name}}} in the text. Add it under parameters.", name=name)
            yield Problem(("closing",), "no-such-parameter", sentence)


def _computed(subject: Subject) -> set[str]:
    form = subject.pack.questionnaire
    return {field.code for field in form.computed} if form else set()


def _code_lists(subject: Subject) -> list[tuple[Path, tuple[str, ...]]]:
    scoring, form = subject.pack.scoring, subject.pack.questionnaire
    found: list[tuple[Path, tuple[str, ...]]] = []
    if form is not None:
        found.append((("questionnaire", "must_ask", "items"), form.must_ask.items))
        found.append((("questionnaire", "must_ask", "conditional"), form.must_ask.conditional))
    score = scoring.contact_score
    if score is not None:
        here = ("scoring", "contact_score")
        found.append(((*here, "source"), (score.source,) if score.source else ()))
        found.append(((*here, "fallback"), score.fallback))
        found.append(((*here, "items"), score.items))
        found.append(((*here, "weights"), tuple(weight.item for weight in score.weights)))
    if scoring.period_score is not None and scoring.period_score.item:
        found.append((("scoring", "period_score", "item"), (scoring.period_score.item,)))
    if scoring.satisfied_rate is not None and scoring.satisfied_rate.item:
        found.append((("scoring", "satisfied_rate", "item"), (scoring.satisfied_rate.item,)))
    if scoring.item_follow is not None:
        found.append((("scoring", "item_follow", "items"), scoring.item_follow.items))
    templates = subject.pack.capa.templates if subject.pack.capa else ()
    found.append((("capa", "templates"), tuple(template.item for template in templates)))
    return found
