"""An answer: a value on a named scale, or the reason why there is none.

Stored by question code, scale id and option code, never by label (AMB-30); decimals as text; missing codes
apart from values, because 95 to 99 are real scores (model §5.1).
"""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter


class Missing(StrEnum):
    """Why an item has no value (model §5.1.3)."""

    NOT_ASKED = "not_asked"
    BLANK = "blank"
    NOT_APPLICABLE = "not_applicable"
    DONT_KNOW = "dont_know"
    REFUSED = "refused"
    ILLEGIBLE = "illegible"
    MULTI_MARKED = "multi_marked"


class Answer(BaseModel):
    """One given answer. Exactly one of value, options, text and missing is set.

    ``value``: digits of a decimal number on ``scale``. ``options``: codes chosen on ``scale``, one for a
    single choice. ``text``: free text. ``missing``: why there is nothing; then ``reason`` may hold codes of
    the question's reason list (S0-59) and ``guess`` the best guess of an illegible item.

    Beside a given value may stand what was asked about it: ``causes`` (codes) and ``why`` (words) of a low score
    or a failed check, ``kinds`` of a remark (B9), ``about``: the code of whom or what it is about.
    """

    model_config = ConfigDict(frozen=True, extra="allow")

    scale: str | None = None
    value: str | None = None
    options: Annotated[tuple[str, ...], Field(max_length=100)] | None = None
    text: str | None = None
    missing: Missing | None = None
    reason: tuple[str, ...] | None = None
    guess: str | None = None
    causes: Annotated[tuple[str, ...], Field(max_length=100)] | None = None
    why: str | None = None
    kinds: Annotated[tuple[str, ...], Field(max_length=100)] | None = None
    about: str | None = None

    @property
    def given(self) -> bool:
        """Whether the respondent gave content."""
        return self.missing is None

    @property
    def option(self) -> str | None:
        """The chosen code of a single choice."""
        return self.options[0] if self.options else None

    def wire(self) -> dict[str, object]:
        """The answer as it is stored and sent: only what is set."""
        return self.model_dump(mode="json", exclude_none=True)


Answers = dict[str, Answer]
"""Question code -> answer; a code that was never reached is absent."""

_STORED = TypeAdapter(Answers)


def stored_answers(data: bytes | str) -> Answers:
    """The answers of a stored JSON object, read in one go; pydantic's ValidationError when it is not one."""
    return _STORED.validate_json(data)


def missing(code: Missing | str, reason: tuple[str, ...] | None = None) -> Answer:
    """An item without a value, and why."""
    return Answer(missing=Missing(code), reason=reason)
