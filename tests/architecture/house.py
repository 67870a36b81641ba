"""The source of the house, read once for the tests of its shape."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
APP = ROOT / "app"
PARTS = sorted(path.parent.name for path in APP.glob("*/__init__.py"))
Function = ast.FunctionDef | ast.AsyncFunctionDef
_ROUTE = re.compile(r"\w+\.(get|post|put|patch|delete|route)\(")


@dataclass(frozen=True)
class Module:
    """One file of Python, walked through once; `name` is its path from the top of the house."""

    name: str
    source: str
    tree: ast.Module

    @property
    def lines(self) -> int:
        """How long the file is."""
        return self.source.count("\n")

    @cached_property
    def functions(self) -> list[Function]:
        """Every function in it, those within others and in classes too."""
        return [node for node in self._nodes if isinstance(node, Function)]

    @cached_property
    def calls(self) -> list[ast.Call]:
        """Every call in it."""
        return [node for node in self._nodes if isinstance(node, ast.Call)]

    @cached_property
    def _nodes(self) -> list[ast.AST]:
        return list(ast.walk(self.tree))

    def defined(self) -> set[str]:
        """Names that stand at the top of the module."""
        names: set[str] = set()
        for node in self.tree.body:
            if isinstance(node, Function | ast.ClassDef):
                names.add(node.name)
            elif isinstance(node, ast.Assign):
                names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                names.add(node.target.id)
            elif isinstance(node, ast.Import | ast.ImportFrom):
                names |= {alias.asname or alias.name for alias in node.names}
        return names

    def members(self) -> set[str]:
        """Names of the functions and fields within classes."""
        bodies = [node.body for node in ast.walk(self.tree) if isinstance(node, ast.ClassDef)]
        nodes = [node for body in bodies for node in body]
        fields = {
            node.target.id for node in nodes if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
        }
        return fields | {node.name for node in nodes if isinstance(node, Function)}


@cache
def modules(folder: str = "app") -> tuple[Module, ...]:
    """Return the modules below `folder`; for `app` with the two files that stand beside it."""
    paths = sorted((ROOT / folder).rglob("*.py"))
    if folder == "app":
        paths += [ROOT / "config.py", ROOT / "wsgi.py"]
    return tuple(_module(path) for path in paths)


def _module(path: Path) -> Module:
    source = path.read_text()
    return Module(path.relative_to(ROOT).as_posix(), source, ast.parse(source))


def is_view(function: Function) -> bool:
    """Whether the function answers an address."""
    return any(_ROUTE.match(ast.unparse(decorator)) for decorator in function.decorator_list)


def body_lines(function: Function) -> int:
    """How many lines the body of a function has, its docstring aside."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def whole_lines(function: Function) -> int:
    """How many lines a function has, from its `def` to its end."""
    return (function.end_lineno or 0) - function.lineno + 1


def public_definitions(module: Module) -> Iterator[tuple[str, ast.AST]]:
    """Give name and node of each public function, class and method of a module."""
    for node in module.tree.body:
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
            yield node.name, node
            if isinstance(node, ast.ClassDef):
                yield from (
                    (f"{node.name}.{inner.name}", inner)
                    for inner in node.body
                    if isinstance(inner, Function | ast.ClassDef) and not inner.name.startswith("_")
                )
