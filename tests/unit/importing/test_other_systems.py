"""Whole exports as other trades' systems write them: each cell is right, or its row is refused with the reason."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from sqlmodel import select

from csat_tui.importing.mapping import Wishes
from csat_tui.importing.values.faults import Fault
from csat_tui.importing.values.phones import Phones, read_phones
from csat_tui.laptop import importing
from csat_tui.laptop.importing import Applied
from csat_tui.laptop.opening import Laptop
from csat_tui.store import operations
from csat_tui.store.tables import CustomerRow
from csat_tui.trouble import Trouble
from schemas.language import speaking
from schemas.records.identity import customer_id, event_id
from tests.support.import_files import counts, csv_bytes, practice_laptop, put_in, xlsx_bytes

STRICT = "http://purl.oclc.org/ooxml/spreadsheetml"


@pytest.fixture
def laptop(tmp_path: Path) -> Laptop:
    return practice_laptop(tmp_path)


def event(laptop: Laptop, no: str) -> dict[str, Any]:
    id = event_id("DMS", no)
    return dict(operations.here(laptop.store, "event", [id])[id])


def customer(laptop: Laptop, number: str) -> dict[str, Any]:
    id = customer_id(number)
    return dict(operations.here(laptop.store, "customer", [id])[id])


def people(laptop: Laptop) -> dict[str, dict[str, Any]]:
    """All customers on file by name."""
    with laptop.store.read() as session:
        return {row.name: dict(row.body) for row in session.exec(select(CustomerRow))}


def refused(applied: Applied) -> list[tuple[int, str]]:
    return [(one.line, one.code) for one in applied.tally.rejections]


def passed_over(applied: Applied) -> list[tuple[int, str]]:
    return [(one.line, one.code) for one in applied.tally.passed_over]


def workbook(
    rows: Sequence[Sequence[object]], merge: Sequence[str], rows_hidden: Sequence[int], columns_hidden: str
) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append([cell if cell != "" else None for cell in row])
    for cells in merge:
        book.active.merge_cells(cells)
    for line in rows_hidden:
        book.active.row_dimensions[line].hidden = True
    for letter in columns_hidden:
        book.active.column_dimensions[letter].hidden = True
    packed = BytesIO()
    book.save(packed)
    return packed.getvalue()


DELIVERIES = """\
"销售交车明细表",,,,,,,
"查询条件：2025-03-01 至 2025-03-31",,,,,,,
序号,销售订单号,客户姓名,联系电话,车牌号/VIN,车型,交车日期,销售顾问,
1,="XS1",陈 伟,手机：13800138001,粤B·12345/LSVAA4182E2184847,朗逸 1.5L,2025-3-4 上午 9:05,周洁,
2,="XS2",刘芳女士,13800138002/13900139002,新车未上牌 LSVAA4182E2184848,途观,2025.3.5,周洁,
,小计,2台,,,,,周洁,
3,="XS3",宏达贸易有限公司,电话 0755-88881234 转 801,粤b 1 2 3 4 7,,25-03-06,李雷,
4,="XS4",王强,电话 0755-8888 转 801,,途观,2025/3/7 下午3:20,李雷,
合计,4台,,,,,,,
"""


def test_a_car_dealer_s_deliveries_with_plate_and_vehicle_number_in_one_cell(laptop: Laptop) -> None:
    applied = put_in(laptop, "events", DELIVERIES.encode("gbk"))
    assert refused(applied) == [(7, "ambiguous_date"), (8, "not_a_phone")]
    assert passed_over(applied) == [(6, "total"), (9, "total")]
    first, second = event(laptop, "XS1"), event(laptop, "XS2")
    assert (first["plate"], first["vin"]) == ("粤B·12345", "LSVAA4182E2184847")
    assert str(first["closed_at"]).startswith("2025-03-04T09:05:00")
    assert (second.get("plate"), second["vin"]) == (None, "LSVAA4182E2184848")
    known = people(laptop)
    assert known["陈伟"]["phone"] == "13800138001"
    assert (known["刘芳"]["phone"], known["刘芳"]["phone_alt"]) == ("13800138002", "13900139002")


def test_the_order_of_a_short_year_said_once_lets_the_row_in(laptop: Laptop) -> None:
    applied = put_in(laptop, "events", DELIVERIES.encode("gbk"), by_hand=Wishes(order="ymd"))
    assert refused(applied) == [(8, "not_a_phone")]
    assert event(laptop, "XS3")["closed_at"] == "2025-03-06"
    assert people(laptop)["宏达贸易有限公司"]["phone"] == "0755-88881234-801"


def test_a_repair_shop_s_statement_with_cells_merged_over_the_orders_of_a_car(laptop: Laptop) -> None:
    rows = [
        ["XX汽车维修厂结算清单"],
        ["打印日期：2025-04-01"],
        ["车辆信息", "", "客户信息", "", "工单", "", "", "金额"],
        ["车牌号", "车架号", "送修人", "送修人电话", "结算单号", "进厂日期", "结算日期", ""],
        ["京A12345", "lsvaa4182e2184847", "王建国", 13800138001.0, "JS1", datetime(2025, 3, 1), 45718.5, 1],
        ["", "", "", "", "JS2", datetime(2025, 3, 8), datetime(2025, 3, 9, 17, 59), 2],
        ["小计", "", "", "", "", "", "", 3],
        ["京 A．12 346", "", "李丽", "13800138002", "JS3", 45720, "2025年3月5日下午2点", "=H5+H6"],
        ["京A12347", "", "赵六", 1.38e10, "JS4", 45720, 45721, 3],
        [],
        ["合计", "", "", "", "", "", "", 6],
    ]  # fmt: skip
    merge = ["A1:H1", "A2:H2", "A3:B3", "C3:D3", "E3:G3", "H3:H4", *(f"{c}5:{c}6" for c in "ABCD"), "A7:G7"]
    applied = put_in(laptop, "events", workbook(rows, merge, [6], "B"))
    assert counts(applied) == (4, 3, 0, 0, 1)
    assert refused(applied) == [(9, "digits_lost")]
    assert passed_over(applied) == [(7, "total"), (11, "total")]
    first, second = event(laptop, "JS1"), event(laptop, "JS2")
    assert (
        (second["plate"], second["vin"])
        == (first["plate"], first["vin"])
        == ("京A·12345", "LSVAA4182E2184847")
    )
    assert second["customer"] == first["customer"]
    assert str(first["closed_at"]).startswith("2025-03-02T12:00:00")


def test_a_ticket_system_s_own_words_for_its_columns(laptop: Laptop) -> None:
    """Its number is the ticket's, and whom it is assigned to is the engineer, nobody who calls back."""
    data = (
        "Number;Caller;Priority;Opened;Closed;Assigned to;Short description;Company\n"
        'INC1;"Zhang, Wei";3 - Moderate;2025-03-03 09:12:44;2025-03-04 17:59:00;Li Lei;'
        '"Printer ""HP"" out\nof paper; again";Hua Xin Ltd\n'
        "INC2;Wang;1 - Critical;04/03/2025 10:00;05/03/2025 11:00;Li Lei;VPN;Hua Xin Ltd\n"
        "INC3;Wang;2 - High;2025-03-04;;Li Lei;still open;Hua Xin Ltd\n"
    )
    applied = put_in(laptop, "events", data.encode("utf-8-sig"))
    assert refused(applied) == [(4, "ambiguous_date"), (5, "missing")]
    case = event(laptop, "INC1")
    assert (case["engineer"], case["severity"], case["reporter"]) == ("Li Lei", "P3", "Zhang, Wei")
    assert case["item"] == 'Printer "HP" out of paper; again'
    assert "assignee" not in case


