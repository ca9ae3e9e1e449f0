"""The first and the second keying of a form, field by field, and whose slip a difference was."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from schemas.forms.answers import Answer, Missing


@dataclass(frozen=True)
class Difference:
    """A field that was keyed differently; None where one of the two keyed nothing."""

    code: str
    first: Answer | None
    second: Answer | None


@dataclass(frozen=True)
class Comparison:
    """``fields`` compared, and those that differ, in the order of the form."""

    fields: int
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class Decided:
    """What the paper says, with the reason; the two keyed values stay beside it."""

    difference: Difference
    value: Answer | None
    reason: str

    @property
    def keyer_erred(self) -> bool:
        return not same(self.value, self.difference.first)

    @property
    def verifier_erred(self) -> bool:
        return not same(self.value, self.difference.second)


def compare(fields: Iterable[str], first: Mapping[str, Answer], second: Mapping[str, Answer]) -> Comparison:
    """Both keyings over the fields of the form. A best guess and unknown extras are no part of a value; a field
    that nobody keyed is the same on both sides."""
    codes = tuple(dict.fromkeys(fields))
    pairs = ((code, first.get(code), second.get(code)) for code in codes)
    return Comparison(len(codes), tuple(Difference(*pair) for pair in pairs if not same(pair[1], pair[2])))


def same(one: Answer | None, other: Answer | None) -> bool:
    """Whether two keyed values are the same; ``8`` and ``8.0`` are not: they were written differently. A field that
    was left out of a line is a blank one."""
    return _value(one) == _value(other)


def _value(answer: Answer | None) -> tuple[object, ...]:
    if answer is None:
        return None, None, None, Missing.BLANK, None
    text = answer.text.split() if answer.text is not None else None
    options = frozenset(answer.options) if answer.options is not None else None
    return answer.value, options, tuple(text) if text is not None else None, answer.missing, answer.reason
