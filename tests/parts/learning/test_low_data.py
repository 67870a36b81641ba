"""On a poor line the figures of a lesson wait until asked for: as the agency says, or as the officer chose."""

from __future__ import annotations

import re

from tests.plugins.instances import Instance

ASK = re.compile(
    r'<template><img [^>]*></template><a class="later" href="(/media/[0-9a-f]{64}\.svg)"[^>]*>(.*?): <bdi>'
)


def test_a_poor_line_of_the_agency_or_the_own_choice_keeps_figures_back(demo: Instance) -> None:
    """O23: the coordinator sets how pages begin, each device goes its own way; the kept copy is told apart."""
    coordinator, amara, youssef = (demo.signed_in(name) for name in ("coordinator", "amara", "youssef"))
    lesson = amara.get("/courses/cybercrime-first-responder").link("The first minutes")
    before = amara.get(lesson)
    assert "<figure><img " in before.text
    assert "later." not in before.text

    saved = coordinator.post("/people/agency", {"line": "poor"})
    assert saved.sees("Saved.")
    assert saved.form("/people/agency")["line"] == ["poor"]
    waiting = amara.get(lesson, If_None_Match=before.response.headers["ETag"])
    address, words = ASK.findall(waiting.text)[0]
    assert "<figure><img " not in waiting.text
    assert re.fullmatch(r"Show the picture \(<bdi>\d+ KB</bdi>\)", words)
    assert amara.get(address).response.mimetype == "image/svg+xml"
    assert "<figure><img " in youssef.get(lesson).text, "another agency"

    check = amara.get(f"{lesson}?check=p3-order")
    assert "<figure><img " not in check.text
    amara.post("/data-use", {"data": "full"})
    assert amara.get(lesson).text.count("<figure><img ") == before.text.count("<figure><img ")
    youssef.post("/data-use", {"data": "low"})
    assert ASK.search(youssef.get(lesson).text)
    coordinator.post("/people/agency", {"line": ""})
    assert coordinator.get("/people/agency").form("/people/agency")["line"] == [""]
