"""The visit plan on paper: its standard columns, its rows as data, as PDF and as a Word document."""

from io import BytesIO

import pytest

from schemas.packs.resolve import library_content, read
from sync.printing.plan import MARGIN_MM, WIDTHS_MM, PlanSheet, plan_content, plan_docx
from sync.printing.typesetting import pdf

BAD = "#strong[x] \x1b[31m *a*"


def sheet() -> PlanSheet:
    pack = read(library_content("csm-plan"))
    assert pack.visit_plan is not None
    columns = [(one.zh, one.zh) for one in pack.visit_plan.columns]
    rows = [{"序号": str(n), "客户": BAD, "时间": "2026-03-01\n2026-03-31"} for n in range(1, 41)]
    return PlanSheet("2026 年客户走访计划表", "公司", "", "第 1 版", columns, rows, ["第 3 项：盘点"])


def test_the_columns_are_those_of_the_procedure_and_fill_the_sheet() -> None:  # J8, S1-235
    content = plan_content(sheet(), "zh_CN")
    assert "、".join(content["columns"]) == (
        "填表日期、序号、客户编号、客户、联系人、电话、地址、拜访状况、时间、方式、目的、签批"
    )
    assert content["columns"] == list(WIDTHS_MM)
    assert sum(content["widths"]) == 297 - 2 * MARGIN_MM
    assert len(content["rows"]) == 40


def test_a_pdf_is_made_and_nothing_in_it_is_read_as_markup() -> None:
    pytest.importorskip("typst")
    content = plan_content(sheet(), "zh_CN")
    assert content["rows"][0][3] == "#strong[x] [31m *a*"
    assert pdf("plan", content).startswith(b"%PDF-")


def test_the_word_document_holds_the_same_rows() -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document(BytesIO(plan_docx(plan_content(sheet(), "zh_CN"))))
    [table] = document.tables
    assert [cell.text for cell in table.rows[0].cells] == list(WIDTHS_MM)
    assert (len(table.rows), table.rows[1].cells[8].text) == (41, "2026-03-01\n2026-03-31")
