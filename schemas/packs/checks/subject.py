"""What a check looks at and what it finds."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from schemas.packs.model import Pack
from schemas.packs.source import Marks, Path

Content = dict[str, Any]


@dataclass(frozen=True)
class Problem:
    """``path`` leads to the place in the source file; ``sentence`` says what is wrong and what to do."""

    path: Path
    code: str
    sentence: str
    severity: Literal["error", "warning"] = "error"


@dataclass(frozen=True)
class Finding:
    """A problem with its place in the file, line and column from 1."""

    file: str
    line: int
    column: int
    code: str
    sentence: str
    severity: Literal["error", "warning"]

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.sentence} [{self.code}]"


@dataclass(frozen=True)
class Subject:
    """A pack file under check: as written, resolved and typed."""

    source: Content
    content: Content
    pack: Pack

    def item_path(self, code: str, key: str | None = None) -> Path:
        """Where an item stands in the file; an inherited one at ``extends``."""
        return self._listed("items", code, key)

    def computed_path(self, code: str, key: str | None = None) -> Path:
        """Where a computed field stands in the file."""
        return self._listed("computed", code, key)

    def caution_path(self, code: str, key: str | None = None) -> Path:
        """Where a caution stands in the file."""
        return self._listed("cautions", code, key)

    def _listed(self, kind: str, code: str, key: str | None) -> Path:
        form = self.source.get("questionnaire", {})
        for index, entry in enumerate(form.get(kind, [])):
            if code in (entry.get("code"), entry.get("use")):
                path: Path = ("questionnaire", kind, index)
                return (*path, key) if key in entry and key is not None else path
        return ("extends",) if "extends" in self.source else ("questionnaire", kind)


def located(problem: Problem, file: str, marks: Marks) -> Finding:
    """The problem at the nearest place that the file has."""
    path = problem.path
    while path and path not in marks:
        path = path[:-1]
    line, column = marks.get(path, (1, 1))
    return Finding(file, line, column, problem.code, problem.sentence, problem.severity)


Problems = Iterator[Problem]
