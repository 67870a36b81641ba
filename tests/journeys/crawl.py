"""Opens everything that a person can reach: by links, by every rule of the URL map, as page and as JSON."""

from __future__ import annotations

import re
from io import BytesIO
from urllib.parse import urljoin, urlsplit

import pypdfium2
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from werkzeug.test import TestResponse

MOST = 600
KINDS = ("text/html", "application/json")
BACK = ("/language?", "/data-use?")
"""The same page, once for each page that links to it."""


def known_addresses(app: Flask, values: dict[str, list[str]]) -> set[str]:
    """Return every address of the URL map that takes a GET, with each of the given values in its arguments."""
    found = set()
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()):
            continue
        paths = {rule.rule}
        for name in rule.arguments:
            wanted = values.get(name, ["x"])
            paths = {_filled(path, name, value) for path in paths for value in wanted}
        found |= paths
    return found


def _filled(path: str, name: str, value: str) -> str:
    return re.sub(rf"<(?:\w+:)?{name}>", lambda _: value, path)


def everything(client: FlaskClient, begin: set[str]) -> dict[str, str]:
    """Return address → all that came back for it: head, body, and the text of a PDF."""
    seen: dict[str, str] = {}
    waiting = sorted(begin)
    while waiting and len(seen) < MOST:
        path = waiting.pop()
        if path in seen or path.startswith(BACK):
            continue
        seen[path] = ""
        for kind in KINDS if path in begin else KINDS[:1]:
            answer = client.get(path, headers={"Accept": kind}, buffered=True)
            assert answer.status_code < 500, path
            seen[path] += told(answer)
            waiting += _links(answer, path)
    assert len(seen) < MOST, "the crawl did not come to its end"
    return seen


def told(answer: TestResponse) -> str:
    """Return head and body as text."""
    text = f"{answer.status}\n{answer.headers}\n" + answer.get_data().decode("utf-8", "replace")
    if answer.mimetype == "application/pdf":
        document = pypdfium2.PdfDocument(BytesIO(answer.get_data()))
        text += "".join(page.get_textpage().get_text_bounded() for page in document)
        text += str(document.get_metadata_dict())
    return text


def _links(answer: TestResponse, path: str) -> list[str]:
    found = [answer.headers.get("Location", "")]
    if answer.mimetype == "text/html" and answer.get_data().strip():
        tree = html.fromstring(answer.get_data(as_text=True))
        found += tree.xpath("//@href | //@src | //form[@method='get']/@action")
    whole = (urlsplit(urljoin(path, link)) for link in found if link and not link.startswith(("#", "mailto:")))
    return [f"{one.path}?{one.query}" if one.query else one.path for one in whole if one.path.startswith("/")]