def test_a_hospital_s_discharges_as_unicode_text_of_a_spreadsheet(laptop: Laptop) -> None:
    data = (
        "出院病人名单\t\t\t\t\t\r\n"
        "住院号\t姓名\t性别\t出院科室\t出院日期\t联系电话\r\n"
        '"00012345"\t张　三\t男\t心内科\t2025年3月4日 10时05分\t１３８００１３８００１\r\n'
        "00012346\t李四\t女\t骨科\t2025/3/5\t转\r\n"
        "00012345\t张三\t男\t心内科\t2025年3月4日 10时05分\t13800138001\r\n"
        "共 3 条记录\t\t\t\t\t\r\n"
    )
    applied = put_in(laptop, "events", data.encode("utf-16"))
    assert counts(applied) == (3, 1, 1, 0, 1)
    assert refused(applied) == [(4, "not_a_phone")]
    assert passed_over(applied) == [(6, "foot")]
    assert list(people(laptop)) == ["张三"]
    assert event(laptop, "00012345")["source_no"] == "00012345"


def test_a_lighting_maker_s_branches_below_merged_districts(laptop: Laptop) -> None:
    rows = [
        ["2025年湖北分公司网点一览表"],
        ["片区", "网点编号", "网点名称", "负责人", "电话"],
        ["武汉", "HB1", "光明灯饰商行", "李明", "13900001111\n座机027-85556666"],
        ["", "HB2", "宏达照明经营部", "陈红", "13900003333(老板) 13900004444(店长)"],
        ["", "HB3", "新星灯具", "王芳", "李13900005555；王13900006666"],
        ["武汉小计", "3家"],
        ["宜昌", "HB4", "新光源照明", "赵总", "张总：13900007777"],
        ["", "HB5", "万家灯火", "孙", "空号13900008888"],
    ]
    data = workbook(rows, ["A1:E1", "A3:A5", "A6:B6", "A7:A8"], [], "")
    applied = put_in(laptop, "customers", data)
    assert counts(applied) == (5, 4, 0, 0, 1)
    assert refused(applied) == [(8, "not_a_phone")]
    assert passed_over(applied) == [(6, "total")]
    districts = {number: customer(laptop, number).get("region") for number in ("HB1", "HB2", "HB3", "HB4")}
    assert districts == {"HB1": "武汉", "HB2": "武汉", "HB3": "武汉", "HB4": "宜昌"}
    assert customer(laptop, "HB3")["phone_alt"] == "13900006666"


