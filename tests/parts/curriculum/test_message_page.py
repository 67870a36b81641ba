"""Every remark on a page leads to its example."""

from __future__ import annotations

from app.curriculum.domain.messages import MESSAGES
from tests.plugins.instances import Instance


def test_the_page_of_remarks_has_a_place_for_each_code(demo: Instance) -> None:
    page = demo.visitor().get("/help/course-messages")
    assert page.h1 == "Remarks on course texts"
    assert {section.get("id") for section in page.tree.xpath("//section[@id]")} >= set(MESSAGES)
    wrong = page.tree.xpath("//section[@id='F08']//pre")
    assert [one.text_content() for one in wrong] == ["license: CC-BY-4.0", "licence: CC-BY-4.0"]


def test_a_remark_before_a_trainer_leads_there(demo: Instance) -> None:
    trainer = demo.signed_in("trainer")
    address = "/authoring/cybercrime-first-responder/text/course.yml"
    form = {name: values[0] for name, values in trainer.get(f"{address}?as=file").form("/text/").items()}
    trainer.post(address, {**form, "file": form["file"].replace("licence:", "license:"), "action": "save"})
    page = trainer.get("/authoring/cybercrime-first-responder/changes")
    assert page.link("F08") == "/help/course-messages#F08"
