"""Form serials: printed, typed, scanned."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.paper.code import FormCode, read_code
from schemas.paper.serial import (
    Block,
    Serial,
    check_digits,
    complete,
    mark_of,
    next_block,
    read_serial,
    unmarked,
)

SERIALS = st.builds(
    Serial,
    st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=12),
    st.integers(1, 999_999_999),
)


@given(SERIALS)
def test_what_is_printed_is_read_back(serial: Serial) -> None:
    assert read_serial(str(serial)) == serial


@given(SERIALS, st.integers(0, 20), st.sampled_from("0123456789"))
def test_one_wrong_digit_is_noticed(serial: Serial, place: int, digit: str) -> None:
    printed = str(serial)
    spots = [at for at, character in enumerate(printed) if character.isdigit() and character != digit]
    if not spots:
        return
    at = spots[place % len(spots)]
    assert read_serial(printed[:at] + digit + printed[at + 1 :]) is None


@given(st.integers(1, 999_999_999), st.integers(0, 20))
def test_two_swapped_neighbours_are_noticed(number: int, place: int) -> None:
    series, digits, check = str(Serial("26Q4", number)).split("-")
    at = place % (len(digits) - 1)
    swapped = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
    if swapped != digits:
        assert read_serial(f"{series}-{swapped}-{check}") is None


def test_the_check_digits_are_those_of_the_standard() -> None:
    # The example of ISO/IEC 7064 for MOD 97-10.
    assert check_digits("794") == "44"


@pytest.mark.parametrize("typed", ["26q4-0187-{}", " 26Q4-0187-{} ", "26Q4- 0187 -{}"])
def test_case_and_spaces_are_forgiven(typed: str) -> None:
    serial = Serial("26Q4", 187)
    assert read_serial(typed.format(check_digits("26Q4-0187"))) == serial


@pytest.mark.parametrize("typed", ["", "0187", "26Q4-187-5", "26Q4_0187_55", "表-0187-55", "²6Q4-0187-55"])
def test_what_is_no_serial_is_none(typed: str) -> None:
    assert read_serial(typed) is None


def test_the_running_number_is_enough_within_a_mailing() -> None:
    assert complete("26Q4", "187") == Serial("26Q4", 187)
    assert complete("26Q4", "0") is None
    assert complete("26Q4", "１８") is None
    assert Serial("26Q4", 187).next == Serial("26Q4", 188)


def test_blocks_of_two_devices_never_overlap() -> None:
    first = next_block([], "26Q4", 50)
    second = next_block([first], "26Q4", 50)
    other = next_block([first, second], "27Q1", 50)
    assert (first, second, other) == (Block("26Q4", 1, 50), Block("26Q4", 51, 100), Block("27Q1", 1, 50))
    assert not first.overlaps(second)
    assert Block("26Q4", 50, 60).overlaps(first)


def test_the_code_names_the_form_and_nobody() -> None:
    code = FormCode(Serial("26Q4", 187), "op-qpm-written", 1)
    assert read_code(str(code)) == code
    assert read_code("https://example.cn/evil") is None
    assert read_code(str(code).replace("0187", "0186")) is None


def test_a_centre_gives_no_two_devices_the_same_mark() -> None:
    known: dict[str, str] = {}
    ids = (f"device-{number}" for number in range(100_000))
    one, same = next((known[mark], id) for id in ids if known.setdefault(mark := mark_of(id), id) != id)
    made = iter([same, one, "another"])
    assert mark_of(one) == mark_of(same)
    assert unmarked(lambda: next(made), [one, "third"]) == "another"


@given(st.lists(st.uuids().map(str), max_size=20))
def test_devices_that_are_made_one_after_the_other_all_have_marks_of_their_own(offered: list[str]) -> None:
    devices: list[str] = []
    for id in offered:
        devices.append(unmarked(iter([id, *(f"{id}{n}" for n in range(50))]).__next__, devices))
    assert len({mark_of(device) for device in devices}) == len(devices)


def test_a_mark_is_written_by_hand_and_read_back() -> None:
    serial = Serial(f"{mark_of('0192f0c1')}1119", 1)
    assert read_serial(str(serial)) == serial
    assert not set(mark_of("0192f0c1")) & set("IO")
