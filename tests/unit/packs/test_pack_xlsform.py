"""Packs as XLSForm workbooks and back."""

import io
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from schemas.packs import xlsform
from schemas.packs.check import check, errors
from schemas.packs.diff import changes
from schemas.packs.resolve import library_content, read
from schemas.packs.source import PackSourceError, library_names
from schemas.packs.write import yaml_text


def workbook(**sheets: list[list[object]]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("name", library_names())
def test_a_pack_comes_back_as_it_went(name: str) -> None:
    content = library_content(name)
    assert changes(content, xlsform.read(xlsform.write(content))) == []


class TestWhatOtherToolsSee:
    BOOK = load_workbook(io.BytesIO(xlsform.write(library_content("dlr-cs-aftersales"))))

    def column(self, sheet: str, name: str) -> list[object]:
        rows = list(self.BOOK[sheet].iter_rows(values_only=True))
        return [row[rows[0].index(name)] for row in rows[1:]]

    def test_questions_with_type_and_skip(self) -> None:
        types = dict(zip(self.column("survey", "name"), self.column("survey", "type"), strict=True))
        assert types["A1"] == "decimal"
        assert types["A2D"] == "select_one yn"
        assert types["JOBS"] == "select_multiple jobs"
        assert types["B9"] == "text"
        assert "selected(${JOBS}, 'body')" in str(self.column("survey", "relevant"))

    def test_choices_by_code(self) -> None:
        assert ("mechanical", "机电") in set(
            zip(self.column("choices", "name"), self.column("choices", "label::中文 (zh)"), strict=True)
        )


class TestAForeignForm:
    FORM = workbook(
        survey=[
            ["type", "name", "label", "required", "relevant", "calculation"],
            ["start", "start", None, None, None, None],
            ["integer", "age", "How old?", "yes", None, None],
            ["select_one yesno", "happy", "Happy?", None, "${age} > 3", None],
            ["calculate", "double", None, None, None, "${age} * 2"],
        ],
        choices=[["list_name", "name", "label"], ["yesno", 1, "Yes"], ["yesno", 2, "No"]],
        settings=[["form_title", "form_id"], ["Happiness", "happiness"]],
    )

    def test_becomes_a_pack_without_errors(self) -> None:
        content = xlsform.read(self.FORM)
        pack = read(content)
        assert pack.pack == "happiness"
        assert list(pack.questions) == ["age", "happy"]
        assert pack.questions["age"].must
        assert pack.scale_of("happy").option("1") is not None
        assert errors(check(yaml_text(content), "happiness.yaml")) == []

    def test_a_broken_expression_is_found(self) -> None:
        survey = [["type", "name", "label", "relevant"], ["text", "a", "A", "${a} <"]]
        findings = check(yaml_text(xlsform.read(workbook(survey=survey))), "x.yaml")
        assert "expression" in {finding.code for finding in findings}

    @pytest.mark.parametrize(
        "row",
        [["geoshape", "a", "A"], ["text", "1 a", "A"], ["select_one gone", "a", "A"], ["text", None, "A"]],
    )
    def test_what_no_pack_can_hold_is_refused_with_its_row(self, row: list[object]) -> None:
        with pytest.raises(PackSourceError, match="2"):
            xlsform.read(workbook(survey=[["type", "name", "label"], row]))


class TestHostileWorkbooks:
    def test_a_text_never_becomes_a_formula(self) -> None:
        content = library_content("dlr-cs-sales")
        content["title"] = {"zh": "=HYPERLINK(1)", "en": "=1+1"}
        book = load_workbook(io.BytesIO(xlsform.write(content)))
        cell = book["settings"]["A2"]
        assert (cell.value, cell.data_type) == ("=HYPERLINK(1)", "s")
        assert xlsform.read(xlsform.write(content))["title"]["zh"] == "=HYPERLINK(1)"

    @pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"not a workbook"])
    def test_what_is_no_workbook_is_refused(self, data: bytes) -> None:
        with pytest.raises(PackSourceError):
            xlsform.read(data)

    def test_what_unpacks_to_too_much_is_refused(self) -> None:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/workbook.xml", b"0" * (xlsform.MAX_UNPACKED + 1))
        with pytest.raises(PackSourceError):
            xlsform.read(buffer.getvalue())

    def test_a_damaged_csat_sheet_is_said_so(self) -> None:
        survey: list[list[object]] = [["type", "name", "label"], ["text", "a", "A"]]
        with pytest.raises(PackSourceError, match="csat"):
            xlsform.read(workbook(survey=survey, csat=[["key", "value"], ["pack", "{broken"]]))
