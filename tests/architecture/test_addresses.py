"""Every address declares who may open it, and every link that the house prints leads somewhere."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

from app import wiring
from app.cli import serving
from app.cli.serving import answer_first
from app.factory import create_app, make_works
from app.identity.policy import ROLE_PERMISSIONS
from app.web.permissions import Permission
from tests.architecture.house import APP, modules
from tests.plugins.instances import settings_for

TEMPLATES = sorted(APP.rglob("*.html"))
STANDS_FOR, ANYTHING = "x1", "*"
"""What a value in an address is replaced by, so that it can be looked up; and what stands for an expression."""
PREFIXES = {"/accreditation": "before the addresses of a part", "/assets/": "a course's folder of figures"}
"""Texts that look like addresses and are none."""
NO_PAGES = {"cli", "__main__.py", "domain", "formats", "question_types"}
"""Folders whose modules know no address of the house."""
_JINJA = re.compile(r"\{\{(.*?)\}\}")
_CHOICE = re.compile(r"\{% if [^%]*%\}([^{]*)(?:\{% else %\}([^{]*))?\{% endif %\}")
_STATEMENT = re.compile(r"\{%.*?%\}")
_LINK = re.compile(r"""\b(href|action)="(/[^"]*)\"""")
_QUOTED = re.compile(r"""(~\s*)?["'](/[a-z][\w./-]*)["']((?:\s*~\s*(?:["'][^"']*["']|[\w.]+))*)""")
_PIECE = re.compile(r"""~\s*(?:["']([^"']*)["']|[\w.]+)""")
_ADDRESS = re.compile(r"/[\w/.-]*")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application as it is made for a demonstration; nothing is read from its database."""
    folder = tmp_path_factory.mktemp("addresses")
    return create_app(works=make_works(settings_for(folder, f"sqlite:///{folder / 'none.sqlite3'}")))


def examples(app: Flask) -> list[str]:
    """Return every address of the house with a value in each of its gaps."""
    return [re.sub(r"<[^>]+>", STANDS_FOR, rule.rule) for rule in app.url_map.iter_rules()]


def resolves(app: Flask, address: str, method: str | None = None) -> bool:
    """Whether some route answers `address` (by `method`, or by any)."""
    path = address.partition("?")[0].partition("#")[0]
    if ANYTHING in path:
        pattern = re.escape(path).replace(re.escape(ANYTHING), ".+")
        return any(re.fullmatch(pattern, example) for example in examples(app))
    adapter = app.url_map.bind("localhost")
    for one in [method] if method else ["GET", "POST"]:
        try:
            adapter.match(path, method=one)
        except RequestRedirect:
            return False
        except (NotFound, MethodNotAllowed):
            continue
        return True
    return False


def is_ending(app: Flask, path: str) -> bool:
    """Whether some address ends with `path`: such texts are put behind a beginning."""
    return any(example.endswith(path) and example != path for example in examples(app))


def test_every_route_declares_who_may_open_it(app: Flask) -> None:
    """X1: denied unless it says otherwise; the application itself refuses to start with a view that says nothing."""
    rules = list(app.url_map.iter_rules())
    assert len(rules) > 60
    allowed = {"public", *(permission.value for permission in Permission)}
    said = {rule.rule: getattr(app.view_functions[rule.endpoint], "access", None) for rule in rules}
    assert {rule: access for rule, access in said.items() if access not in allowed} == {}


def test_no_view_answers_both_a_read_and_a_write(app: Flask) -> None:
    """A GET never writes: so a view is one or the other."""
    both = [rule.rule for rule in app.url_map.iter_rules() if {"GET", "POST"} <= (rule.methods or set())]
    assert both == []


def links_of(path: Path) -> Iterator[tuple[str, str | None]]:
    """Give the addresses in a template, each with the method that asks for it where that is known."""
    source = path.read_text()
    plain = _JINJA.sub(lambda found: ANYTHING if '"' in found[1] else STANDS_FOR, source)
    for branch in (r"\1", r"\2"):
        for kind, address in _LINK.findall(_STATEMENT.sub("", _CHOICE.sub(branch, plain))):
            yield address, "GET" if kind == "href" else None
    for expression in re.findall(r"\{[{%].*?[%}]\}", source):
        for behind, address, pieces in _QUOTED.findall(expression):
            if not behind:
                yield address + "".join(one.group(1) or STANDS_FOR for one in _PIECE.finditer(pieces)), None


def test_every_link_of_a_template_leads_somewhere(app: Flask) -> None:
    links = {(path, *link) for path in TEMPLATES for link in links_of(path)}
    assert len(links) > 100
    wrong = [(path, address) for path, address, method in links if not resolves(app, address, method)]
    assert sorted((str(path.relative_to(APP)), address) for path, address in wrong) == []


def test_every_link_made_in_python_leads_somewhere(app: Flask) -> None:
    """Redirects, panels and lists make addresses too; values in them are replaced before the look-up."""
    found = {
        (module.name, address)
        for module in modules()
        if module.name.startswith("app/") and not NO_PAGES & set(module.name.split("/"))
        for node in _outside_decorators(module.tree)
        for address in [_address(node)]
        if address
    }
    assert len(found) > 30
    whole = {(name, path + STANDS_FOR * path.endswith("/")) for name, path in found if path not in PREFIXES}
    assert sorted((name, path) for name, path in whole if not resolves(app, path) and not is_ending(app, path)) == []


def test_navigation_and_first_pages_lead_somewhere(app: Flask) -> None:
    links = {address for entries in wiring.NAVIGATION.values() for address, _ in entries} | set(wiring.HOMES.values())
    assert sorted(address for address in links if not resolves(app, address, "GET")) == []


def test_each_role_can_open_what_its_navigation_offers(app: Flask) -> None:
    """A link that ends in "this page is for another role" is a broken link."""
    from_role = {
        (role, address)
        for role, entries in wiring.NAVIGATION.items()
        for address in [*(address for address, _ in entries), wiring.HOMES.get(role, "/")]
    }
    adapter = app.url_map.bind("localhost")
    closed = []
    for role, address in sorted(from_role):
        endpoint, _ = adapter.match(address, method="GET")
        access = app.view_functions[endpoint].access  # type: ignore[attr-defined]
        if access != "public" and Permission(access) not in ROLE_PERMISSIONS[role]:
            closed.append((role, address, access))
    assert closed == []


def _outside_decorators(tree: ast.Module) -> Iterator[ast.AST]:
    """Give every text in a module except the addresses that routes declare and the pieces of longer texts."""
    skipped: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            skipped |= {id(inner) for decorator in node.decorator_list for inner in ast.walk(decorator)}
        if isinstance(node, ast.JoinedStr):
            skipped |= {id(part) for part in node.values}
    return (node for node in ast.walk(tree) if id(node) not in skipped)


def _address(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        text = node.value
    elif isinstance(node, ast.JoinedStr):
        text = "".join(str(part.value) if isinstance(part, ast.Constant) else STANDS_FOR for part in node.values)
    else:
        return None
    path = text.partition("?")[0].partition("#")[0]
    return path if re.match(r"/[a-z]", path) and _ADDRESS.fullmatch(path) else None


def test_what_is_answered_before_the_workers_are_forked_needs_no_database(app: Flask) -> None:
    """A connection that two processes share would mix their answers."""
    answer_first(app)
    pool = app.extensions["provost"].database.engine.pool
    assert pool.checkedin() + pool.checkedout() == 0
    assert [app.test_client().get(path).status_code for path in serving._FIRST] == [200, 200]
