"""Form serials: printed, typed, scanned."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.paper.code import FormCode, read_code
from schemas.paper.serial import (
    Serial,
    check_digits,
    complete,
    free_mark,
    read_serial,
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


def test_the_code_names_the_form_and_nobody() -> None:
    code = FormCode(Serial("26Q4", 187), "op-qpm-written", 1)
    assert read_code(str(code)) == code
    assert read_code("https://example.cn/evil") is None
    assert read_code(str(code).replace("0187", "0186")) is None


@given(st.lists(st.uuids().map(str), max_size=20))
def test_no_device_gets_the_mark_of_another(devices: list[str]) -> None:
    taken: list[str] = []
    for device in devices:
        taken.append(free_mark(device, taken))
    assert len(set(taken)) == len(devices)
    again = free_mark("d1", [free_mark("d1", [])])
    assert again != free_mark("d1", [])


@given(st.uuids().map(str))
def test_a_mark_is_written_by_hand_read_back_and_never_taken_for_a_day(device: str) -> None:
    mark = free_mark(device, ())
    serial = Serial(f"{mark}1119", 1)
    assert read_serial(str(serial)) == serial
    assert not set(mark) & set("IO")
    assert not mark.isdecimal()
