"""《客户走访计划表》 as it is printed: the columns that the pack names, one row a planned visit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING, Any

from schemas.language import texts
from schemas.text import clean
from sync.printing.typesetting import NotInstalled
from sync.printing.word_file import FONT, fonts_of

if TYPE_CHECKING:
    from docx.document import Document

_ = texts("sync")

WIDTHS_MM: Mapping[str, int] = {
    "填表日期": 20,
    "序号": 10,
    "客户编号": 20,
    "客户": 33,
    "联系人": 22,
    "电话": 26,
    "地址": 33,
    "拜访状况": 20,
    "时间": 22,
    "方式": 16,
    "目的": 30,
    "签批": 21,
}
"""Column -> its width on A4 lying; together 273 mm."""
OTHER_MM = 20
MARGIN_MM = 12


@dataclass(frozen=True)
class PlanSheet:
    """What stands on the sheet. ``columns``: (name as the pack writes it in Chinese, name as shown); ``rows``:
    column -> text; ``notes``: under the table."""

    title: str
    organisation: str
    unit: str
    version: str
    columns: Sequence[tuple[str, str]]
    rows: Sequence[Mapping[str, str]]
    notes: Sequence[str] = ()


def plan_content(sheet: PlanSheet, language: str) -> dict[str, Any]:
    """The sheet as plain data for the template."""
    return {
        "language": language,
        "title": _plain(sheet.title),
        "organisation": _plain(sheet.organisation),
        "unit": _plain(sheet.unit),
        "version": _plain(sheet.version),
        "columns": [_plain(shown) for _name, shown in sheet.columns],
        "widths": [WIDTHS_MM.get(name, OTHER_MM) for name, _shown in sheet.columns],
        "rows": [[_plain(row.get(name, "")) for name, _shown in sheet.columns] for row in sheet.rows],
        "notes": [_plain(note) for note in sheet.notes],
        "words": {"approval": _("Approved by"), "date": _("Date of approval"), "page": _("Page")},
    }


def plan_docx(content: Mapping[str, Any]) -> bytes:
    """The same as a Word document. NotInstalled."""
    if not find_spec("docx"):
        raise NotInstalled
    import docx

    document = docx.Document()
    _page(document)
    _table(document, content)
    words = content["words"]
    for note in content["notes"]:
        document.add_paragraph(note)
    document.add_paragraph(f"{words['approval']} ________________    {words['date']} ________________")
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _page(document: "Document") -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm, Pt

    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(MARGIN_MM)
    section.top_margin = section.bottom_margin = Mm(MARGIN_MM)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(8.5)
    fonts_of(style)
    style.paragraph_format.space_after = Pt(2)


def _table(document: "Document", content: Mapping[str, Any]) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.shared import Mm, Pt

    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run(content["title"])
    run.bold, run.font.size = True, Pt(15)
    head = filter(None, (content["organisation"], content["unit"], content["version"]))
    document.add_paragraph("    ".join(head))
    table = document.add_table(rows=1, cols=len(content["columns"]))
    table.style, table.autofit = "Table Grid", False
    for cells, words in [(table.rows[0].cells, content["columns"])] + [
        (table.add_row().cells, row) for row in content["rows"]
    ]:
        for cell, text, width in zip(cells, words, content["widths"], strict=True):
            cell.text, cell.width = text, Mm(width)
    for column, width in zip(table.columns, content["widths"], strict=True):
        column.width = Mm(width)
    for cell in table.rows[0].cells:
        cell.paragraphs[0].runs[0].bold = True
    repeated = OxmlElement("w:tblHeader")  # the heading comes again on every page
    table.rows[0]._tr.get_or_add_trPr().append(repeated)


def _plain(text: str) -> str:
    return clean(text).strip()
