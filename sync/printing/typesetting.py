"""From content to PDF: our templates, our fonts, and data that is never read as markup."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.resources import as_file, files
from importlib.util import find_spec
from typing import Any

from schemas.language import texts

_ = texts("sync")

NEEDED = ("typst", "segno", "pylopdf_fonts_zh_cn")


class NotInstalled(Exception):
    """The part of the program that makes documents is not installed."""

    def __init__(self) -> None:
        super().__init__(_("Documents need the extra “reports”: install csat[reports]."))


def pdf(template: str, content: dict[str, Any]) -> bytes:
    """A PDF (PDF/A-2b, so that it can be filed) from one of our templates. NotInstalled."""
    with _desk(template) as (typst, desk):
        return bytes(typst.compile(**desk, sys_inputs=_given(content), format="pdf", pdf_standards=["a-2b"]))


def page_images(template: str, content: dict[str, Any], ppi: int = 144) -> list[bytes]:
    """The same pages as PNG, to look at. NotInstalled."""
    with _desk(template) as (typst, desk):
        made = typst.compile(**desk, sys_inputs=_given(content), format="png", ppi=ppi)
    return made if isinstance(made, list) else [made]


def _given(content: dict[str, Any]) -> dict[str, str]:
    return {"content": json.dumps(content, ensure_ascii=False)}


@contextmanager
def _desk(template: str) -> Iterator[tuple[Any, dict[str, Any]]]:
    """The compiler, and where it finds our template and our fonts and nothing else."""
    if not all(find_spec(name) for name in NEEDED):
        raise NotInstalled
    here = files("sync.printing") / "templates"
    with as_file(here) as root, as_file(files("pylopdf_fonts_zh_cn")) as fonts:
        yield (
            import_module("typst"),
            {
                "input": str(root / f"{template}.typ"),
                "root": str(root),
                "font_paths": [str(fonts)],
                "ignore_system_fonts": True,
            },
        )