def test_blank_cells_that_are_not_merged_stay_blank(laptop: Laptop) -> None:
    """A text file does not tell whether the district goes on or is unknown."""
    rows = [["片区", "网点编号", "网点名称"], ["武汉", "HB1", "光明灯饰"], ["", "HB2", "宏达照明"]]
    put_in(laptop, "customers", xlsx_bytes(rows))
    assert "region" not in customer(laptop, "HB2")


def test_a_property_manager_s_owners_by_room_and_a_room_that_became_a_day(laptop: Laptop) -> None:
    rows = [
        ["楼栋", "房号", "业主姓名", "业主电话", "备注"],
        ["1栋", "1-1-101", "周洁", "13800138001、13900139001", ""],
        ["", "1-1-102", "周洁", "13800138001、13900139001", "同一业主"],
        ["2栋", datetime(2025, 2, 1), "冯", "８６－１３８００１３８００５", ""],
        ["2栋", "2-1-202", "吴刚", "13800138006（已停机）", ""],
    ]
    applied = put_in(laptop, "customers", workbook(rows, ["A2:A3"], [], ""))
    assert refused(applied) == [(4, "not_a_code"), (5, "not_a_phone")]
    assert customer(laptop, "1-1-102")["phone_alt"] == "13900139001"


def test_a_web_shop_s_orders_with_long_numbers_and_masked_telephones(laptop: Laptop) -> None:
    data = (
        "订单编号\t收货人\t收货人手机\t下单时间\t完成时间\t商品标题\r\n"
        '1234567890123456789\t王小明\t13800138001\t2025-03-01 10:11:12\t2025-03-04 09:00:00\t吸顶灯 "大号" 24"\r\n'
        "1234567890123456790\t李娜\t138****8002\t2025-03-01 10:11:12\t2025-03-04 09:00:00\t台灯\r\n"
        "1.23457E+18\t赵一\t13800138003\t2025-03-01 10:11:12\t2025-03-04 09:00:00\t台灯\r\n"
    )
    applied = put_in(laptop, "events", data.encode("gb18030"))
    assert refused(applied) == [(3, "not_a_phone"), (4, "digits_lost")]
    assert event(laptop, "1234567890123456789")["source_no"] == "1234567890123456789"


