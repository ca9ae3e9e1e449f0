"""Files as strangers hand them over: covers and notes, filters, fillers, pictures with another name."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from csat_tui.importing.opening import File, read
from csat_tui.importing.rows import _BEGINNINGS, _FOOT, _TOTAL
from csat_tui.importing.values.faults import Fault
from csat_tui.importing.values.names import read_name
from csat_tui.importing.values.phones import no_phone, read_phones
from csat_tui.importing.values.plates import no_plate
from csat_tui.importing.values.words import read_yes_no
from csat_tui.laptop.opening import Laptop
from csat_tui.store import operations
from csat_tui.trouble import Trouble
from schemas.language import speaking
from schemas.records.identity import event_id
from tests.support.import_files import counts, csv_bytes, practice_laptop, put_in, xlsx_bytes

BELOW_THE_TABLE = """
本页合计 本日小计 本月累计 当日共计 当月汇总
总合计 合计 总计 小计 共计 累计 汇总 总数 总和 Total SUBTOTAL GrandTotal sum
制表 打印 导出 审核 复核 经办 报表 备注： 说明： 注： 以上 统计 操作员 数据来源 第1页 共3条 总记录数 记录数 签字
Printed Exported Page
"""
HEAD = ["工单号", "车牌号", "客户名称", "联系电话", "结算时间", "备注"]


@pytest.fixture
def laptop(tmp_path: Path) -> Laptop:
    return practice_laptop(tmp_path)


def order(no: str = "S1", phone: object = "13800138001") -> list[object]:
    return [no, "京A·12345", "王建国", phone, "2025-03-04", ""]


def book(**sheets: Sequence[Sequence[Any]]) -> Workbook:
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    return made


def packed(made: Workbook) -> bytes:
    data = BytesIO()
    made.save(data)
    return data.getvalue()


class TestSheets:
    def test_a_cover_before_the_data_is_passed_by(self, laptop: Laptop) -> None:
        data = packed(book(说明=[["本表由系统导出"], ["备注", "仅供内部"]], 数据=[HEAD, order()]))
        assert counts(put_in(laptop, "events", data)) == (1, 1, 0, 0, 0)

    def test_without_any_sheet_that_fits_the_first_says_what_is_lacking(self, laptop: Laptop) -> None:
        data = packed(book(一=[["工单号", "备注"], ["S1", "x"]], 二=[["姓名", "电话"], ["王", "1"]]))
        with pytest.raises(Trouble) as told:
            put_in(laptop, "events", data)
        assert told.value.code == "column_missing"

    def test_what_a_filter_hides_is_read_and_said(self, laptop: Laptop) -> None:
        made = book(数据=[HEAD, order("S1"), order("S2"), order("S3")])
        made["数据"].row_dimensions[3].hidden = True
        made["数据"].column_dimensions["F"].hidden = True
        data = packed(made)
        assert counts(put_in(laptop, "events", data)) == (3, 3, 0, 0, 0)
        with speaking("zh_CN"):
            assert any("1" in said and "隐藏" in said for said in read(File("f", data, "")).how)


class TestNoTelephone:
    @pytest.mark.parametrize("said", ["不详", "未留", "拒绝提供", "0", "00000000000", "11111111111", "空号"])
    def test_an_order_whose_customer_left_none_is_taken_and_counted(self, laptop: Laptop, said: str) -> None:
        tally = put_in(laptop, "events", csv_bytes([HEAD, order(phone=said)])).tally
        assert (tally.new, tally.rejected, tally.missing_phone) == (1, 0, 1)

    @pytest.mark.parametrize("number", ["13800138001", "010-62345678", "95588", "1380013800"])
    def test_a_number_is_not_taken_for_a_filler(self, number: str) -> None:
        assert not no_phone(number)

    @pytest.mark.parametrize("number", ["13800000000", "1.38E+10", "13900000000.0"])
    def test_what_is_left_of_a_shortened_number_is_refused(self, number: str) -> None:
        fault = read_phones(number)
        assert isinstance(fault, Fault)
        assert fault.code == "digits_lost"

    def test_the_same_as_a_number_of_a_workbook(self, laptop: Laptop) -> None:
        tally = put_in(laptop, "events", xlsx_bytes([HEAD, order(phone=1.38e10)])).tally
        assert [one.code for one in tally.rejections] == ["digits_lost"]


class TestNames:
    @pytest.mark.parametrize(
        ("name", "code"),
        [("京A12345", "plate_in_name"), ("先生", "not_a_name"), ("Mr.", "not_a_name"), ("1", "not_a_name")],
    )
    def test_what_names_nobody_makes_no_customer(self, name: str, code: str) -> None:
        fault = read_name(name)
        assert isinstance(fault, Fault)
        assert fault.code == code


class TestNotes:
    def test_notes_below_the_table_are_no_rows(self, laptop: Laptop) -> None:
        notes = [["备注：以上数据仅供内部使用"], ["注：金额含税"], ["统计人：周洁", "", "", "", "", ""]]
        applied = put_in(laptop, "events", csv_bytes([HEAD, order(), *notes]))
        assert counts(applied) == (1, 1, 0, 0, 0)
        assert [each.code for each in applied.tally.passed_over] == ["foot"] * 3

    @pytest.mark.parametrize("word", BELOW_THE_TABLE.split())
    def test_every_total_and_note_is_told_by_its_beginning(self, word: str) -> None:
        """What begins otherwise is held against neither."""
        assert _TOTAL.fullmatch(word) or _FOOT.match(word)
        assert word[0].casefold() in _BEGINNINGS

    def test_a_count_below_the_names_does_not_make_a_total_a_customer(self, laptop: Laptop) -> None:
        rows = [
            ["客户编号", "姓名", "电话"],
            ["K1", "王建国", "13800138001"],
            ["合计", "3 人", ""],
            ["合计", "王合", ""],
        ]
        applied = put_in(laptop, "customers", csv_bytes(rows))
        assert [(each.line, each.code) for each in applied.tally.passed_over] == [(3, "total")]
        assert applied.tally.new == 2

    def test_a_subtotal_behind_the_running_number_is_one(self, laptop: Laptop) -> None:
        rows = [["序号", *HEAD], ["1", *order()], ["2", "小计：", "", "", "", "", "1,280.00"]]
        applied = put_in(laptop, "events", csv_bytes(rows))
        assert [(each.line, each.code) for each in applied.tally.passed_over] == [(3, "total")]

    def test_an_order_number_of_digits_is_no_running_number(self, laptop: Laptop) -> None:
        """A row that names an order is refused aloud, never passed over."""
        applied = put_in(laptop, "events", csv_bytes([HEAD, ["1001", "", "合计", "", "", ""]]))
        assert counts(applied) == (1, 0, 0, 0, 1)


class TestOtherFiles:
    @pytest.mark.parametrize(
        "begins", [b"\x89PNG\r\n\x1a\n", b"%PDF-1.7 ", b"\xff\xd8\xff\xe0", b"Rar!\x1a", b"\x1f\x8b\x08"]
    )
    def test_a_picture_or_document_is_called_no_table(self, begins: bytes) -> None:
        with pytest.raises(Trouble) as told:
            read(File("客户.csv", begins + bytes(range(256)) * 4, ""))
        assert "GB18030" not in str(told.value)

    def test_a_password_is_named_as_the_reason(self) -> None:
        data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
        with pytest.raises(Trouble) as told:
            read(File("客户.xlsx", data, ""))
        assert told.value.code == "password_protected"

    def test_a_header_alone_is_nothing_and_said_so(self, laptop: Laptop) -> None:
        assert counts(put_in(laptop, "events", csv_bytes([HEAD]))) == (0, 0, 0, 0, 0)


def test_the_same_order_of_two_systems_is_two_events(laptop: Laptop) -> None:
    rows = [[*HEAD, "来源系统"], [*order(), "DMS"], [*order(), "CRM"]]
    assert counts(put_in(laptop, "events", csv_bytes(rows))) == (2, 2, 0, 0, 0)
    ids = [event_id("DMS", "S1"), event_id("CRM", "S1")]
    assert len(operations.here(laptop.store, "event", ids)) == 2


@pytest.mark.parametrize("said", ["新车未上牌", "00000", "无牌", "未上牌车辆"])
def test_a_car_without_a_plate_has_none(said: str) -> None:
    assert no_plate(said)


@pytest.mark.parametrize("said", ["勿打扰", "T", "是（客户要求）", "请勿联系"])
def test_do_not_contact_in_other_words(said: str) -> None:
    assert read_yes_no(said) is True
