"""Keep the gettext catalogues complete: extract, update and compile, or with --check only look.

python .ci/catalogues.py           write <package>/locale/zh_CN/LC_MESSAGES/<package>.po and .mo
python .ci/catalogues.py --check   exit 1 when a text is missing, empty, fuzzy or has other places in braces
"""

import io
import string
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("csat_tui", "sync", "schemas")
KEYWORDS = {"_": None, "say": None}
TRANSLATED = "zh_CN"
CLICK = ROOT / "csat_tui" / "locale" / TRANSLATED / "LC_MESSAGES" / "messages.po"
"""What click itself says; it asks gettext for this name. Kept by hand."""


def folder(package: str) -> Path:
    return ROOT / package / "locale" / TRANSLATED / "LC_MESSAGES"


def extracted(package: str) -> Catalog:
    catalogue = Catalog(project="csat", charset="utf-8")
    found = extract_from_dir(str(ROOT / package), method_map=[("**.py", "python")], keywords=KEYWORDS)
    for filename, _line, message, comments, context in found:
        catalogue.add(
            message,
            locations=[(f"{package}/{filename}", 0)],
            auto_comments=comments,
            context=context,
        )
    if package == "csat_tui":
        add_help(catalogue)
    return catalogue


def add_help(catalogue: Catalog) -> None:
    """What the commands say of themselves stands in their docstrings and options."""
    sys.path.insert(0, str(ROOT))
    from csat_tui.cli import root
    from csat_tui.words.help import every_text

    for text in every_text(root):
        catalogue.add(text, locations=[("csat_tui/commands", 0)])


def stored(package: str) -> Catalog:
    path = folder(package) / f"{package}.po"
    if not path.exists():
        return Catalog(locale=TRANSLATED, project="csat", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=TRANSLATED)


def compiled(catalogue: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def places(text: object) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(str(text)) if name is not None}


def update(package: str) -> None:
    catalogue = stored(package)
    catalogue.update(extracted(package), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    folder(package).mkdir(parents=True, exist_ok=True)
    with (folder(package) / f"{package}.po").open("wb") as file:
        write_po(file, catalogue, sort_output=True, omit_header=False, include_lineno=False, width=100)
    (folder(package) / f"{package}.mo").write_bytes(compiled(stored(package)))


def complaint(message: Message | None, text: object) -> str | None:
    if message is None or not message.string:
        return f"not translated: {text!r}"
    if message.fuzzy:
        return f"marked fuzzy: {text!r}"
    if places(message.id) != places(message.string):
        return f"other places in braces: {text!r}"
    return None


def complaints(package: str) -> list[str]:
    catalogue = stored(package)
    wanted = [message.id for message in extracted(package) if message.id]
    found = [complaint(catalogue.get(text), text) for text in wanted]
    stale = [f"no longer used: {m.id!r}" for m in catalogue if m.id and m.id not in wanted]
    mo = folder(package) / f"{package}.mo"
    if wanted and (not mo.exists() or mo.read_bytes() != compiled(catalogue)):
        stale.append("the .mo file is not compiled from the .po file")
    return [f"{package}: {text}" for text in [*filter(None, found), *stale]]


def of_click() -> bytes:
    with CLICK.open("rb") as file:
        return compiled(read_po(file, locale=TRANSLATED))


def main() -> int:
    compiled_click = CLICK.with_suffix(".mo")
    if "--check" not in sys.argv:
        for package in PACKAGES:
            update(package)
        compiled_click.write_bytes(of_click())
    problems = [text for package in PACKAGES for text in complaints(package)]
    if not compiled_click.exists() or compiled_click.read_bytes() != of_click():
        problems.append("messages.mo is not compiled from messages.po")
    print("\n".join(problems) or "catalogues complete")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