def test_a_wholesaler_s_shops_between_bars_and_drawn_lines(laptop: Laptop) -> None:
    data = (
        "许可证号|零售户名称|联系电话|档位\n"
        "----|----|----|----\n"
        "420106100123|好邻居超市|027-8266 1234|30\n"
        "420106100124|便民烟酒店|82661234|12\n"
        "420106100125|-|-|-\n"
        "||||\n"
    )
    applied = put_in(laptop, "customers", data.encode())
    assert counts(applied) == (3, 2, 0, 0, 1)
    assert passed_over(applied) == [(2, "foot")]
    assert customer(laptop, "420106100123")["phone"] == "027-82661234"


def test_a_warehouse_s_consignors_with_two_contacts_each(laptop: Laptop) -> None:
    """The first telephone of a customer is the one to dial first."""
    rows = [
        ["货主代码", "货主名称", "联系人1", "电话1", "联系人2", "电话2"],
        [1.0, "顺达物流有限公司", "陈工", "办公电话:027-88881234 分机 12", "刘工", "(027)88881235"],
        [True, "某某", "", "", "", ""],
        ["0002", "恒信商贸", "王", "", "", "15327001234"],
    ]
    applied = put_in(laptop, "customers", xlsx_bytes(rows))
    assert refused(applied) == [(3, "not_a_code")]
    first = customer(laptop, "1")
    assert (first["phone"], first["phone_alt"]) == ("027-88881234-12", "027-88881235")
    assert customer(laptop, "0002")["phone"] == "15327001234"


def test_an_integrator_s_contracts_with_words_instead_of_days(laptop: Laptop) -> None:
    rows = [
        ["序号", "合同/项目编号", "项目名称", "客户单位", "项目经理", "开始时间", "结束时间"],
        [1, "XM-1", "机房运维", "华信集团", "张工", "2025.1.1", "2025.12.31"],
        [2, "XM-2", "网络改造", "华信集团", "李工", "2025-01-01", "长期"],
    ]
    applied = put_in(laptop, "projects", xlsx_bytes(rows))
    assert counts(applied) == (2, 1, 0, 0, 1)
    assert refused(applied) == [(3, "not_a_date")]


def test_a_second_table_below_the_first_is_refused_and_not_read_by_its_columns(laptop: Laptop) -> None:
    rows = [
        ["工单号", "车牌号", "客户名称", "联系电话", "结算时间"],
        ["S1", "京A12345", "王建国", "13800138001", "2025-03-04"],
        [],
        ["二、未结算工单"],
        ["工单号", "车牌号", "客户名称", "进厂时间"],
        ["S2", "京A12345", "王建国", "2025-03-04"],
    ]
    applied = put_in(laptop, "events", xlsx_bytes(rows))
    assert [line for line, _code in refused(applied)] == [4, 5, 6]
    assert applied.tally.new == 1


def test_the_orders_of_one_customer_over_several_lines_of_one_order_are_told_apart(laptop: Laptop) -> None:
    """One order, two lines of work in it: the second says otherwise and is refused, not put over the first."""
    rows = [
        ["工单号", "客户名称", "结算时间", "维修项目"],
        ["S1", "王建国", "2025-03-04", "更换机油"],
        ["", "", "", "四轮定位"],
    ]
    with speaking("en"):
        applied = put_in(laptop, "events", workbook(rows, ["A2:A3", "B2:B3", "C2:C3"], [], ""))
    assert refused(applied) == [(3, "conflict_in_file")]
    assert applied.tally.rejections[0].message.endswith("says otherwise: What was done.")
    assert event(laptop, "S1")["item"] == "更换机油"


