"""Values as people and systems write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csat_tui.importing.values.dates import read_date
from csat_tui.importing.values.faults import Fault
from csat_tui.importing.values.names import Name, company_like, read_name
from csat_tui.importing.values.phones import Phones, read_phones
from csat_tui.importing.values.plates import plate_key, read_plate
from csat_tui.importing.values.words import read_code, read_severity, read_yes_no


@pytest.mark.parametrize(
    "written",
    [
        "2025/3/4",
        "2025-03-04",
        "2025.3.4",
        "45720",
        "20250304",
        "2025年3月4日",
        "２０２５／３／４",
        "2025-03-04 星期二",
    ],
)
def test_one_day_is_read_however_it_is_written(written: str) -> None:
    assert read_date(written) == "2025-03-04"


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2025-03-04 17:59:00", "2025-03-04T17:59:00"),
        ("2025/3/4 下午 5:59:00", "2025-03-04T17:59:00"),
        ("2025/3/4 5:59 PM", "2025-03-04T17:59:00"),
        ("2025年3月4日 17时59分", "2025-03-04T17:59:00"),
        ("20250304175900", "2025-03-04T17:59:00"),
        ("45720.75", "2025-03-04T18:00:00"),
        ("2025/03/04 24:00", "2025-03-05T00:00:00"),
        ("2025-03-04T17:59:00+08:00", "2025-03-04T17:59:00+08:00"),
    ],
)
def test_times_are_read_to_the_second(written: str, moment: str) -> None:
    assert read_date(written) == moment


@pytest.mark.parametrize("written", ["4/3/2025", "25-3-4", "03/04/25"])
def test_what_can_be_two_days_is_refused_until_the_order_is_said(written: str) -> None:
    fault = read_date(written)
    assert isinstance(fault, Fault)
    assert fault.code == "ambiguous_date"


def test_the_order_of_the_source_decides() -> None:
    assert read_date("4/3/2025", "dmy") == "2025-03-04"
    assert read_date("4/3/2025", "mdy") == "2025-04-03"
    assert read_date("25-3-4", "ymd") == "2025-03-04"


def test_a_day_that_can_only_be_one_needs_no_order() -> None:
    assert read_date("13/3/2025") == read_date("3/13/2025") == "2025-03-13"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("2025-02-30", "no_such_day"),
        ("2025-03-04 25:00", "no_such_day"),
        ("去年", "not_a_date"),
        ("3205-01-01", "not_a_date"),
        ("13800138000", "not_a_date"),
    ],
)
def test_what_is_no_day_is_refused(written: str, code: str) -> None:
    fault = read_date(written)
    assert isinstance(fault, Fault)
    assert fault.code == code


@given(
    st.dates(
        min_value=__import__("datetime").date(1950, 1, 1), max_value=__import__("datetime").date(2099, 12, 31)
    )
)
def test_every_day_is_read_the_same_in_all_its_forms(day) -> None:  # type: ignore[no-untyped-def]
    serial = (day - type(day)(1899, 12, 30)).days
    forms = [
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day:%Y%m%d}",
        f"{day.year}年{day.month}月{day.day}日",
        str(serial),
    ]
    assert {read_date(form) for form in forms} == {day.isoformat()}


@pytest.mark.parametrize(
    "written",
    [
        "13800138000",
        "138 0013 8000",
        "138-0013-8000",
        "１３８００１３８０００",
        "+86 13800138000",
        "8613800138000",
        "0086-13800138000",
        "13800138000.0",
        "手机：13800138000",
        "13800138000（王先生）",
        "013800138000",
    ],
)
def test_a_mobile_number_is_read_however_it_is_written(written: str) -> None:
    assert read_phones(written) == Phones("13800138000")


@pytest.mark.parametrize(
    ("written", "first", "others"),
    [
        ("13800138000/13900139000", "13800138000", ("13900139000",)),
        ("13800138000、13900139000", "13800138000", ("13900139000",)),
        ("13800138000 13900139000", "13800138000", ("13900139000",)),
        ("010-62345678", "010-62345678", ()),
        ("(010)62345678", "010-62345678", ()),
        ("05511234567", "0551-1234567", ()),
        ("（0551）1234567-802", "0551-1234567-802", ()),
        ("86-10-62345678", "010-62345678", ()),
        ("62345678", "62345678", ()),
        ("400-800-1234", "4008001234", ()),
        ("+852 2345 6789", "+85223456789", ()),
    ],
)
def test_two_numbers_landlines_and_extensions(written: str, first: str, others: tuple[str, ...]) -> None:
    assert read_phones(written) == Phones(first, others)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("1.38E+10", "digits_lost"),
        ("138001380", "not_a_phone"),
        ("1380013800a", "not_a_phone"),
        ("13800138000/1390013", "not_a_phone"),
        ("123456789012345", "not_a_phone"),
    ],
)
def test_what_cannot_be_dialled_is_refused(written: str, code: str) -> None:
    fault = read_phones(written)
    assert isinstance(fault, Fault)
    assert fault.code == code


def test_a_refused_number_is_not_repeated_whole() -> None:
    fault = read_phones("1380013800a")
    assert isinstance(fault, Fault)
    assert "1380013800" not in fault.message


@pytest.mark.parametrize("written", ["京 A 12345", "京Ａ１２３４５", "京A·12345", "京a-12345", " 京A.12345 "])
def test_a_plate_is_written_one_way(written: str) -> None:
    assert read_plate(written) == "京A·12345"
    assert plate_key(written) == "京A12345"


@pytest.mark.parametrize(
    ("written", "plate"),
    [
        ("京AD12345", "京A·D12345"),
        ("粤Z1234港", "粤Z·1234港"),
        ("京A1234学", "京A·1234学"),
        ("使123456", "使123456"),
    ],
)
def test_electric_and_special_plates(written: str, plate: str) -> None:
    assert read_plate(written) == plate


@pytest.mark.parametrize("written", ["A12345", "13800138000", "京A123", "王建国"])
def test_what_is_no_plate_is_refused(written: str) -> None:
    assert isinstance(read_plate(written), Fault)


def test_the_form_of_address_is_kept_apart() -> None:
    assert read_name("王建国先生") == Name("王建国", "先生")
    assert read_name("王建国（女士）") == Name("王建国", "女士")
    assert read_name("王先生") == Name("王先生", "先生")
    assert read_name("李 总") == Name("李总")
    assert read_name("欧阳小姐") == Name("欧阳", "小姐")
    assert read_name("李师傅") == Name("李师傅")
    assert isinstance(read_name("车主"), Fault)


def test_a_telephone_in_the_name_is_refused() -> None:
    fault = read_name("王建国13800138000")
    assert isinstance(fault, Fault)
    assert fault.code == "number_in_name"


def test_companies_are_known_by_their_names() -> None:
    assert company_like("宏达物流有限公司")
    assert not company_like("王建国")


def test_codes_keep_every_digit_and_no_blank() -> None:
    assert read_code("ＳＯ－2025 0314") == "SO-20250314"
    assert read_code("0012345") == "0012345"
    assert isinstance(read_code("2.02503E+18"), Fault)


@pytest.mark.parametrize(
    ("written", "level"), [("P1", "P1"), ("p-2", "P2"), ("3级", "P3"), ("四级", "P4"), ("紧急", "P1")]
)
def test_severities(written: str, level: str) -> None:
    assert read_severity(written) == level


def test_yes_and_no_and_neither() -> None:
    assert read_yes_no("是") is True
    assert read_yes_no("√") is True
    assert read_yes_no("否") is False
    assert isinstance(read_yes_no("也许"), Fault)


@pytest.mark.parametrize(("written", "level"), [("3-中", "P3"), ("2 - High", "P2"), ("3 - Moderate", "P3")])
def test_a_level_may_stand_before_its_word(written: str, level: str) -> None:
    assert read_severity(written) == level


def test_a_level_and_another_level_s_word_is_refused() -> None:
    assert isinstance(read_severity("3-高"), Fault)


def test_a_list_of_numbers_one_a_line_is_all_of_them() -> None:
    found = read_phones("13900001111 13900002222 027-85556666")
    assert found == Phones("13900001111", ("13900002222", "027-85556666"))
