"""The pinyin initials of names."""

import pytest

from schemas.initials import initials, name_initials


@pytest.mark.parametrize(
    ("name", "letters"),
    [("王建国", "wjg"), ("赵婷鑫瑶", "ztxy"), ("京O·12345", "jo12345"), ("宏达物流", "hdwl"), ("", "")],
)
def test_common_and_less_common_hanzi_have_theirs(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_a_hanzi_beyond_the_standard_is_passed_over() -> None:
    assert initials("𠮷野") == "y"


@pytest.mark.parametrize(
    ("name", "both"), [("单雄信", ("dxx", "sxx")), ("曾志伟", ("czw", "zzw")), ("王明", ("wm",))]
)
def test_a_surname_read_otherwise_has_both_readings(name: str, both: tuple[str, ...]) -> None:
    assert name_initials(name) == both
