"""What a person reads or hears: both languages, sentences that can be read out, labels tied to a scale."""

import re
from collections.abc import Iterator, Mapping

from schemas.language import texts
from schemas.packs.checks.subject import Problem, Problems, Subject
from schemas.packs.source import Path

_ = texts("schemas")

LONGEST_SENTENCE = 40
"""Chinese characters that a person can follow when they are read out."""

_SENTENCE_END = re.compile("[。？！；?!;\n]")
_HAN = re.compile("[\u3400-\u9fff]")


def translations_in(source: Mapping[str, object]) -> Problems:
    """A text in one language only, anywhere in the file. The other checks need both languages."""
    for path, texts_there in _texts(source, ()):
        for language in ("zh", "en"):
            text = texts_there.get(language)
            if text is None or not str(text).strip():
                name = {"zh": _("Chinese"), "en": _("English")}[language]
                sentence = _(
                    "The {language} text is missing. Write it under {key}.", language=name, key=language
                )
                yield Problem(path, "no-translation", sentence)


def readable_aloud(subject: Subject) -> Problems:
    """Sentences of more than 40 Chinese characters, in what is read to a respondent."""
    for item in subject.pack.questions.values():
        if item.by == "respondent":
            yield from _long(subject.item_path(item.code, "zh"), item.zh)


def labels_with_scale(subject: Subject) -> Problems:
    """Answers are known by scale and code; 满意 alone is worth 5 on one scale and 4 on another (AMB-30)."""
    for index, item in enumerate(subject.source.get("questionnaire", {}).get("items", [])):
        if "options" in item:
            sentence = _("An item has no options of its own. Put them under scales and name the scale.")
            yield Problem(("questionnaire", "items", index, "options"), "label-without-scale", sentence)
    labels = {str(o.zh) for scale in subject.pack.scales.values() for o in scale.options}
    for path, value in _scalars(subject.source.get("scoring", {}), ("scoring",)):
        if value in labels:
            sentence = _(
                "{label} is a label. Name the scale and the code of the option instead.", label=value
            )
            yield Problem(path, "label-without-scale", sentence)


def _long(path: Path, text: str) -> Problems:
    for part in _SENTENCE_END.split(text):
        length = len(_HAN.findall(part))
        if length > LONGEST_SENTENCE:
            sentence = _(
                "A sentence of {length} characters is too long to be read out ({most} at most). Split it.",
                length=length,
                most=LONGEST_SENTENCE,
            )
            yield Problem(path, "too-long-to-read", sentence, "warning")


def _texts(value: object, path: Path) -> Iterator[tuple[Path, Mapping[str, object]]]:
    if isinstance(value, Mapping):
        if ("zh" in value or "en" in value) and "use" not in value:
            yield path, value
        for key, inner in value.items():
            yield from _texts(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _texts(inner, (*path, index))


def _scalars(value: object, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, Mapping):
        if "zh" in value:
            return
        for key, inner in value.items():
            yield from _scalars(inner, (*path, key))
    elif isinstance(value, str):
        yield path, value
