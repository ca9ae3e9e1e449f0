"""The blank form as a Word document, for those who add their own letterhead before they print."""

from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING, Any

from sync.printing.code_image import png
from sync.printing.typesetting import NotInstalled

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell

BOX, TICK = "□", "□"
FONT = "Microsoft YaHei"
"""On every office machine; elsewhere the reader takes its own Chinese font."""
CODE_MM = 24
WIDTHS_MM = (12, 92, 70)


def form_docx(content: Mapping[str, Any], codes: Sequence[str]) -> bytes:
    """All forms of a print run (``sync.printing.content.form_content``), each from a new page; ``codes``: what
    the code of each form says. NotInstalled."""
    if not (find_spec("docx") and find_spec("segno")):
        raise NotInstalled
    import docx

    document = docx.Document()
    _page(document)
    for number, (form, code) in enumerate(zip(content["forms"], codes, strict=True)):
        if number:
            document.add_page_break()  # type: ignore[no-untyped-call]
        _form(document, content, form, code)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def letter_docx(content: Mapping[str, Any]) -> bytes:
    """Letters (``sync.printing.content.letter_content``), each on a page of its own. NotInstalled."""
    if not find_spec("docx"):
        raise NotInstalled
    import docx
    from docx.shared import Pt

    document = docx.Document()
    _page(document)
    document.styles["Normal"].font.size = Pt(12)
    for number, form in enumerate(content["forms"]):
        if number:
            document.add_page_break()  # type: ignore[no-untyped-call]
        _letter(document, content, form)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _letter(document: "Document", content: Mapping[str, Any], form: Mapping[str, str]) -> None:
    from docx.enum.text import WD_PARAGRAPH_ALIGNMENT

    sender = " ".join(filter(None, (content["sender"]["organisation"], content["sender"]["department"])))
    document.add_paragraph(f"{sender}    {content['words']['serial']} {form['serial']}")
    document.add_paragraph()
    for row in (form["name"], form["contact"], f"{form['postcode']} {form['address']}".strip()):
        if row:
            document.add_paragraph(row)
    document.add_paragraph()
    for paragraph in content["paragraphs"]:
        document.add_paragraph(paragraph)
    document.add_paragraph()
    for row in filter(None, (sender, content["dated"])):
        document.add_paragraph(row).alignment = WD_PARAGRAPH_ALIGNMENT.RIGHT


def _page(document: "Document") -> None:
    from docx.shared import Mm, Pt

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(18)
    section.top_margin = section.bottom_margin = Mm(14)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(10)
    fonts_of(style)
    style.paragraph_format.space_after = Pt(3)


def fonts_of(style: Any) -> None:
    """Our font for every script of a style, in the place of its theme's."""
    from docx.oxml.ns import qn

    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("eastAsia", "ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)
        fonts.attrib.pop(qn(f"w:{script}Theme"), None)


def _form(document: "Document", content: Mapping[str, Any], form: Mapping[str, str], code: str) -> None:
    from docx.shared import Mm, Pt

    words = content["words"]
    head = document.add_table(rows=1, cols=2)
    left, right = head.rows[0].cells
    title = left.paragraphs[0].add_run(content["title"])
    title.bold, title.font.size = True, Pt(15)
    number = left.add_paragraph(f"{words['serial']} ").add_run(form["serial"])
    number.bold = True
    left.add_paragraph(f"{words['version']} {content['version']}")
    left.add_paragraph(" ".join(filter(None, (words["for"], form["name"], form["contact"], form["number"]))))
    right.paragraphs[0].add_run().add_picture(BytesIO(png(code)), width=Mm(CODE_MM))
    right.paragraphs[0].alignment = 2
    if content["notice"]:
        document.add_paragraph(content["notice"])
    for instruction in content["instructions"]:
        document.add_paragraph(f"· {instruction}")
    if content["head"]:
        document.add_paragraph(words["office"]).runs[0].bold = True
        _items(document, content["head"], content)
    _items(document, content["items"], content)
    document.add_paragraph()
    document.add_paragraph(f"{words['date']}  {_day(words)}")
    document.add_paragraph(f"{words['name']}  ______________________")
    document.add_paragraph(_return_to(content))


def _items(document: "Document", items: Sequence[Mapping[str, Any]], content: Mapping[str, Any]) -> None:
    from docx.shared import Mm

    table = document.add_table(rows=0, cols=3)
    table.style, table.autofit = "Table Grid", False
    for column, width in zip(table.columns, WIDTHS_MM, strict=True):
        column.width = Mm(width)
    for item in items:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = f"{item['number']}.", item["text"]
        _answer(cells[2], item, content["words"])
        for cell, width in zip(cells, WIDTHS_MM, strict=True):
            cell.width = Mm(width)


def _answer(cell: "_Cell", item: Mapping[str, Any], words: Mapping[str, str]) -> None:
    if item["kind"] == "number":
        point = f" . {BOX * item['decimals']}" if item["decimals"] else ""
        cell.text = f"{BOX * item['boxes']}{point}   {item['range']}"
    elif item["kind"] == "date":
        cell.text = _day(words)
    elif item["kind"] == "time":
        cell.text = f"{BOX * 2} : {BOX * 2}"
    elif item["kind"] == "text":
        cell.text = "\n" * item["lines"]
    else:
        several = f"({words['several']}) " if item["kind"] == "multi" else ""
        cell.text = several + "   ".join(f"{TICK} {keys} {option}" for keys, option in item["choices"])


def _day(words: Mapping[str, str]) -> str:
    return f"{BOX * 4} {words['year']} {BOX * 2} {words['month']} {BOX * 2} {words['day']}"


def _return_to(content: Mapping[str, Any]) -> str:
    words, sender = content["words"], content["sender"]
    phone = f"{words['phone']} {sender['phone']}" if sender["phone"] else ""
    fax = f"{words['fax']} {sender['fax']}" if sender["fax"] else ""
    names = (
        words["return"],
        sender["organisation"],
        sender["department"],
        sender["postcode"],
        sender["address"],
    )
    return "  ".join(filter(None, (*names, phone, fax)))