@pytest.mark.parametrize("depth", [1, 2])
def test_a_name_that_stands_in_the_upper_line_only_is_found_in_a_text_file(
    laptop: Laptop, depth: int
) -> None:
    lower = ["工单号", "车牌号", "客户名称", "结算时间", ""]
    upper = ["工单", "", "", "", "备注"]
    data = csv_bytes(
        [["三月结算"], *([upper] * (depth - 1)), upper, lower, ["S1", "", "王建国", "2025-03-04", "急"]]
    )
    applied = put_in(laptop, "events", data)
    assert refused(applied) == []
    assert event(laptop, "S1")["remark"] == "急"


class TestVehicles:
    @pytest.mark.parametrize(
        "written",
        ["粤B·12345/LSVAA4182E2184847", "粤B12345（LSVAA4182E2184847）", "车牌：粤B12345 车架号：LSVAA4182E2184847",
         "LSVAA4182E2184847 粤b-12345", "粤Ｂ１２３４５　ＬＳＶＡＡ４１８２Ｅ２１８４８４７"],
    )  # fmt: skip
    @pytest.mark.parametrize("column", ["车牌号", "车架号"])
    def test_both_in_one_cell_are_taken_apart(self, laptop: Laptop, written: str, column: str) -> None:
        head = ["工单号", column, "客户名称", "结算时间"]
        applied = put_in(laptop, "events", csv_bytes([head, ["S1", written, "王建国", "2025-03-04"]]))
        assert refused(applied) == []
        found = event(laptop, "S1")
        assert (found["plate"], found["vin"]) == ("粤B·12345", "LSVAA4182E2184847")

    @pytest.mark.parametrize(
        ("plate", "vin", "code"),
        [("粤B12345/粤B12346", "", "not_a_plate"),
         ("粤B12345/LSVAA4182E2184847/LSVAA4182E2184848", "", "not_a_plate"),
         ("粤B12345/LSVAA4182E2184847", "LSVAA4182E2184848", "two_vehicles"),
         ("粤B12345 借用 LSVAA4182E2184847", "", "not_a_plate"),
         ("粤B12345", "粤B12346/LSVAA4182E2184847", "two_vehicles"),
         ("粤B12345", "见附件", "not_a_vin")],
    )  # fmt: skip
    def test_what_can_be_two_vehicles_is_refused(
        self, laptop: Laptop, plate: str, vin: str, code: str
    ) -> None:
        head = ["工单号", "车牌号", "VIN", "客户名称", "结算时间"]
        applied = put_in(laptop, "events", csv_bytes([head, ["S1", plate, vin, "王建国", "2025-03-04"]]))
        assert refused(applied) == [(2, code)]


def test_it_is_said_that_merged_cells_were_read_for_each_row(laptop: Laptop) -> None:
    data = workbook([["网点编号", "网点名称"], ["1", "甲"], ["2", ""]], ["B2:B3"], [], "")
    path = laptop.home.path / "f.xlsx"
    path.write_bytes(data)
    prepared = importing.open_file(laptop, "customers", path, "X", None)
    assert any(words.startswith("1 ") for words in prepared.how)


def test_a_day_number_counts_from_where_its_workbook_counts(laptop: Laptop) -> None:
    """A Mac's workbooks begin in 1904; the number may stand in a cell that is not formatted as a day."""
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    for row in (["工单号", "客户名称", "结算时间"], ["S1", "王建国", 44258], ["S2", "李丽", "44258.5"]):
        book.active.append(row)
    packed = BytesIO()
    book.save(packed)
    put_in(laptop, "events", packed.getvalue())
    assert event(laptop, "S1")["closed_at"] == "2025-03-04"
    assert str(event(laptop, "S2")["closed_at"]).startswith("2025-03-04T12:00:00")


