"""A mutation run over schemas/scoring: does some test fail whenever a rule is changed a little?

python bench/mutation.py [MODULE ...] [--jobs 2]    MODULE: a file of schemas/scoring, all without one

A mutant is one module with one comparison, number, operator, truth value or and/or changed. Each runs the
tests below in a forked process, with the changed module in place of the file; nothing on disk is touched.
Prints every mutant that all tests passed, then a count. POSIX only. Exit 1 when one survived.
"""

import argparse
import ast
import importlib.util
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import CodeType, ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
SCORING = ROOT / "schemas" / "scoring"
TESTS = (
    "tests/unit/test_vectors.py",
    "tests/unit/scoring",
    "tests/unit/packs/test_pack_scores.py",
    "tests/unit/packs/test_thresholds.py",
)
PATIENCE = 60
"""Seconds after which a mutant that does not end counts as found."""

SPOKEN = frozenset({"say", "_", "Step"})
"""Calls that hold words: another number of words is no other rule."""

COMPARES: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
}
DECIDING = (ast.Compare, ast.BinOp, ast.BoolOp, ast.Constant, ast.UnaryOp)


@dataclass(frozen=True)
class Mutant:
    """A module with one place changed: where, from what, to what."""

    module: Path
    line: int
    before: str
    after: str
    code: CodeType

    def __str__(self) -> str:
        return f"{self.module.relative_to(ROOT)}:{self.line}: {self.before}  ->  {self.after}"


def changed(node: ast.AST) -> Iterator[ast.AST]:
    """What may stand in place of a node."""
    if isinstance(node, ast.Compare):
        for place, operator in enumerate(node.ops):
            other = deepcopy(node)
            other.ops[place] = COMPARES[type(operator)]()
            yield other
    elif isinstance(node, ast.BoolOp):
        yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
    elif isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        yield ast.BinOp(node.left, OPERATORS[type(node.op)](), node.right)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub):
        yield node.operand
    elif isinstance(node, ast.Constant):
        yield from (ast.Constant(value) for value in _near(node.value))


def _near(value: object) -> Sequence[bool | int | str]:
    if isinstance(value, bool):
        return (not value,)
    if isinstance(value, int):
        return (value + 1, value - 1)
    if isinstance(value, str) and value.replace(".", "", 1).isdecimal():
        return (str(Decimal(value) + 1),)
    return ()


def places(node: ast.AST) -> Iterator[tuple[ast.AST, str, int | None, ast.AST]]:
    """Every node below this one that decides something, with the field (and place in it) that holds it."""
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "decorator_list"):
            continue
        for place, child in enumerate(value) if isinstance(value, list) else ((None, value),):
            if not isinstance(child, ast.AST) or _of_words(child):
                continue
            if isinstance(child, DECIDING):
                yield node, field, place, child
            yield from places(child)


def _of_words(node: ast.AST) -> bool:
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    called = node.func if isinstance(node, ast.Call) else None
    return isinstance(called, ast.Name) and called.id in SPOKEN


def mutants(module: Path) -> Iterator[Mutant]:
    """All mutants of a module."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    for parent, field, place, child in places(tree):
        for other in changed(child):
            _put(parent, field, place, ast.copy_location(other, child))
            whole = ast.fix_missing_locations(deepcopy(tree))
            _put(parent, field, place, child)
            line = getattr(child, "lineno", 0)
            code = compile(whole, str(module), "exec")
            yield Mutant(module, line, ast.unparse(child), ast.unparse(other), code)


def _put(parent: ast.AST, field: str, place: int | None, node: ast.AST) -> None:
    if place is None:
        setattr(parent, field, node)
    else:
        getattr(parent, field)[place] = node


class InPlaceOf(MetaPathFinder):
    """Imports the mutant where its module is asked for."""

    def __init__(self, mutant: Mutant) -> None:
        self._mutant = mutant
        self._name = ".".join(mutant.module.relative_to(ROOT).with_suffix("").parts)

    def find_spec(self, name: str, path: object, target: ModuleType | None = None) -> ModuleSpec | None:
        return importlib.util.spec_from_loader(name, self) if name == self._name else None  # type: ignore[arg-type]

    def create_module(self, spec: ModuleSpec) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        exec(self._mutant.code, module.__dict__)


def survives(mutant: Mutant | None) -> bool:
    """Whether all tests pass with the mutant; with None, whether they pass at all."""
    child = os.fork()
    if child == 0:
        os._exit(_run(mutant))
    _id, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 0


def _run(mutant: Mutant | None) -> int:
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(PATIENCE)
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    if mutant is not None:
        sys.meta_path.insert(0, InPlaceOf(mutant))
    try:
        return int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", "--tb=no", *TESTS]))
    except BaseException:
        return 1


def prepare() -> None:
    """Import what no mutant changes, once for all: the packs and the libraries below them."""
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    import hypothesis  # noqa: F401
    import sqlmodel  # noqa: F401

    from schemas.packs.resolve import library_content
    from schemas.packs.source import library_names

    for name in library_names():
        library_content(name)
    assert not [name for name in sys.modules if name.startswith("schemas.scoring.")]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("modules", nargs="*", type=Path, metavar="MODULE")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    prepare()
    if not survives(None):
        print("The tests do not pass as they are.")
        return 2
    modules = [module.resolve() for module in options.modules] or sorted(SCORING.glob("*.py"))
    found = [mutant for module in modules for mutant in mutants(module)]
    survivors = 0
    with ThreadPoolExecutor(options.jobs) as workers:
        for mutant, survived in zip(found, workers.map(survives, found), strict=True):
            if survived:
                survivors += 1
                print(mutant, flush=True)
    print(f"{len(found)} mutants, {survivors} survived")
    return int(survivors > 0)


if __name__ == "__main__":
    sys.exit(main())
