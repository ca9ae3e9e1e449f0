"""Imports as the screens see them: a real laptop underneath, with a folder of files and a clock of the test's own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from csat_tui.importing.fields import Kind
from csat_tui.importing.prepared import Prepared
from csat_tui.laptop.import_pages import LaptopImports
from csat_tui.laptop.opening import Laptop
from csat_tui.services.imports import Done, Folder, FoundFile
from tests.support.import_files import csv_bytes, practice_laptop, xlsx_bytes
from tests.support.laptop import FakeLaptop

CUSTOMERS = [
    ["客户编号", "客户姓名", "手机", "车牌", "备用号", "请勿回访"],
    ["K001", "王建国", "13800138001", "京A 12345", "x", "否"],
    ["K002", "李丽", "1.38E+10", "京A12346", "x", "否"],
    ["K003", "张敏", "", "京a·12347", "x", "是"],
    ["合计", "", "", "", "", ""],
]
ORDERS = [
    ["工单号", "车牌号", "客户名称", "联系电话", "结算时间", "金额"],
    ["S1", "京A·12345", "王建国", "13800138001", "2025/3/4", "1,280.00"],
]
FOLDER = "D:\\导出"


class Files(LaptopImports):
    """``LaptopImports`` over files of a test."""

    def __init__(self, laptop: Laptop, place: Path) -> None:
        super().__init__(laptop)
        self.place = place

    def folder(self, path: str) -> Folder:
        files = sorted(self.place.iterdir(), key=lambda file: file.name)
        return Folder(
            path or FOLDER,
            [FoundFile(f.name, 100 * n + 98, datetime(2026, 11, 26, 17, n)) for n, f in enumerate(files)],
        )

    def open(self, kind: Kind, path: str, source: str) -> Prepared:
        return super().open(kind, str(self.place / Path(path.replace("\\", "/")).name), source)

    def done(self) -> Sequence[Done]:
        return [replace(each, at=datetime(2026, 11, 27, 9, 12)) for each in super().done()]


@dataclass
class ImportingLaptop(FakeLaptop):
    """A laptop that can import."""

    files: Files | None = None

    def imports(self) -> Files:
        assert self.files is not None
        return self.files


def importing_laptop(folder: Path) -> tuple[ImportingLaptop, Laptop]:
    """The services, and the laptop underneath, with three files to import."""
    laptop = practice_laptop(folder)
    place = folder / "files"
    place.mkdir()
    (place / "客户档案.csv").write_bytes(csv_bytes(CUSTOMERS, "gbk"))
    (place / "维修工单.xlsx").write_bytes(xlsx_bytes(ORDERS))
    (place / "说明.csv").write_bytes("只是一段文字\n".encode("gbk"))
    return ImportingLaptop(files=Files(laptop, place)), laptop
