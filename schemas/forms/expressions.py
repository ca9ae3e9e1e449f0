"""Skip logic, checks and computed fields, written as in XLSForm::

    ${S2A} >= 3 and selected(${A2}, 'paint')

An expression is read once (a Pratt parser) into nested functions and may then be evaluated any number of
times. It can reach nothing but its context: answers, the value it is attached to (``.``), and the day, moment
and random number that were stored with the response. Length and depth are limited, so that a pack from a
stranger cannot hang or crash a laptop.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType

from schemas.forms.answers import Answer
from schemas.forms.functions import FUNCTIONS
from schemas.forms.tokens import ExpressionError, Token, tokens
from schemas.forms.values import ARITHMETIC, Value, as_number, as_truth, equal, finite, is_empty, less
from schemas.language import texts

__all__ = ["Context", "Expression", "ExpressionError", "Value", "names", "parse", "value_of"]

_ = texts("schemas")

MAX_DEPTH = 100
"""Operations inside one another."""
MAX_BRACKETS = 30
"""Brackets and calls inside one another while reading."""


@dataclass(frozen=True)
class Context:
    """Everything an expression can see.

    ``values``: question code or placeholder -> value; a name that is absent counts as empty.
    ``own``: the value of the item that the expression belongs to (``.``).
    ``today``: ISO date; ``now``: ISO moment; ``random``: 0 <= x < 1. All three are inputs stored with the
    response, never read from the machine.
    """

    values: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))
    own: Value = ""
    today: str = ""
    now: str = ""
    random: Value = ""


Evaluate = Callable[[Context], Value]


@dataclass(frozen=True)
class _Node:
    evaluate: Evaluate
    depth: int = 1


@dataclass(frozen=True)
class Expression:
    """A readable expression. ``names`` are the codes it refers to, in the order of their first mention."""

    text: str
    names: tuple[str, ...]
    uses_own: bool
    evaluate: Evaluate = field(repr=False, compare=False)

    def true(self, context: Context) -> bool:
        """Whether it holds."""
        return as_truth(self.evaluate(context))


@lru_cache(maxsize=4096)
def parse(text: str) -> Expression:
    """The expression of a text. Raises ``ExpressionError`` with the place of what is wrong."""
    return _Parser(text).expression()


def names(text: str) -> tuple[str, ...]:
    """The codes that an expression depends on."""
    return parse(text).names


def value_of(answer: Answer | None) -> Value:
    """What an answer is worth in an expression: empty when missing, codes separated by blanks."""
    if answer is None or answer.missing is not None:
        return ""
    if answer.value is not None:
        number = as_number(answer.value)
        return number if number.is_finite() and "-" not in answer.value[1:] else answer.value
    if answer.options is not None:
        return " ".join(answer.options)
    return answer.text or ""


def _or(left: Evaluate, right: Evaluate) -> Evaluate:
    return lambda context: as_truth(left(context)) or as_truth(right(context))


def _and(left: Evaluate, right: Evaluate) -> Evaluate:
    return lambda context: as_truth(left(context)) and as_truth(right(context))


def _compared(test: Callable[[Value, Value], bool]) -> Callable[[Evaluate, Evaluate], Evaluate]:
    return lambda left, right: lambda context: test(left(context), right(context))


def _computed(operation: Callable[[Decimal, Decimal], Decimal]) -> Callable[[Evaluate, Evaluate], Evaluate]:
    return lambda left, right: (
        lambda context: finite(operation(as_number(left(context)), as_number(right(context))))
    )


_OPERATORS: dict[str, tuple[int, Callable[[Evaluate, Evaluate], Evaluate]]] = {
    "or": (1, _or),
    "and": (2, _and),
    "=": (3, _compared(equal)),
    "!=": (3, _compared(lambda left, right: not equal(left, right))),
    "<": (4, _compared(less)),
    ">": (4, _compared(lambda left, right: less(right, left))),
    "<=": (4, _compared(lambda left, right: less(left, right) or as_number(left) == as_number(right))),
    ">=": (4, _compared(lambda left, right: less(right, left) or as_number(left) == as_number(right))),
    "+": (5, _computed(ARITHMETIC.add)),
    "-": (5, _computed(ARITHMETIC.subtract)),
    "*": (6, _computed(ARITHMETIC.multiply)),
    "div": (6, _computed(ARITHMETIC.divide)),
    "mod": (6, _computed(ARITHMETIC.remainder)),
}
"""Sign -> how tightly it binds (XPath 1.0, 3.4 and 3.5), and what it does."""
_NEGATION = 7

_GIVEN: dict[str, Evaluate] = {
    "today": lambda context: context.today,
    "now": lambda context: context.now,
    "random": lambda context: context.random,
}


class _Parser:
    """One reading of one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = list(tokens(text))
        self._next = 0
        self._names: dict[str, None] = {}
        self._uses_own = False
        self._brackets = 0

    def expression(self) -> Expression:
        if self._peek.kind == "end":
            raise self._peek.error(_("The expression is empty."))
        node = self._operation(0)
        rest = self._take()
        if rest.kind != "end":
            raise rest.error(_("An operator is missing before {what}.", what=rest.text))
        return Expression(self._text, tuple(self._names), self._uses_own, node.evaluate)

    @property
    def _peek(self) -> Token:
        return self._tokens[self._next]

    def _take(self) -> Token:
        token = self._peek
        self._next += 1
        return token

    def _expect(self, sign: str) -> None:
        token = self._peek
        if token.kind != "sign" or token.text != sign:
            raise token.error(_("{sign} is missing here.", sign=sign))
        self._take()

    def _at(self, sign: str) -> bool:
        return self._peek.kind == "sign" and self._peek.text == sign

    def _operation(self, binding: int) -> _Node:
        left = self._operand()
        while True:
            token = self._peek
            strength, combine = _OPERATORS.get(token.text, (0, None))
            if token.kind not in ("sign", "name") or combine is None or strength <= binding:
                return left
            self._take()
            right = self._operation(strength)
            left = self._node(token, combine(left.evaluate, right.evaluate), left, right)

    def _operand(self) -> _Node:
        token = self._take()
        if token.kind == "number":
            return self._number(token)
        if token.kind == "text":
            return _Node(lambda context: token.text)
        if token.kind == "reference":
            self._names[token.text] = None
            return _Node(lambda context: context.values.get(token.text, ""))
        if token.kind == "self":
            self._uses_own = True
            return _Node(lambda context: context.own)
        if token.kind == "name" and token.text not in _OPERATORS:
            return self._call(token)
        if token.text == "(":
            return self._bracket(token)
        if token.text == "-":
            return self._negated(token)
        raise token.error(_("An answer, a number or a text is missing here."))

    def _number(self, token: Token) -> _Node:
        number = as_number(token.text)
        if not number.is_finite():
            raise token.error(_("This number has too many digits."))
        return _Node(lambda context: number)

    def _negated(self, token: Token) -> _Node:
        self._enter(token)
        inner = self._operation(_NEGATION)
        self._brackets -= 1
        return self._node(token, lambda context: -as_number(inner.evaluate(context)), inner)

    def _bracket(self, token: Token) -> _Node:
        self._enter(token)
        inner = self._operation(0)
        self._expect(")")
        self._brackets -= 1
        return inner

    def _call(self, token: Token) -> _Node:
        if not self._at("("):
            raise token.error(
                _(
                    "{name} is a bare word; write ${{{name}}} for an answer, '{name}' for a code.",
                    name=token.text,
                )
            )
        arguments = self._arguments(token)
        return self._node(token, self._function(token, arguments), *arguments)

    def _arguments(self, token: Token) -> list[_Node]:
        self._enter(token)
        self._expect("(")
        given: list[_Node] = []
        while not self._at(")"):
            if given:
                self._expect(",")
            given.append(self._operation(0))
        self._expect(")")
        self._brackets -= 1
        return given

    def _function(self, token: Token, arguments: list[_Node]) -> Evaluate:
        calls = tuple(node.evaluate for node in arguments)
        if token.text in _GIVEN:
            self._count(token, len(calls), 0, 0)
            return _GIVEN[token.text]
        if token.text == "if":
            self._count(token, len(calls), 3, 3)
            test, yes, no = calls
            return lambda context: (yes if as_truth(test(context)) else no)(context)
        if token.text == "once":
            self._count(token, len(calls), 1, 1)
            self._uses_own = True
            return lambda context: calls[0](context) if is_empty(context.own) else context.own
        function = FUNCTIONS.get(token.text)
        if function is None:
            raise token.error(_("There is no function {name}.", name=token.text))
        self._count(token, len(calls), function.least, function.most)
        return lambda context: function.call([call(context) for call in calls])

    def _count(self, token: Token, given: int, least: int, most: int | None) -> None:
        if given < least or (most is not None and given > most):
            wanted = str(least) if most == least else f"{least}–{most}" if most else f"≥ {least}"
            raise token.error(
                _(
                    "{name} takes {wanted} values, {given} are given.",
                    name=token.text,
                    wanted=wanted,
                    given=given,
                )
            )

    def _enter(self, token: Token) -> None:
        self._brackets += 1
        if self._brackets > MAX_BRACKETS:
            raise token.error(_("More than {most} brackets inside one another.", most=MAX_BRACKETS))

    def _node(self, token: Token, evaluate: Evaluate, *parts: _Node) -> _Node:
        depth = 1 + max((part.depth for part in parts), default=0)
        if depth > MAX_DEPTH:
            raise token.error(_("More than {most} operations inside one another.", most=MAX_DEPTH))
        return _Node(evaluate, depth)
