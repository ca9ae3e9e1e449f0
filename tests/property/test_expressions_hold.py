"""What must hold for every expression, whatever somebody writes."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.forms.expressions import Context, ExpressionError, parse
from schemas.forms.functions import FUNCTIONS

codes = st.sampled_from(["A", "B", "S2A", "评分"])
numbers = st.decimals(-1000, 1000, places=2).map(lambda number: format(number, "f"))
texts = st.text(alphabet="ab 满意12.-", max_size=8)
values = st.one_of(texts, st.decimals(-10, 110, places=1), st.booleans(), st.just(Decimal("NaN")))
leaves = st.one_of(
    codes.map(lambda code: f"${{{code}}}"),
    numbers.map(lambda number: f"({number})"),
    texts.map(lambda text: f"'{text}'"),
    st.just("."),
)
operators = st.sampled_from(["+", "-", "*", "div", "mod", "=", "!=", "<", "<=", ">", ">=", "and", "or"])


def _most(most: int | None) -> int:
    return 3 if most is None else min(most, 3)


def _joined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    calls = st.sampled_from(sorted(FUNCTIONS)).flatmap(
        lambda name: st.lists(
            inner, min_size=FUNCTIONS[name].least, max_size=_most(FUNCTIONS[name].most)
        ).map(lambda given_: f"{name}({', '.join(given_)})")
    )
    binary = st.tuples(inner, operators, inner).map(lambda parts: f"({' '.join(parts)})")
    choice = st.tuples(inner, inner, inner).map(lambda parts: f"if({', '.join(parts)})")
    return st.one_of(calls, binary, choice)


def _place_of_error(text: str) -> tuple[int, int] | None:
    try:
        parse(text)
    except ExpressionError as error:
        return error.line, error.column
    return None


expressions = st.recursive(leaves, _joined, max_leaves=12)
contexts = st.dictionaries(codes, values, max_size=4).map(lambda known: Context(known, own="3"))


@settings(deadline=None)
@given(expressions, contexts)
def test_a_well_formed_expression_always_has_a_value(text: str, context: Context) -> None:
    value = parse(text).evaluate(context)
    assert isinstance(value, str | Decimal | bool)
    assert not (isinstance(value, Decimal) and value.is_infinite())


@settings(deadline=None)
@given(expressions, contexts)
def test_the_same_answers_give_the_same_value(text: str, context: Context) -> None:
    expression = parse(text)
    assert repr(expression.evaluate(context)) == repr(expression.evaluate(context))


@settings(deadline=None)
@given(expressions, contexts, values)
def test_only_the_named_codes_matter(text: str, context: Context, other: str | Decimal | bool) -> None:
    expression = parse(text)
    more = Context({**context.values, "UNNAMED": other}, own=context.own)
    assert repr(expression.evaluate(context)) == repr(expression.evaluate(more))
    kept = {code: value for code, value in context.values.items() if code in expression.names}
    assert repr(expression.evaluate(Context(kept, own=context.own))) == repr(expression.evaluate(context))


@settings(deadline=None)
@given(st.text(alphabet="${}()'\"., +-*<>=!abS12或", max_size=60))
def test_any_text_is_read_or_refused_with_its_place(text: str) -> None:
    place = _place_of_error(text)
    if place is not None:
        assert 1 <= place[0] <= text.count("\n") + 1
        assert 1 <= place[1] <= len(text) + 1


@settings(deadline=None)
@given(st.decimals(-1000, 1000, places=3), st.decimals(-1000, 1000, places=3))
def test_arithmetic_is_exact(a: Decimal, b: Decimal) -> None:
    context = Context({"A": a, "B": b})
    assert parse("${A} + ${B} - ${B} = ${A}").true(context)
    assert parse("${A} * ${B}").evaluate(context) == a * b
    assert parse("${A} <= ${B}").evaluate(context) is (a <= b)
