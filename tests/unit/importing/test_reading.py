"""Files of every encoding and layout become the same rows; hostile ones are refused in words."""

import io
import zipfile
from datetime import datetime

import pytest

from csat_tui.importing.limits import MAX_COLUMNS, MAX_UNPACKED_BYTES
from csat_tui.importing.table import DIGITS_LOST, NOT_CALCULATED
from csat_tui.trouble import Trouble
from tests.support.import_files import cells, csv_bytes, source, xlsx_bytes

TABLE = [["编号", "姓名", "备注"], ["1", "王建国", "一，二"], ["2", "欧阳䶮", ""]]
WHOLE = [(1, TABLE[0]), (2, TABLE[1]), (3, TABLE[2])]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_encoding_and_delimiter_gives_the_same_rows(encoding: str, delimiter: str) -> None:
    assert cells(csv_bytes(TABLE, encoding, delimiter)) == WHOLE


def test_gbk_is_read_as_the_larger_set_that_contains_it() -> None:
    rows = [["姓名", "电话"], ["王建国", "1"]]
    assert [row for _line, row in cells(csv_bytes(rows, "gbk"))] == rows


def test_a_workbook_gives_the_same_rows() -> None:
    assert [(line, [*row, ""][:3]) for line, row in cells(xlsx_bytes(TABLE))] == WHOLE


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    data = '编号,备注\n1,"两\n行"\n\n2,好\n'.encode()
    assert [(line, row) for line, row in cells(data) if row] == [
        (1, ["编号", "备注"]),
        (2, ["1", "两 行"]),
        (5, ["2", "好"]),
    ]


def test_the_delimiter_a_spreadsheet_names_is_believed() -> None:
    assert cells("sep=;\n编号;姓名\n1;王,李\n".encode()) == [(2, ["编号", "姓名"]), (3, ["1", "王,李"])]


def test_numbers_and_times_of_a_workbook_become_what_a_person_reads() -> None:
    row = [13800138000, 1.38e10, 85.5, datetime(2025, 3, 4, 17, 59), datetime(2025, 3, 4), True, "００１"]
    assert cells(xlsx_bytes([row]))[0][1] == [
        "13800138000", "13800000000", "85.5", "2025-03-04 17:59:00", "2025-03-04", "TRUE", "００１"
    ]  # fmt: skip


def test_a_number_longer_than_a_spreadsheet_keeps_is_marked() -> None:
    assert cells(xlsx_bytes([[2025030400000123456]]))[0][1] == [DIGITS_LOST]


def test_a_formula_without_result_is_not_a_blank() -> None:
    assert cells(xlsx_bytes([["甲", "=1+1"]]))[0][1] == ["甲", NOT_CALCULATED]


def test_hidden_sheets_are_left_out_and_named() -> None:
    read = source(xlsx_bytes(TABLE, 旧数据=[["别的"]]))
    assert len(list(read.rows)) == 3
    assert any("旧数据" in words for words in read.how)


def test_blank_lines_and_a_wrong_size_in_the_sheet_do_not_hide_rows() -> None:
    data = _rewritten(xlsx_bytes([*TABLE, [], [], ["3", "李伟"]]), b'ref="A1:C6"', b'ref="A1"')
    assert cells(data)[-1] == (6, ["3", "李伟"])


def _rewritten(workbook: bytes, old: bytes, new: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as before, zipfile.ZipFile(packed, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name.endswith("sheet1.xml"):
                assert old in content
            after.writestr(name, content.replace(old, new))
    return packed.getvalue()


class TestHostileFiles:
    def refused(self, data: bytes) -> str:
        with pytest.raises(Trouble) as caught:
            list(source(data).rows)
        return caught.value.code

    def test_a_zip_bomb(self) -> None:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", "")
            with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
                block = b"\0" * (8 * 1024 * 1024)
                for _block in range(MAX_UNPACKED_BYTES // len(block) + 1):
                    part.write(block)
        assert self.refused(packed.getvalue()) == "too_large"

    def test_a_million_columns(self) -> None:
        assert self.refused(b",".join([b"x"] * 1_000_000)) == "too_large"
        assert self.refused(xlsx_bytes([["x"] * (MAX_COLUMNS + 1)])) == "too_large"

    def test_a_cell_of_a_million_characters(self) -> None:
        assert self.refused(b"a,b\n1," + b"x" * 1_000_000) == "too_large"

    def test_a_program_under_the_name_of_a_table(self) -> None:
        assert self.refused(bytes(range(256)) * 40) == "not_a_table"
        assert self.refused(b"\x7fELF" + b"\0\1\2\3" * 4000) == "not_a_table"

    def test_old_workbooks_and_web_pages_say_what_they_are(self) -> None:
        assert self.refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600) == "not_a_table"
        assert self.refused(b"<html><table><tr><td>1</td></tr></table></html>") == "not_a_table"

    def test_nothing_and_half_a_workbook(self) -> None:
        assert self.refused(b"") == "not_a_table"
        assert self.refused(b" \r\n") == "not_a_table"
        assert self.refused(xlsx_bytes(TABLE)[:900]) == "not_a_table"

    def test_a_quotation_mark_that_is_never_closed(self) -> None:
        assert self.refused('编号,姓名\n1,"王建国\n2,李伟\n'.encode()) == "not_a_table"

    def test_a_damaged_utf8_file_is_not_read_as_something_else(self) -> None:
        text = "编号,姓名\n" + "1,王建国\n" * 40
        assert self.refused(text.encode()[:-3] + b"\xe5\n") == "not_a_table"

    def test_nul_bytes_and_escapes_in_cells_are_taken_out(self) -> None:
        assert cells("编号,姓名\n1,王\x00建\x1b[31m国\n".encode())[1][1] == ["1", "王建[31m国"]
