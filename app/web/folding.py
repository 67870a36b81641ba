"""Words that are the same for every reader of a language become part of the compiled template."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from typing import Any

from jinja2 import Environment, nodes
from jinja2.visitor import NodeTransformer

FOLDED = frozenset({"_", "asset"})
"""Functions of a template whose result hangs on nothing but constant arguments."""


class FoldingEnvironment(Environment):
    """Calls `_("…")` and `asset("…")` once, when a template is compiled: a page has forty of them."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the functions of a template as one plain mapping: they are looked through for each page."""
        return {**self.globals, **(d or {})}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        parsed: nodes.Template = _Folding(self.globals).visit(super()._parse(source, name, filename))
        return parsed


class _Folding(NodeTransformer):
    def __init__(self, functions: Mapping[str, Any]) -> None:
        self._functions = functions

    def visit_Call(self, node: nodes.Call, *args: Any, **kwargs: Any) -> nodes.Node:
        """Put the result in place of a call with constants, marked as safe where the function marks it so."""
        self.generic_visit(node, *args, **kwargs)
        if not isinstance(node.node, nodes.Name) or node.node.name not in FOLDED or node.dyn_args or node.dyn_kwargs:
            return node
        try:
            values = [one.as_const() for one in node.args]
            named = dict(one.as_const() for one in node.kwargs)
        except nodes.Impossible:
            return node
        result = self._functions[node.node.name](*values, **named)
        folded: nodes.Expr = nodes.Const(str(result), lineno=node.lineno)
        return nodes.MarkSafe(folded, lineno=node.lineno) if hasattr(result, "__html__") else folded
