"""Before anything is downloaded its size stands by the link (O22): found by walking the links of the demonstration."""

from __future__ import annotations

import re

from flask import Flask
from lxml import html

from app.foundation.sizes import size_words
from tests.page import Browser
from tests.plugins.instances import Instance

COURSE = "cybercrime-first-responder"
BEGIN = {
    "": ("/verify",),
    "amara": ("/", "/certificates"),
    "trainer": (f"/authoring/{COURSE}/files", f"/authoring/{COURSE}/bring-questions/banks/cfr-bank.quiz.md"),
    "staff": ("/accreditation/register",),
    "partner": ("/insight",),
    "coordinator": ("/people/table",),
}
"""Who → the pages from which the walk goes on, one link far where more would be the same pages again."""
FOUND = {
    *("/verify/offline", "/certificates/<number>.pdf", "/certificates/<number>.json", "/insight/<period>.pdf"),
    *("/authoring/<course>/files.zip", "/authoring/question-table.<ending>"),
    *("/accreditation/register/<number>/record.<ending>", "/people/table.csv"),
}
_SIZE = re.compile(r"\d+(?:\.\d)? [KM]B")
_ONWARD = re.compile(r"/accreditation/register/[^/]+")


def test_the_size_of_every_download_stands_by_its_link(demo: Instance) -> None:
    """O22: as large as the file is, in KB or MB."""
    rules, wrong = set(), []
    for name, pages in BEGIN.items():
        browser = demo.signed_in(name) if name else Browser(demo.app)
        for said, href in sorted(_links(browser, pages)):
            said = _said_now(browser, href) or said
            answer = browser.client.get(href, buffered=True)
            if not answer.headers.get("Content-Disposition", "").startswith("attachment"):
                continue
            rules.add(_rule(demo.app, href))
            size = len(answer.get_data())
            # A record grows, between its page and the file, by the entry that it was taken away: under 1,000 bytes.
            sizes = [size_words(size), *([size_words(size - 1000)] if "/record." in href else [])]
            wrong += [] if _SIZE.findall(said) in [[one] for one in sizes] else [f"{href}: {said!r}, not {sizes}"]
    assert wrong == []
    assert rules == FOUND


def _links(browser: Browser, pages: tuple[str, ...]) -> set[tuple[str, str]]:
    """Return text and address of each link of these pages, and of one entry of a list among them."""
    found: dict[str, str] = {}
    waiting = list(pages)
    onward = 1
    while waiting:
        tree = html.fromstring(browser.client.get(waiting.pop()).get_data())
        for anchor in tree.xpath("//main//a[starts-with(@href, '/')]"):
            href = str(anchor.get("href"))
            found.setdefault(href, " ".join(anchor.text_content().split()))
            if onward and _ONWARD.fullmatch(href):
                waiting.append(href)
                onward -= 1
    return {(said, href) for href, said in found.items()}


def _said_now(browser: Browser, href: str) -> str:
    """Return the text of the link to a record, its page opened again: each look and file before added an entry."""
    page, taken, _ending = href.partition("/record.")
    if not taken:
        return ""
    [anchor] = html.fromstring(browser.client.get(page).get_data()).xpath("//main//a[@href = $href]", href=href)
    return " ".join(anchor.text_content().split())


def _rule(app: Flask, path: str) -> str:
    endpoint, _values = app.url_map.bind("").match(path)
    return next(rule.rule for rule in app.url_map.iter_rules(endpoint))
