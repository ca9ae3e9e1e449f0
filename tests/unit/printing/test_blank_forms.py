"""Blank forms on paper: what is printed is what will be keyed, and the code finds its form again."""

import io
import re

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from schemas.language import speaking
from schemas.packs.model import Pack
from schemas.packs.resolve import library_content, read
from schemas.paper.code import FormCode, read_code
from schemas.paper.layout import fields
from schemas.paper.serial import Serial
from sync.printing import typesetting
from sync.printing.content import (
    Addressee,
    Issue,
    Sender,
    form_content,
    formal_letter,
    label_content,
    letter_content,
)
from sync.printing.typesetting import NotInstalled, page_images, pdf
from sync.printing.word_file import form_docx, letter_docx

SENDER = Sender("华星照明", "客户服务部", "上海市吴中路 1799 号", "201103", "021-55550000", "", "2026-12-05")
HOSTILE = "苏州 #panic() $x$ \\ <b>[/b] \x1b[31m=1+1"


def issues(count: int, name: str = "苏州分公司") -> list[Issue]:
    return [
        Issue(Serial("26Q4", number), Addressee(name, "陈主任", "星湖街 328 号", "215000"))
        for number in range(1, count + 1)
    ]


def pack(name: str) -> Pack:
    return read(library_content(name))


def text_of(document: bytes) -> list[str]:
    """The text of each page, without spaces: a PDF places glyphs, not words."""
    pages = pypdfium2.PdfDocument(document)
    return [re.sub(r"\s", "", page.get_textpage().get_text_range()) for page in pages]


def codes_of(document: bytes) -> list[str]:
    pages = pypdfium2.PdfDocument(document)
    images = (page.render(scale=2).to_pil() for page in pages)
    return [found.text for image in images for found in zxingcpp.read_barcodes(image)]


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize(
    "name", ["op-qpm-written", "itops-pm", "repair-300", "hospital", "logistics", "csm-visit-mail"]
)
def test_items_are_printed_in_the_order_they_are_keyed(name: str, language: str) -> None:
    form = pack(name)
    with speaking(language):
        printed = "".join(text_of(pdf("form", form_content(form, issues(1), SENDER, language))))
        wanted = [f"{one.number}.{one.question.topic or one.question}" for one in fields(form)]
        places = [printed.find(re.sub(r"\s", "", text)) for text in wanted]
    assert -1 not in places
    ours = [place for place, one in zip(places, fields(form), strict=True) if one.by_staff]
    theirs = [place for place, one in zip(places, fields(form), strict=True) if not one.by_staff]
    assert ours == sorted(ours)
    assert theirs == sorted(theirs)


def test_choices_are_printed_with_the_digits_that_key_them() -> None:
    form = pack("itops-pm")
    with speaking("zh_CN"):
        printed = text_of(pdf("form", form_content(form, issues(1), SENDER, "zh_CN")))[0]
        first = next(one for one in fields(form) if one.code == "M1")
        assert "".join(f"{keys}{option}" for keys, option in first.choices) in printed


def test_the_code_on_each_form_is_read_back() -> None:
    form = pack("op-qpm-written")
    printed = pdf("form", form_content(form, issues(3), SENDER, "zh_CN"))
    expected = [FormCode(issue.serial, "op-qpm-written", 1) for issue in issues(3)]
    assert [read_code(code) for code in codes_of(printed)] == expected


def test_the_code_survives_a_fax() -> None:
    page = Image.open(
        io.BytesIO(page_images("form", form_content(pack("itops-pm"), issues(1), SENDER, "zh_CN"), 204)[0])
    )
    fax = page.convert("1").resize((page.width, page.height // 2)).resize(page.size)
    assert [found.text for found in zxingcpp.read_barcodes(fax)] == [
        str(FormCode(Serial("26Q4", 1), "itops-pm", 1))
    ]


def test_every_page_names_its_form_because_fax_pages_get_separated() -> None:
    printed = text_of(pdf("form", form_content(pack("hospital"), issues(2), SENDER, "zh_CN")))
    assert len(printed) == 4
    for page, serial in zip(printed, ["26Q4-0001", "26Q4-0001", "26Q4-0002", "26Q4-0002"], strict=True):
        assert serial in page


def test_names_with_markup_are_printed_as_they_are() -> None:
    content = form_content(pack("itops-pm"), issues(1, HOSTILE), SENDER, "zh_CN")
    printed = text_of(pdf("form", content))[0]
    assert re.sub(r"\s", "", HOSTILE.replace("\x1b", "")) in printed
    assert "\x1b" not in printed


def test_the_notice_is_filled_in_and_the_form_stays_one_page() -> None:
    with speaking("zh_CN"):
        printed = text_of(pdf("form", form_content(pack("op-qpm-written"), issues(1), SENDER, "zh_CN")))[0]
    assert "低于70分的项目，请写明原因" in printed
    assert "页1/1" in printed
    assert "这是华星照明客户服务部的满意度调查" in printed
    assert "{" not in printed


def test_a_letter_and_a_label_for_each_form() -> None:
    letters = text_of(
        pdf("letter", letter_content("您好：\n\n请填写 #随信 的表。", issues(2), SENDER, "zh_CN"))
    )
    assert len(letters) == 2
    assert "请填写#随信的表。" in letters[1]
    assert "26Q4-0002" in letters[1]
    labels = text_of(pdf("labels", label_content(issues(25), "zh_CN")))
    assert len(labels) == 2
    assert labels[0].count("星湖街328号") == 24


def test_a_word_file_holds_the_same_items_and_code() -> None:
    docx = pytest.importorskip("docx")
    form = pack("itops-pm")
    with speaking("zh_CN"):
        content = form_content(form, issues(2), SENDER, "zh_CN")
        codes = [str(FormCode(issue.serial, form.pack, 1)) for issue in issues(2)]
        document = docx.Document(io.BytesIO(form_docx(content, codes)))
        items = [row.cells[1].text for table in document.tables for row in table.rows if len(row.cells) == 3]
        assert items == [str(one.question.topic or one.question) for one in fields(form)] * 2
    pictures = [part.blob for part in document.part.package.iter_parts() if part.content_type == "image/png"]
    found = {code.text for blob in pictures for code in zxingcpp.read_barcodes(Image.open(io.BytesIO(blob)))}
    assert found == set(codes)


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "NEEDED", ("there_is_no_such_module",))
    with pytest.raises(NotInstalled, match="reports"), speaking("en"):
        pdf("form", {})


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_formal_letter_names_the_form_and_the_day_and_is_a_word_document_too(language: str) -> None:
    docx = pytest.importorskip("docx")
    with speaking(language):
        body = formal_letter("满意度征询函 #1", "2026-12-15")
        content = letter_content(body, issues(2), SENDER, language, "2026-11-22")
    document = docx.Document(io.BytesIO(letter_docx(content)))
    told = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert told.count("满意度征询函 #1") == told.count("2026-12-15") == told.count("2026-11-22") == 2
    assert "26Q4-0001" in told
