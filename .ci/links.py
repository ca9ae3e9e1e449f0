"""Every relative link and picture in the Markdown files leads to a file, and every anchor to a heading."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+\s+(.*)$", re.MULTILINE)
FENCE = re.compile(r"```.*?```", re.DOTALL)


def documents() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    return [ROOT / name for name in listed]


def anchors(text: str) -> set[str]:
    titles = (re.sub(r"[^\w\- ]", "", title.strip().lower()) for title in HEADING.findall(text))
    return {title.replace(" ", "-") for title in titles}


def dead(document: Path) -> list[str]:
    text = document.read_text(encoding="utf-8")
    found = []
    for target in LINK.findall(FENCE.sub("", text)):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (document.parent / path).resolve() if path else document
        if not file.exists():
            found.append(f"{document.relative_to(ROOT)}: {target} does not exist")
        elif anchor and file.suffix == ".md" and anchor not in anchors(file.read_text(encoding="utf-8")):
            found.append(f"{document.relative_to(ROOT)}: {target} names no heading")
    return found


def main() -> int:
    problems = [line for document in documents() for line in dead(document)]
    print("\n".join(problems) or f"links sound in {len(documents())} documents")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
