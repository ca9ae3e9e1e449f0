"""An expression cut into tokens, each with its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from schemas.language import texts

_ = texts("schemas")

MAX_LENGTH = 4000
"""Characters of one expression; a longer one belongs into computed fields."""

Kind = Literal["number", "text", "reference", "name", "sign", "self", "end"]


class ExpressionError(ValueError):
    """An expression cannot be read: one sentence in the current language, and where (both from 1)."""

    def __init__(self, sentence: str, line: int, column: int) -> None:
        super().__init__(_("line {line}, column {column}: {what}", line=line, column=column, what=sentence))
        self.sentence = sentence
        self.line = line
        self.column = column


@dataclass(frozen=True)
class Token:
    """``text`` is what it stands for: the name inside ``${}``, the text inside quotation marks."""

    kind: Kind
    text: str
    line: int
    column: int

    def error(self, sentence: str) -> ExpressionError:
        """An error at this token."""
        return ExpressionError(sentence, self.line, self.column)


_TOKEN = re.compile(
    r"""(?P<blank>\s+)
      | (?P<number>\d+(?:\.\d+)?|\.\d+)
      | (?P<text>'[^']*'|"[^"]*")
      | \$\{\s*(?P<reference>[^\W\d][\w.-]*)\s*\}
      | (?P<name>[A-Za-z_][A-Za-z0-9_-]*)
      | (?P<sign><=|>=|!=|[=<>+*(),-])
      | (?P<self>\.)
    """,
    re.VERBOSE,
)
_FULL_WIDTH = dict(zip("（），＝＜＞＋－＊“”‘’．＄｛｝", "(),=<>+-*\"\"''.${}", strict=True))


def tokens(text: str) -> Iterator[Token]:
    """The tokens of an expression, the last one of kind ``end``."""
    if len(text) > MAX_LENGTH:
        raise ExpressionError(_("The expression is longer than {most} characters.", most=MAX_LENGTH), 1, 1)
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        line, column = place(text, position)
        if match is None:
            raise ExpressionError(_complaint(text, position), line, column)
        position = match.end()
        kind = match.lastgroup
        if kind in ("number", "text", "reference", "name", "sign", "self"):
            word = match.group(kind)
            yield Token(kind, word[1:-1] if kind == "text" else word, line, column)  # type: ignore[arg-type]
    yield Token("end", "", *place(text, len(text)))


def place(text: str, position: int) -> tuple[int, int]:
    """Line and column of a position, both from 1."""
    before = text[:position]
    return before.count("\n") + 1, position - (before.rfind("\n") + 1) + 1


def _complaint(text: str, position: int) -> str:
    sign = text[position]
    if sign in _FULL_WIDTH:
        return _("{sign} is a full-width sign; write {half} instead.", sign=sign, half=_FULL_WIDTH[sign])
    if sign in "'\"":
        return _("A quotation mark is opened here and never closed.")
    if sign == "$":
        return _("An answer is named as ${{CODE}}; the code or a brace is missing here.")
    return _("{sign} has no meaning here.", sign=repr(sign))
