"""The fields of a paper form in the order they are printed, which is the order they are keyed in (J2.3).

Printing and keying both ask here, so that the eye on the paper and the cursor on the screen move alike.
"""

from dataclasses import dataclass

from schemas.packs.choices import Choice, keyed
from schemas.packs.model import Pack, Question, Scale
from schemas.packs.parts import ScaleType

SPOKEN = frozenset({"B0", "B11"})
"""Blocks that are read or printed as a sentence and have nothing to fill in."""


@dataclass(frozen=True)
class Field:
    """One item to fill in. ``number`` as printed, from 1; ``choices``: digits to key -> option; ``digits`` before
    and ``decimals`` behind the point of a number."""

    number: int
    question: Question
    scale: Scale
    choices: tuple[tuple[str, Choice], ...]

    @property
    def code(self) -> str:
        return self.question.code

    @property
    def kind(self) -> ScaleType:
        return self.scale.type

    @property
    def by_staff(self) -> bool:
        """Whether it belongs to the head of the form, which we fill in ourselves."""
        return self.question.by == "staff"

    @property
    def digits(self) -> int:
        return len(str(int(self.scale.max))) if self.scale.max is not None else 6

    @property
    def decimals(self) -> int:
        return self.scale.decimals

    @property
    def at_once(self) -> bool:
        """Whether one digit fills it and moves on."""
        return self.kind == "single" and all(len(keys) == 1 for keys, _ in self.choices)


def fields(pack: Pack) -> tuple[Field, ...]:
    """Every item of the form that is filled in, our own head items among them, in the order of the pack."""
    asked = [question for question in pack.questions.values() if question.block not in SPOKEN]
    return tuple(_field(pack, number, question) for number, question in enumerate(asked, 1))


def notice(pack: Pack) -> Question | None:
    """The privacy notice the form carries."""
    return pack.block("B0")


def _field(pack: Pack, number: int, question: Question) -> Field:
    scale = pack.scales[question.scale]
    return Field(number, question, scale, keyed(scale.options))
