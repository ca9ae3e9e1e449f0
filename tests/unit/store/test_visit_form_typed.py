"""The lines of the visit form: what people type with an input method on arrives as people, days and promises."""

from datetime import date, timedelta, timezone

import pytest

from csat_tui.visiting.typed import people, read_day, read_form

TODAY = date(2026, 11, 22)
ZONE = timezone(timedelta(hours=8))
LEAST = {"held_at": "09:30", "form": "1"}


def test_full_width_digits_and_signs_arrive_right() -> None:
    told, faults = read_form(
        {
            "held_at": "２０２６－１１－２０ ０９：３０",
            "form": "３",
            "own": "李敏　销售部　经理；王强",
            "promises": "寄送样品 李敏 １２－０１；回电 王强 12月3日",
            "next_contact": "１－５ 确认验收",
        },
        TODAY,
        ZONE,
    )
    assert not faults
    assert told == {
        "held_at": "2026-11-20T09:30:00+08:00",
        "form": "meeting",
        "own": [{"name": "李敏", "department": "销售部", "role": "经理"}, {"name": "王强"}],
        "promises": [
            {"what": "寄送样品", "who": "李敏", "by": "2026-12-01"},
            {"what": "回电", "who": "王强", "by": "2026-12-03"},
        ],
        "next_contact": {"on": "2027-01-05", "what": "确认验收"},
    }


def test_the_time_alone_is_of_today() -> None:
    told, faults = read_form(LEAST, TODAY, ZONE)
    assert (told["held_at"], faults) == ("2026-11-22T09:30:00+08:00", [])


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("held_at", "gestern"),
        ("held_at", "2026-12-24 09:30"),
        ("held_at", "25:00"),
        ("form", "9"),
        ("promises", "寄送样品"),
        ("promises", "寄送样品 李敏 13-45"),
        ("next_contact", "确认验收"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(line: str, text: str) -> None:
    _told, faults = read_form({**LEAST, line: text}, TODAY, ZONE)
    assert [name for name, _words in faults] == [line]


def test_a_day_without_a_year_is_the_next_or_the_last_one() -> None:
    assert read_day("1-5", TODAY) == date(2027, 1, 5)
    assert read_day("12-24", TODAY, ahead=False) == date(2025, 12, 24)
    assert read_day("2-30", TODAY) is None


def test_what_a_terminal_would_obey_is_taken_out() -> None:
    assert people("陈\x1b[31m 采购部") == [{"name": "陈[31m", "department": "采购部"}]
