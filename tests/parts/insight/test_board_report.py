"""The board's report: printed once, stored with its hash, handed out and logged, its readers written to."""

from __future__ import annotations

import hashlib
import io
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pypdfium2
import pytest
import sqlalchemy as sa

from app.audit.models import AuditEvent
from app.identity.models import Person, RoleGrant
from app.insight.domain.quarters import last_closed_quarter
from app.insight.services.reporting import ask_for_report
from app.jobs.models import Outbox
from app.printing.press import render_report
from app.printing.refusals import Unprintable
from app.printing.reports import report_design
from tests.plugins.instances import Instance


def test_a_partner_takes_the_report_for_the_board(demo: Instance) -> None:
    """P5, P7, ux.md 4: the figures of the page, on paper, as printed once; the list says what it hashes to."""
    partner = demo.signed_in("partner")
    quarter = last_closed_quarter(demo.works.database.clock().date())
    listed = partner.get("/insight/reports")
    answer = partner.get(listed.link("PDF for your board"))
    assert partner.get("/insight").link("PDF for your board") == f"/insight/{quarter.key}.pdf"
    assert answer.response.headers["Content-Type"] == "application/pdf"
    assert listed.sees(hashlib.sha256(answer.raw).hexdigest())
    answer.response.close()
    document = pypdfium2.PdfDocument(io.BytesIO(answer.raw))
    said = " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())
    assert len(document) == 3
    assert "Payment network (demo)" in said
    for figure in (
        "440",
        "320",
        "230",
        "220 a year before",
        "85%",
        "90 certified officers answered. Used it at work, more than once: 50; Used it at work, once: 20; Not yet: 10.",
        "Ghana",
        "Other countries",
        "fewer than 10 officers",
    ):
        assert figure in said
    assert "Senegal" not in said
    assert document.is_tagged()
    with demo.works.database.reading() as connection:
        tags = connection.execute(sa.select(AuditEvent.tag).where(AuditEvent.tag.like("insight:report:%"))).scalars()
        assert sorted(tags) == ["insight:report:handed-out", "insight:report:made"]


def test_its_readers_are_written_to_and_it_is_never_printed_again(demo: Instance) -> None:
    """The issue: sent quarterly. A letter says where it is, and nothing of what it says."""
    quarter = last_closed_quarter(demo.works.database.clock().date()).before
    ours = sa.select(RoleGrant.person_id).where(RoleGrant.role == "partner")
    give = sa.update(Person).where(Person.id.in_(ours)).values(email="board@example.org")
    demo.works.database.write(lambda unit: unit.session.execute(give))
    ask = partial(ask_for_report, partner="demo-partner", quarter=quarter, locale="en")
    assert demo.works.database.write(ask)
    assert not demo.works.database.write(ask)
    demo.work()
    demo.work()
    (letter,) = Path(demo.works.settings.mail_url).glob("*.eml")
    text = letter.read_text()
    assert "/insight/reports" in text
    assert "230" not in text
    again = sa.update(Outbox).where(Outbox.key == f"report:demo-partner:{quarter.key}:en").values(state="queued")
    demo.works.database.write(lambda unit: unit.session.execute(again))
    demo.work()
    with demo.works.database.reading() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM board_report")) == 2


def test_a_report_is_the_same_bytes_again_and_refuses_letters_without_a_font() -> None:
    """What is printed once could be printed again to the letter; a box instead of a letter never is."""
    design = report_design("board")
    values = {
        **dict.fromkeys(
            ("lang", "dir", "title", "partner", "quarter", "issuer", "period", "specimen", "counted", "lead",
             "hardest_title", "gains_title", "costs_title", "later_title", "protected_title",
             "checkpoint", "checkpoint_hash"), "en"),
        **dict.fromkeys(("figures", "charts", "tables", "hardest", "gains", "costs", "later", "protected"), ()),
    }  # fmt: skip
    once = partial(render_report, design, created=datetime(2026, 10, 1, tzinfo=UTC), identifier=b"x" * 16)
    assert once(values) == once(values)
    with pytest.raises(Unprintable):
        once({**values, "tables": [{"title": "\U00013000"}]})