def test_a_strict_workbook_is_refused_by_its_name(laptop: Laptop) -> None:
    packed = BytesIO()
    with ZipFile(BytesIO(xlsx_bytes([["客户名称"], ["王"]]))) as old, ZipFile(packed, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            new.writestr(name, text.replace("http://schemas.openxmlformats.org/spreadsheetml/2006", STRICT))
    with pytest.raises(Trouble) as told:
        put_in(laptop, "customers", packed.getvalue())
    assert told.value.code == "strict_workbook"


def test_a_column_of_the_time_alone_is_not_taken_for_the_day(laptop: Laptop) -> None:
    rows = [["工单号", "客户名称", "结算日期", "结算时间"], ["S1", "王建国", "2025-03-04", "10:30:00"]]
    assert refused(put_in(laptop, "events", csv_bytes(rows))) == []
    assert event(laptop, "S1")["closed_at"] == "2025-03-04"


def test_a_header_of_three_lines_is_known_by_any_of_its_ends(laptop: Laptop) -> None:
    rows = [
        ["工单", "", "客户", "", "时间", ""],
        ["编号", "类型", "信息", "", "结算", ""],
        ["", "", "姓名", "电话", "日期", "时刻"],
        ["S1", "保养", "王建国", "13800138001", "2025-03-04", "10:30"],
    ]
    assert counts(put_in(laptop, "events", csv_bytes(rows))) == (1, 1, 0, 0, 0)


WORKSHOP = [
    ["RO No", "Customer", "License Plate", "Mobile", "Date In", "Date Out", "Odometer"],
    [
        "R1",
        "Wang Jianguo",
        "粤B12345",
        "+86 138 0013 8001",
        "04-Mar-2025 09:05",
        "05-Mar-2025 17:30",
        "12,345 km",
    ],
]
COURIER = [
    ["运单编号", "收件人", "收件人电话", "签收时间"],
    ["'75312345678901", "李丽", "13800138002 转 1234", "2025/03/05"],
]
WHOLESALER = [
    ["订单号", "经销商名称", "联系人", "联系电话", "下单日期", "签收日期"],
    ["O1", "武汉光明灯饰", "李明", "027-88881234/13900001111", "2025.03.01", "2025.03.05"],
]


@pytest.mark.parametrize(("rows", "no"), [(WORKSHOP, "R1"), (COURIER, "75312345678901"), (WHOLESALER, "O1")])
def test_the_words_of_a_workshop_a_courier_and_a_wholesaler(
    laptop: Laptop, rows: list[list[str]], no: str
) -> None:
    applied = put_in(laptop, "events", csv_bytes(rows, "utf-16", "\t"))
    assert refused(applied) == []
    assert str(event(laptop, no)["closed_at"]).startswith("2025-03-05")


class TestWordsAroundATelephone:
    @pytest.mark.parametrize(
        ("written", "first", "others"),
        [
            ("手机：13800138001", "13800138001", ()),
            ("王师傅 13800138001", "13800138001", ()),
            ("老板13800138001/店长 13800138002", "13800138001", ("13800138002",)),
            ("办公电话:027-88881234 分机 12", "027-88881234-12", ()),
            ("Tel: 010-62345678 ext. 12", "010-62345678-12", ()),
            ("13800138001（本人）", "13800138001", ()),
        ],
    )
    def test_who_and_what_it_is_are_left_out(self, written: str, first: str, others: tuple[str, ...]) -> None:
        assert read_phones(written) == Phones(first, others)

    @pytest.mark.parametrize(
        "written",
        ["空号13800138001", "13800138001（已换）", "13800138001(非本人)", "传真027-88881234", "高停13800138001",
         "13800138001，备用13800138002停机", "138****8001", "1380013800"],
    )  # fmt: skip
    def test_a_number_that_is_said_to_be_dead_or_a_fax_is_not_dialled(self, written: str) -> None:
        fault = read_phones(written)
        assert isinstance(fault, Fault)
        assert fault.code == "not_a_phone"
