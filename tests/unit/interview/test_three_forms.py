"""Every answering key of §4.0 in the forms an input method gives it: ASCII, full-width, and what Chinese punctuation
makes of it. All of them do the same."""

import pytest

from csat_tui.keyboard import sign_of
from tests.support.forms import begun, keys

FORMS = {
    "/": "/／、÷",
    "*": "*＊×",
    "-": "-－—",
    "+": "+＋",
    ".": ".．。",
    "=": "=＝",
    **{str(digit): f"{digit}{chr(ord('０') + digit)}" for digit in range(10)},
}
"""Key -> every form in which it arrives."""

WHERE = {
    "/": "F7 {} 8",  # no score: the level is asked, and its digit answers
    "*": "F7 {}",
    "-": "F7 {}",
    "+": "F7 {}",
    ".": "F7 9{}5 Enter",
    "=": "F7 {} 90 Enter",
    **{str(digit): "F7 {} Enter Ctrl+G {} Enter" for digit in range(10)},
}
"""Key -> what is pressed around it, from the notice of P01 on."""


@pytest.mark.parametrize(("key", "form"), [(key, form) for key, forms in FORMS.items() for form in forms])
def test_every_form_of_a_key_does_what_the_key_does(key: str, form: str) -> None:
    plain, typed = begun(), begun()
    keys(plain, WHERE[key].format(key, key))
    keys(typed, WHERE[key].format(form, form))
    assert sign_of(form) == key
    assert (typed.state, typed.place, typed.typed) == (plain.state, plain.place, plain.typed)
    assert len(plain.state.answers) + len(plain.typed) > 1 or key in "0="  # the key did something


@pytest.mark.parametrize("number", ["95.5", "９５．５", "９５。５", "95。5"])
def test_a_number_arrives_whole_however_it_was_typed(number: str) -> None:
    interview = begun()
    keys(interview, f"F7 {number} Enter")
    given = [answer.value for answer in interview.state.answers.values() if answer.value == "95.5"]
    assert given == ["95.5"]


@pytest.mark.parametrize("text", ["９５．５", "95.5\n", "  95。5 "])
def test_a_number_that_is_pasted_is_the_same_number(text: str) -> None:
    interview = begun()
    keys(interview, "F7")
    interview.paste(text)
    assert interview.typed == "95.5"


@pytest.mark.parametrize("letter", ["a", "Z", "ｙ", "あ", "客"])
def test_a_letter_is_never_a_command(letter: str) -> None:
    interview = begun()
    before = interview.state
    interview.press(letter)
    assert interview.state == before
    assert sign_of(letter) is None
