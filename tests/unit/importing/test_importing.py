"""Whole files imported on a laptop: counts, reasons, identity, taking back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from csat_tui.importing.judge import Judged
from csat_tui.importing.judged_rows import Line
from csat_tui.importing.mapping import Wishes
from csat_tui.laptop import import_undo, importing
from csat_tui.laptop.opening import Laptop
from csat_tui.store import customers, index, operations
from csat_tui.trouble import Trouble
from schemas.records.identity import event_id
from schemas.records.operations import DoNotContact
from tests.support.import_files import (
    CUSTOMERS,
    ORDERS,
    counts,
    csv_bytes,
    practice_laptop,
    put_in,
    xlsx_bytes,
)


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Laptop]:
    opened = practice_laptop(tmp_path)
    yield opened
    opened.close()


def order(number: str, **other: str) -> list[str]:
    told = {
        "工单号": number, "车牌号": "京O12345", "客户名称": "王建国", "联系电话": "13800138000",
        "结算时间": "2025/3/4 17:59", "服务顾问": "周洁", "结算金额": "1,280.00",
    } | other  # fmt: skip
    return [told[heading] for heading in ORDERS]


def orders(*rows: list[str]) -> bytes:
    return csv_bytes([ORDERS, *rows], "gbk")


def test_titles_and_totals_around_the_table_are_no_rows(laptop: Laptop) -> None:
    sheet = [
        ["已结算清单"],
        ["导出日期：2025-03-05"],
        [],
        ORDERS,
        order("S1"),
        [],
        ["合计", "1", "", "", "", "", "1280"],
        ["制表人：李敏"],
    ]
    done = put_in(laptop, "events", xlsx_bytes(sheet, merge=["A1:G1"]))
    assert counts(done) == (1, 1, 0, 0, 0)
    assert [(row.line, row.code) for row in done.tally.passed_over] == [(7, "total"), (8, "foot")]


def test_a_header_of_two_lines_with_merged_cells(laptop: Laptop) -> None:
    sheet = [
        ["工单号", "客户", "", "结算", ""],
        ["", "姓名", "电话", "时间", "金额"],
        ["S1", "王建国", "13800138000", 45720, 5],
    ]
    mapping = Wishes(columns={"closed_at": "结算/时间"})
    done = put_in(laptop, "events", xlsx_bytes(sheet, merge=["A1:A2", "B1:C1", "D1:E1"]), by_hand=mapping)
    assert counts(done) == (1, 1, 0, 0, 0)
    assert done.tally.missing_phone == 0


def test_each_wrong_row_is_rejected_with_line_code_and_field(laptop: Laptop) -> None:
    done = put_in(
        laptop,
        "events",
        orders(
            order("S1"),
            order("S2", 联系电话="1.38E+10"),
            order("S3", 结算时间="4/3/2025"),
            order("", 客户名称="李伟"),
            order("S5", 车牌号="12345"),
            order("S6", 结算时间="2099-01-01"),
            order("S7", 客户名称="#N/A"),
            [*order("S8"), "多出来"],
            order("S9")[:3],
        ),
    )
    assert counts(done) == (9, 1, 0, 0, 8)
    assert [(r.line, r.code, r.field) for r in done.tally.rejections] == [
        (3, "digits_lost", "phone"),
        (4, "ambiguous_date", "closed_at"),
        (5, "missing", "source_no"),
        (6, "not_a_plate", "plate"),
        (7, "in_future", "closed_at"),
        (8, "cell_error", "name"),
        (9, "too_many_cells", None),
        (10, "too_few_cells", None),
    ]
    assert all(r.message for r in done.tally.rejections)


def test_the_same_file_again_changes_nothing(laptop: Laptop) -> None:
    data = orders(order("S1"), order("S2", 客户名称="李伟", 联系电话="", 车牌号="京O54321"))
    put_in(laptop, "events", data)
    before = laptop.log.to_send()
    assert counts(put_in(laptop, "events", data)) == (2, 0, 2, 0, 0)
    assert laptop.log.to_send() == before + 1  # the import's own record


def test_a_change_in_the_source_is_a_change_of_the_same_event(laptop: Laptop) -> None:
    put_in(laptop, "events", orders(order("S1")))
    done = put_in(laptop, "events", orders(order("S1", 服务顾问="韩冰")))
    assert counts(done) == (1, 0, 0, 1, 0)
    id = event_id("DMS", "S1")
    assert operations.here(laptop.store, "event", [id])[id]["advisor"] == "韩冰"


def test_the_same_number_of_another_system_is_another_event(laptop: Laptop) -> None:
    put_in(laptop, "events", orders(order("S1")))
    assert counts(put_in(laptop, "events", orders(order("S1")), system="YHSOFT")) == (1, 1, 0, 0, 0)


def test_two_lines_that_contradict_each_other_name_each_other(laptop: Laptop) -> None:
    done = put_in(laptop, "events", orders(order("S1"), order("S1"), order("S1", 服务顾问="韩冰")))
    assert counts(done) == (3, 1, 1, 0, 1)
    assert done.tally.rejections[0].code == "conflict_in_file"
    assert "2" in done.tally.rejections[0].message


def test_two_people_with_one_telephone_stay_two(laptop: Laptop) -> None:
    rows = [["C1", "王建国", "13800138000", "京O11111", ""], ["C2", "王丽", "13800138000", "", ""]]
    done = put_in(laptop, "customers", csv_bytes([CUSTOMERS, *rows]))
    assert counts(done) == (2, 2, 0, 0, 0)
    first, second = customers.by_number(laptop.store, "C1"), customers.by_number(laptop.store, "C2")
    assert first is not None
    assert second is not None
    assert (first.name, second.name) == ("王建国", "王丽")
    assert first.id != second.id


def test_two_people_with_one_telephone_and_no_numbers_stay_two(laptop: Laptop) -> None:
    done = put_in(laptop, "events", orders(order("S1", 车牌号=""), order("S2", 客户名称="王丽", 车牌号="")))
    assert done.tally.new_customers == 2


def test_a_missing_telephone_is_allowed_and_counted(laptop: Laptop) -> None:
    done = put_in(
        laptop,
        "customers",
        csv_bytes([CUSTOMERS, ["C1", "王建国", "", "", ""], ["C2", "王丽", "无", "", ""]]),
    )
    assert counts(done) == (2, 2, 0, 0, 0)
    assert done.tally.missing_phone == 2


def test_who_is_not_to_be_contacted_stays_so_whatever_a_file_says(laptop: Laptop) -> None:
    put_in(laptop, "customers", csv_bytes([CUSTOMERS, ["C1", "王建国", "13800138000", "京O12345", "否"]]))
    known = customers.by_number(laptop.store, "C1")
    assert known is not None
    operations.record(
        laptop.store, [DoNotContact(id="stop", at="2025-03-04T09:00:00+08:00", customer=known.id)]
    )
    put_in(laptop, "customers", csv_bytes([CUSTOMERS, ["C1", "王建国", "13800138000", "京O12345", "否"]]))
    done = put_in(laptop, "events", orders(order("S1")))
    after = customers.by_number(laptop.store, "C1")
    assert after is not None
    assert after.do_not_contact is True
    assert done.tally.do_not_contact == 1
    assert done.tally.new_customers == 0


def test_a_customer_first_seen_in_an_order_gets_his_number_later(laptop: Laptop) -> None:
    put_in(laptop, "events", orders(order("S1")))
    done = put_in(
        laptop, "customers", csv_bytes([CUSTOMERS, ["C1", "王建国", "13800138000", "京O12345", ""]])
    )
    assert counts(done) == (1, 0, 0, 1, 0)
    known = customers.by_number(laptop.store, "C1")
    event = operations.here(laptop.store, "event", [event_id("DMS", "S1")])[event_id("DMS", "S1")]
    assert known is not None
    assert event["customer"] == known.id


def test_a_second_vehicle_of_a_customer_is_added(laptop: Laptop) -> None:
    rows = [["C1", "王建国", "13800138000", "京O11111", ""], ["C1", "王建国", "13800138000", "京O22222", ""]]
    done = put_in(laptop, "customers", csv_bytes([CUSTOMERS, *rows]))
    assert counts(done) == (2, 1, 0, 1, 0)
    known = customers.by_number(laptop.store, "C1")
    assert known is not None
    assert [asset["plate"] for asset in known.assets] == ["京O·11111", "京O·22222"]


def test_a_blank_empties_nothing(laptop: Laptop) -> None:
    put_in(laptop, "customers", csv_bytes([CUSTOMERS, ["C1", "王建国", "13800138000", "", ""]]))
    assert counts(put_in(laptop, "customers", csv_bytes([CUSTOMERS, ["C1", "王建国", "", "", ""]]))) == (
        1,
        0,
        1,
        0,
        0,
    )


def test_formulas_and_escapes_in_names_are_only_text(laptop: Laptop) -> None:
    put_in(
        laptop,
        "customers",
        csv_bytes(
            [CUSTOMERS, ["C1", "=cmd|'/C calc'!A0", "", "", ""], ["C2", "\x1b]0;王\x07丽", "", "", ""]]
        ),
    )
    first, second = customers.by_number(laptop.store, "C1"), customers.by_number(laptop.store, "C2")
    assert first is not None
    assert second is not None
    assert first.name == "=cmd|'/C calc'!A0"
    assert second.name == "]0;王丽"


class TestColumns:
    def test_a_required_column_that_is_not_there_is_a_clear_refusal(self, laptop: Laptop) -> None:
        with pytest.raises(Trouble) as caught:
            put_in(laptop, "events", csv_bytes([["车牌号", "客户名称"], ["京O12345", "王建国"]]))
        assert caught.value.code == "column_missing"
        assert laptop.log.to_send() == 0

    def test_a_file_without_a_header_is_refused(self, laptop: Laptop) -> None:
        with pytest.raises(Trouble) as caught:
            put_in(laptop, "events", csv_bytes([["S1", "京O12345"], ["S2", "京O54321"]]))
        assert caught.value.code == "no_header"

    def test_columns_put_right_by_hand_are_remembered_for_the_source(self, laptop: Laptop) -> None:
        first = csv_bytes([["甲", "乙", "客户名称", "车牌号"], ["S1", "4/3/2025", "王建国", "京O12345"]])
        by_hand = Wishes(columns={"source_no": "甲", "closed_at": 2}, order="dmy")
        assert counts(put_in(laptop, "events", first, by_hand=by_hand)) == (1, 1, 0, 0, 0)
        later = csv_bytes([["车牌号", "客户名称", "乙", "甲"], ["京O12345", "王建国", "5/3/2025", "S2"]])
        assert counts(put_in(laptop, "events", later)) == (1, 1, 0, 0, 0)
        with pytest.raises(Trouble):
            put_in(laptop, "events", later, system="another")

    def test_a_column_of_plates_is_known_by_what_stands_in_it(self, laptop: Laptop) -> None:
        path = laptop.home.path / "f.csv"
        path.write_bytes(csv_bytes([["工单号", "结算时间", "资产"], ["S1", "2025-03-04", "京O12345"]]))
        found = importing.open_file(laptop, "events", path, None)
        assert found.assigned.columns["plate"].label == "资产"
        assert found.assigned.by["plate"] == "content"


class TestPreviewAndUndo:
    def test_a_preview_stores_nothing_and_says_what_apply_then_does(self, laptop: Laptop) -> None:
        path = laptop.home.path / "f.csv"
        path.write_bytes(orders(order("S1"), order("S2"), order("S3", 联系电话="12")))
        prepared = importing.open_file(laptop, "events", path, "DMS")
        lines: list[Line] = []
        seen = importing.preview(laptop, prepared, "DMS", lines.append)
        assert laptop.log.to_send() == 0
        assert [line.verdict for line in lines if isinstance(line, Judged)] == ["new", "new"]
        assert seen.as_dict() == importing.apply(laptop, prepared, "DMS").tally.as_dict()

    def test_an_import_is_taken_back_with_the_customers_it_made(self, laptop: Laptop) -> None:
        put_in(laptop, "customers", csv_bytes([CUSTOMERS, ["C1", "王建国", "13800138000", "京O12345", ""]]))
        done = put_in(laptop, "events", orders(order("S1"), order("S2", 客户名称="李伟")))
        import_undo.undo(laptop, done.batch)
        assert operations.here(laptop.store, "event", [event_id("DMS", "S1"), event_id("DMS", "S2")]) == {}
        assert customers.by_number(laptop.store, "C1") is not None
        assert customers.search(laptop.store, "李伟") == []
        with pytest.raises(Trouble) as caught:
            import_undo.undo(laptop, done.batch)
        assert caught.value.code == "not_found"

    def test_a_change_is_taken_back_to_what_was(self, laptop: Laptop) -> None:
        put_in(laptop, "events", orders(order("S1")))
        done = put_in(laptop, "events", orders(order("S1", 服务顾问="韩冰")))
        import_undo.undo(laptop, done.batch)
        id = event_id("DMS", "S1")
        assert operations.here(laptop.store, "event", [id])[id]["advisor"] == "周洁"

    def test_an_import_on_which_something_hangs_stays_whole(self, laptop: Laptop) -> None:
        made = put_in(
            laptop, "customers", csv_bytes([CUSTOMERS, ["C1", "王建国", "13800138000", "京O12345", ""]])
        )
        put_in(laptop, "events", orders(order("S1")))
        before = laptop.log.to_send()
        with pytest.raises(Trouble) as caught:
            import_undo.undo(laptop, made.batch)
        assert caught.value.code == "in_use"
        assert laptop.log.to_send() == before
        assert customers.by_number(laptop.store, "C1") is not None

    def test_a_file_that_breaks_in_the_middle_leaves_nothing(self, laptop: Laptop) -> None:
        broken = orders(*(order(f"S{n}") for n in range(700))) + '"王'.encode("gbk")
        with pytest.raises(Trouble):
            put_in(laptop, "events", broken)
        assert laptop.log.to_send() == 0


def test_projects_come_with_their_customers(laptop: Laptop) -> None:
    headings = ["项目编号", "项目名称", "客户名称", "项目经理", "开始日期"]
    done = put_in(
        laptop,
        "projects",
        csv_bytes([headings, ["P-01", "机房改造", "远景广告有限公司", "方宇", "2025年3月4日"]]),
    )
    assert counts(done) == (1, 1, 0, 0, 0)
    assert done.tally.new_customers == 1


def test_a_case_register_names_the_customer_by_who_reported(laptop: Laptop) -> None:
    headings = ["案例编号", "优先级", "申告人", "联系电话", "工程师", "受理时间", "关闭时间"]
    cases = [
        ["C-1", "P1", "王伟", "62345678", "方宇", "2025-03-03 09:00", "2025-03-04 10:00"],
        ["C-2", "紧急", "李敏", "", "方宇", "2025-03-03", "2025-03-05"],
        ["C-3", "P7", "李敏", "", "方宇", "2025-03-03", "2025-03-05"],
        ["C-4", "P2", "李敏", "", "方宇", "2025-03-05", "2025-03-03"],
    ]
    done = put_in(laptop, "events", csv_bytes([headings, *cases]), system="CASE")
    assert counts(done) == (4, 2, 0, 0, 2)
    assert [fault.code for fault in done.tally.rejections] == ["not_a_severity", "before_opened"]
    assert done.tally.new_customers == 2
    event = operations.here(laptop.store, "event", [event_id("CASE", "C-1")])[event_id("CASE", "C-1")]
    assert (event["severity"], event["reporter"], event["engineer"]) == ("P1", "王伟", "方宇")


def test_a_name_alone_is_not_taken_for_a_namesake_with_a_telephone(laptop: Laptop) -> None:
    put_in(laptop, "events", orders(order("S1")))
    nameless = orders(order("S2", 联系电话="", 车牌号=""), order("S3", 联系电话="", 车牌号=""))
    done = put_in(laptop, "events", nameless)
    assert counts(done) == (2, 2, 0, 0, 0)
    assert done.tally.new_customers == 1
    assert put_in(laptop, "events", nameless).tally.known == 2


def test_whoever_a_file_makes_changes_or_knows_is_found_once_by_what_holds_now(laptop: Laptop) -> None:
    first = [["K1", "王建国", "13811110001", "京A10001", ""], ["K2", "李梅", "13811110002", "京A10002", ""]]
    then = [
        ["K1", "王建国", "13811110001", "京A10001", ""],  # known
        ["K2", "李梅", "13922220002", "京A10002", ""],  # another number
        ["K3", "张磊", "13811110003", "京A10003", ""],  # new
        ["K3", "张磊", "13811110003", "京A10003", "是"],  # new a line ago
    ]
    put_in(laptop, "customers", csv_bytes([CUSTOMERS, *first]))
    put_in(laptop, "customers", csv_bytes([CUSTOMERS, *then]))
    with laptop.store.read() as session:
        assert index.stale(session) == 0
    for number, wish in (("K1", "110001"), ("K2", "220002"), ("K3", "110003")):
        assert [one.number for one in customers.search(laptop.store, wish)] == [number]
    assert customers.search(laptop.store, "110002") == []
