"""Finds what a folder offers, one object a file, and what is named as text: loaded where it is needed."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any


def one_per_file(package: str | ModuleType, attribute: str = "TYPE") -> dict[str, object]:
    """Return {name: object} of every module of `package`, in the order of the file names.

    Each module must hold a module-level `attribute`. Its key is the object's own `name`, or the name of the file where
    it has none. Files that begin with an underscore are left out.
    Raises LookupError where a file offers nothing, or two files offer the same name.
    """
    folder = import_module(package) if isinstance(package, str) else package
    found: dict[str, object] = {}
    for file in sorted(_file_names(folder)):
        offered = _offered(import_module(f"{folder.__name__}.{file}"), attribute)
        name = _name_of(offered, file)
        if name in found:
            raise LookupError(f"{folder.__name__}: the name {name!r} is offered twice, the second time by {file}.py")
        found[name] = offered
    return found


def loaded(dotted: str) -> Any:
    """Return what `package.module:name` names, loaded when it is asked for: for what most processes never need."""
    module, _, name = dotted.partition(":")
    with _collector_resting():
        return getattr(import_module(module), name)


@contextmanager
def _collector_resting() -> Iterator[None]:
    """Nearly all that is made while modules load stays; to look through it again and again is a fifth of a start."""
    works = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if works:
            gc.enable()


def _file_names(folder: ModuleType) -> list[str]:
    return [module.name for module in iter_modules(folder.__path__) if not module.name.startswith("_")]


def _offered(module: ModuleType, attribute: str) -> object:
    if not hasattr(module, attribute):
        raise LookupError(f"{module.__name__} offers no {attribute}")
    offered: object = getattr(module, attribute)
    return offered


def _name_of(offered: object, file: str) -> str:
    name = getattr(offered, "name", file)
    return name if isinstance(name, str) else file
