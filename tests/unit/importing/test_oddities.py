"""What files of other systems really look like: every cell is right, or its row is refused with a clear reason."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from sqlmodel import select

from csat_tui.importing.mapping import Wishes
from csat_tui.laptop.opening import Laptop
from csat_tui.store import operations
from csat_tui.store.tables import CustomerRow
from csat_tui.trouble import Trouble
from schemas.records.identity import customer_id, event_id
from tests.support.import_files import counts, csv_bytes, practice_laptop, put_in, xlsx_bytes

HEAD = ["工单号", "车牌号", "客户名称", "联系电话", "结算时间", "备注"]
PEOPLE = ["客户编号", "客户名称", "联系电话", "车牌号", "备注"]


@pytest.fixture
def laptop(tmp_path: Path) -> Laptop:
    return practice_laptop(tmp_path)


def order(no: str = "S1", **said: object) -> list[object]:
    row = {
        "plate": "京A·12345",
        "name": "王建国",
        "phone": "13800138001",
        "closed": "2025-03-04",
        "note": "",
    } | said
    return [no, *row.values()]


def event(laptop: Laptop, no: str = "S1") -> dict[str, object] | None:
    id = event_id("DMS", no)
    found = operations.here(laptop.store, "event", [id]).get(id)
    return None if found is None else dict(found)


def customer(laptop: Laptop, number: str) -> dict[str, object]:
    id = customer_id(number)
    return dict(operations.here(laptop.store, "customer", [id])[id])


def told(laptop: Laptop, data: bytes, **options: object) -> list[tuple[int, str]]:
    """Line and code of what was refused."""
    return [(one.line, one.code) for one in put_in(laptop, "events", data).tally.rejections]


class TestDates:
    @pytest.mark.parametrize(
        ("written", "meant"),
        [
            ("20250304", "2025-03-04"),
            ("2025-3-4 14:05", "2025-03-04T14:05:00"),
            ("2025/3/4", "2025-03-04"),
            ("2025.3.4", "2025-03-04"),
            ("2025年3月4日", "2025-03-04"),
            ("2025年3月4日 下午2点", "2025-03-04T14:00:00"),
            ("2025年3月4日下午2时5分", "2025-03-04T14:05:00"),
            ("2025年3月4日 14时05分06秒", "2025-03-04T14:05:06"),
            ("2025-03-04T14:05:06", "2025-03-04T14:05:06"),
            ("20250304140506", "2025-03-04T14:05:06"),
            ("45720", "2025-03-04"),
            ("45720.5", "2025-03-04T12:00:00"),
            ("２０２５－３－４", "2025-03-04"),
            ("2025年３月４日", "2025-03-04"),
            ("2025-3-4 2:05 PM", "2025-03-04T14:05:00"),
            ("2025-3-4 24:00", "2025-03-05T00:00:00"),
            ("25年3月4日", "2025-03-04"),
            ("'2025-03-04", "2025-03-04"),
            ("2025-03-04 星期二", "2025-03-04"),
            ("2025-03-04 00:00:00.000", "2025-03-04T00:00:00"),
            ("2025/03/04 02:45:10 下午", "2025-03-04T14:45:10"),
            ("2025/03/04 09:15:22 上午", "2025-03-04T09:15:22"),
        ],
    )
    def test_a_day_is_understood_however_it_is_written(
        self, laptop: Laptop, written: str, meant: str
    ) -> None:
        assert told(laptop, csv_bytes([HEAD, order(closed=written)])) == []
        held = event(laptop)
        assert held is not None
        assert str(held["closed_at"])[: len(meant)] == meant

    @pytest.mark.parametrize(
        "written",
        [
            "25-3-4",
            "3/4/2025",
            "2025-02-30",
            "2025-13-01",
            "昨天",
            "0000-00-00",
            "2025-03-04 9:30 至 10:30",
            "2025-03-04 9:30-10:30",
        ],
    )
    def test_what_can_be_no_day_or_two_is_refused(self, laptop: Laptop, written: str) -> None:
        assert len(told(laptop, csv_bytes([HEAD, order(closed=written)]))) == 1
        assert event(laptop) is None

    def test_a_short_year_is_taken_in_the_order_said_for_the_source(self, laptop: Laptop) -> None:
        put_in(laptop, "events", csv_bytes([HEAD, order(closed="25-3-4")]), by_hand=Wishes(order="ymd"))
        assert str((event(laptop) or {})["closed_at"]) == "2025-03-04"


class TestPlates:
    @pytest.mark.parametrize(
        "written",
        ["京A12345", "京A·12345", "京 A 12345", "京A-12345", "京Ａ１２３４５", "京a12345", "京A\u00a012345",
         "京A\u200b12345", "京A•12345", " 京A.12345 ", "京A\u300012345"],
    )  # fmt: skip
    def test_a_plate_is_one_plate_however_it_is_written(self, laptop: Laptop, written: str) -> None:
        assert told(laptop, csv_bytes([HEAD, order(plate=written)])) == []
        assert (event(laptop) or {})["plate"] == "京A·12345"

    def test_what_is_no_plate_is_refused_with_the_field(self, laptop: Laptop) -> None:
        assert told(laptop, csv_bytes([HEAD, order(plate="客户自带")])) == [(2, "not_a_plate")]


class TestTelephones:
    @pytest.mark.parametrize(
        "written",
        ["13800138001", "138 0013 8001", "138-0013-8001", "１３８００１３８００１", "+86 13800138001",
         "8613800138001", "13800138001.0", "138\u200b00138001", "\u202d13800138001\u202c", "'13800138001",
         "=\"13800138001\"", "\t13800138001"],
    )  # fmt: skip
    def test_a_number_is_dialled_alike_however_it_is_written(self, laptop: Laptop, written: str) -> None:
        applied = put_in(laptop, "customers", csv_bytes([PEOPLE, ["K1", "王建国", written, "", ""]]))
        assert applied.tally.rejections == []
        assert customer(laptop, "K1")["phone"] == "13800138001"

    @pytest.mark.parametrize(
        ("written", "code"),
        [("1.38E+10", "digits_lost"), ("1380013800", "not_a_phone"), ("1380013800x", "not_a_phone"),
         ("########", "cell_error"), ("#N/A", "cell_error")],
    )  # fmt: skip
    def test_a_number_that_lost_digits_is_never_guessed(
        self, laptop: Laptop, written: str, code: str
    ) -> None:
        applied = put_in(laptop, "customers", csv_bytes([PEOPLE, ["K1", "王建国", written, "", ""]]))
        assert [each.code for each in applied.tally.rejections] == [code]

    def test_an_area_code_that_lost_its_zero_is_refused_not_guessed(self, laptop: Laptop) -> None:
        data = xlsx_bytes([PEOPLE, ["K1", "王建国", 1062345678, None, None]])
        assert [each.code for each in put_in(laptop, "customers", data).tally.rejections] == ["not_a_phone"]

    def test_two_people_may_have_one_telephone(self, laptop: Laptop) -> None:
        rows = [["K1", "王建国", "13800138001", "", ""], ["K2", "李丽", "13800138001", "", ""]]
        assert counts(put_in(laptop, "customers", csv_bytes([PEOPLE, *rows]))) == (2, 2, 0, 0, 0)
        assert customer(laptop, "K1")["name"] == "王建国"
        assert customer(laptop, "K2")["name"] == "李丽"


class TestTwice:
    def test_two_people_under_one_number_are_refused_with_the_line_of_the_first(self, laptop: Laptop) -> None:
        rows = [["K1", "王建国", "13800138001", "", ""], ["K1", "李丽", "13800138002", "", ""]]
        applied = put_in(laptop, "customers", csv_bytes([PEOPLE, *rows]))
        assert counts(applied) == (2, 1, 0, 0, 1)
        assert [(one.line, one.code) for one in applied.tally.rejections] == [(3, "conflict_in_file")]
        assert customer(laptop, "K1")["name"] == "王建国"

    def test_the_same_event_again_is_known_and_with_other_content_refused(self, laptop: Laptop) -> None:
        data = csv_bytes([HEAD, order(), order(), order(note="另一回事")])
        applied = put_in(laptop, "events", data)
        assert counts(applied) == (3, 1, 1, 0, 1)
        assert applied.tally.rejections[0].line == 4

    def test_far_apart_in_a_large_file_it_is_found_as_well(self, laptop: Laptop) -> None:
        others = [order(f"S{n}") for n in range(2, 1400)]
        data = csv_bytes([HEAD, order(), *others, order(), order(note="另一回事")])
        assert counts(put_in(laptop, "events", data)) == (1401, 1399, 1, 0, 1)


class TestLayouts:
    def test_titles_above_and_a_header_on_two_merged_rows(self, laptop: Laptop) -> None:
        rows = [
            ["2025年3月维修结算明细表"],
            ["制表：周洁", "", "", "日期：2025-04-01"],
            ["工单信息", "", "客户信息", "", "时间", "备注"],
            ["工单号", "车牌号", "客户名称", "联系电话", "结算时间", ""],
            order(),
            order("S2"),
        ]
        data = xlsx_bytes(rows, merge=["A1:F1", "A3:B3", "C3:D3", "F3:F4"])
        assert counts(put_in(laptop, "events", data)) == (2, 2, 0, 0, 0)

    def test_totals_between_and_at_the_end_are_passed_over_and_told(self, laptop: Laptop) -> None:
        rows = [
            HEAD, order(), ["小计：周洁", "", "", "", "", "1,280.00"], order("S2"), ["本页小计：1笔"], HEAD,
            order("S3"), ["合 计", "", "", "", "", "3,840.00"], ["制表人：周洁    打印时间：2025-04-01"],
        ]  # fmt: skip
        applied = put_in(laptop, "events", xlsx_bytes(rows))
        assert counts(applied) == (3, 3, 0, 0, 0)
        assert [(each.line, each.code) for each in applied.tally.passed_over] == [
            (3, "total"), (5, "total"), (6, "header"), (8, "total"), (9, "foot")
        ]  # fmt: skip

    def test_blank_columns_between_and_in_front(self, laptop: Laptop) -> None:
        rows = [["", HEAD[0], "", *HEAD[1:], "", ""], ["", "S1", "", *order()[1:], "", ""]]
        assert counts(put_in(laptop, "events", csv_bytes(rows))) == (1, 1, 0, 0, 0)

    def test_a_line_end_inside_quotation_marks_stays_one_row(self, laptop: Laptop) -> None:
        data = csv_bytes([HEAD, order(note="第一行\n第二行"), order("S2")])
        assert counts(put_in(laptop, "events", data)) == (2, 2, 0, 0, 0)
        assert (event(laptop) or {})["remark"] == "第一行 第二行"

    def test_a_line_end_without_quotation_marks_is_refused_in_both_halves(self, laptop: Laptop) -> None:
        data = (",".join(HEAD) + "\nS1,京A·12345,王建\n国,13800138001,2025-03-04,\n").encode()
        applied = put_in(laptop, "events", data)
        assert counts(applied) == (2, 0, 0, 0, 2)

    def test_hidden_sheets_are_left_out_and_said(self, laptop: Laptop) -> None:
        data = xlsx_bytes([HEAD, order()], 旧数据=[HEAD, order("OLD")])
        assert counts(put_in(laptop, "events", data)) == (1, 1, 0, 0, 0)
        assert event(laptop, "OLD") is None


class TestEncodings:
    @pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8", "utf-8-sig", "utf-16"])
    @pytest.mark.parametrize("delimiter", [",", ";", "\t"])
    def test_each_is_read(self, laptop: Laptop, encoding: str, delimiter: str) -> None:
        data = csv_bytes([HEAD, order(note="更换机油，机滤")], encoding, delimiter)
        assert counts(put_in(laptop, "events", data)) == (1, 1, 0, 0, 0)
        assert (event(laptop) or {})["remark"] == "更换机油，机滤"

    def test_characters_of_four_bytes_in_a_name(self, laptop: Laptop) -> None:
        data = csv_bytes([PEOPLE, ["K1", "王㐂𠮷", "", "", ""]], "gb18030")
        put_in(laptop, "customers", data)
        assert customer(laptop, "K1")["name"] == "王㐂𠮷"

    @pytest.mark.parametrize("bad", [b"\x80", b"\xff", b"\x81\x20"])
    def test_bytes_that_are_no_character_are_refused_with_their_line(
        self, laptop: Laptop, bad: bytes
    ) -> None:
        data = csv_bytes([HEAD, order(), order("S2")], "gbk")
        head, end = data[:-4], data[-4:]
        with pytest.raises(Trouble, match="3"):
            put_in(laptop, "events", head + bad + end)
        assert event(laptop) is None


class TestCells:
    def test_numbers_as_text_and_text_as_numbers_are_the_same_number(self, laptop: Laptop) -> None:
        put_in(laptop, "customers", xlsx_bytes([PEOPLE, [1001, "王建国", 13800138001, None, None]]))
        again = put_in(
            laptop, "customers", xlsx_bytes([PEOPLE, ["1001", "王建国", "13800138001", None, None]])
        )
        assert counts(again) == (1, 0, 1, 0, 0)

    def test_leading_zeros_are_kept_where_the_cell_is_text(self, laptop: Laptop) -> None:
        put_in(laptop, "customers", xlsx_bytes([PEOPLE, ["000123", "王建国", None, None, None]]))
        assert customer(laptop, "000123")["name"] == "王建国"

    def test_a_number_shown_with_leading_zeros_is_what_is_shown(self, laptop: Laptop) -> None:
        data = styled([PEOPLE, [123, "王建国", None, None, None]], "A2", "000000")
        put_in(laptop, "customers", data)
        assert customer(laptop, "000123")["name"] == "王建国"

    @pytest.mark.parametrize("spoilt", ["#N/A", "#REF!", "#VALUE!", "=VLOOKUP(A2,B:C,2,0)"])
    def test_an_error_or_a_formula_without_result_is_refused(self, laptop: Laptop, spoilt: str) -> None:
        applied = put_in(laptop, "events", xlsx_bytes([HEAD, order(name=spoilt)]))
        assert counts(applied) == (1, 0, 0, 0, 1)

    def test_a_formula_with_its_result_is_the_result(self, laptop: Laptop) -> None:
        data = with_result(xlsx_bytes([HEAD, order(name='=B2&"x"')]), "王建国")
        assert counts(put_in(laptop, "events", data)) == (1, 1, 0, 0, 0)
        assert "王建国" in names(laptop)

    def test_a_very_long_text_is_refused_and_not_cut(self, laptop: Laptop) -> None:
        assert told(laptop, csv_bytes([HEAD, order(note="长" * 5000)])) == [(2, "too_long")]

    def test_what_a_spreadsheet_would_run_stays_text(self, laptop: Laptop) -> None:
        put_in(laptop, "events", csv_bytes([HEAD, order(note="=cmd|'/C calc'!A0")]))
        assert (event(laptop) or {})["remark"] == "=cmd|'/C calc'!A0"

    def test_invisible_characters_do_not_make_another_person(self, laptop: Laptop) -> None:
        rows = [order(), order("S2", name="\ufeff王\u200b建国\u00a0")]
        put_in(laptop, "events", csv_bytes([HEAD, *rows]))
        assert names(laptop) == ["王建国"]

    def test_full_width_letters_in_a_number_are_the_same_number(self, laptop: Laptop) -> None:
        put_in(laptop, "events", csv_bytes([HEAD, order("ＳＯ－００１")]))
        assert event(laptop, "SO-001") is not None


def names(laptop: Laptop) -> list[str]:
    """Of all customers on file."""
    with laptop.store.read() as session:
        return sorted(row.name for row in session.exec(select(CustomerRow)))


def styled(rows: list[list[object]], cell: str, form: str) -> bytes:
    """A workbook with the number format of a cell."""
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(xlsx_bytes(rows)))
    book.active[cell].number_format = form
    packed = BytesIO()
    book.save(packed)
    return packed.getvalue()


def with_result(data: bytes, result: str) -> bytes:
    """The workbook with this as the result of its formula, as a spreadsheet would keep it."""
    packed = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            part = old.read(name).decode()
            if name.endswith("sheet1.xml"):
                part = part.replace("<v></v>", f"<v>{result}</v>").replace("<v />", f"<v>{result}</v>")
                before, _f, after = part.partition("<f>")
                part = (
                    before.rpartition("<c ")[0]
                    + "<c "
                    + before.rpartition("<c ")[2].replace(">", ' t="str">', 1)
                    + "<f>"
                    + after
                )
            new.writestr(name, part)
    return packed.getvalue()


class TestOtherTrades:
    def test_a_hospital_s_visit_list_is_recognised_and_an_identity_number_is_no_name(
        self, laptop: Laptop
    ) -> None:
        rows = [
            ["门诊号", "患者姓名", "身份证号", "手机号", "就诊日期"],
            ["MZ1", "张三", "42010619700101123X", "13877778888", "2025-03-04"],
            ["MZ2", "42010619700101123X", "", "13877770000", "2025-03-04"],
            ["MZ3", "赵婷", "", "420106199601011234", "2025-03-04"],
        ]
        assert counts(put_in(laptop, "events", xlsx_bytes(rows))) == (3, 1, 0, 0, 2)

    def test_a_list_of_branches_with_several_numbers_in_a_cell(self, laptop: Laptop) -> None:
        rows = [
            ["片区", "网点编码", "网点名称", "负责人", "电话"],
            ["武汉", "HZ001", "光明灯饰商行", "李明", "13900001111\n13900002222\n027-85556666"],
            ["", "HZ002", "宏达照明经营部", "陈红", "13900003333(老板) 13900004444(店长)"],
            ["", "HZ003", "新星灯具", "王芳", "李13900005555；王13900006666"],
        ]
        assert counts(put_in(laptop, "customers", xlsx_bytes(rows))) == (3, 3, 0, 0, 0)
