"""Jobs of insight."""

from __future__ import annotations

import hashlib
from functools import partial

from app.accreditation.issuer import Issuer
from app.audit.queries import last_anchor
from app.identity.queries import languages_of_partner, partner_name
from app.insight.board import Issue, board_values
from app.insight.desk import looked_back, words_of
from app.insight.domain.measures import ALLIANCE
from app.insight.domain.quarters import Quarter, last_closed_quarter, quarters_from, read_quarter
from app.insight.follow_up_queries import follow_ups_due
from app.insight.impact import Impact, impact_of
from app.insight.queries import funded_outlines, partners_counted, periods_published
from app.insight.services.following_up import ask
from app.insight.services.publishing import publish_quarter
from app.insight.services.reporting import MadeReport, ask_for_report, enter_report, printed_in
from app.insight.words import Words
from app.jobs.context import GiveUp, JobContext
from app.printing.press import made_with, render_report
from app.printing.reports import report_design

DESIGN = "board"
BATCH = 200


def publish_closed_quarters(context: JobContext) -> None:
    """Publish the last closed quarter to every partner, with its report, and to the alliance.

    Quarters that closed since the newest published one, while no worker ran, come first: none is left out.
    `insight.publish-quarters`, daily; repeating it changes nothing.
    """
    today = context.clock().date()
    with context.database.reading() as connection:
        partners = partners_counted(connection)
        languages = {
            partner: sorted({printed_in(one) for one in languages_of_partner(connection, partner, context.clock())})
            for partner in partners
        }
        audiences = (*partners, *([ALLIANCE] if partners else ()))
        due = {one: _due(list(periods_published(connection, one)), last_closed_quarter(today)) for one in audiences}
    for audience, quarter in ((one, quarter) for one in audiences for quarter in due[one]):
        context.write(partial(publish_quarter, partner=audience, quarter=quarter, today=today))
        for locale in languages.get(audience, ()):
            context.write(partial(ask_for_report, partner=audience, quarter=quarter, locale=locale))


def _due(published: list[str], last: Quarter) -> tuple[Quarter, ...]:
    """Return the quarters from the newest published one to the last closed one; the last alone where none was."""
    newest = read_quarter(published[0]) if published else None
    return quarters_from(newest or last, last)


def ask_follow_ups(context: JobContext) -> None:
    """Ask officers whose certificate is three months old, each once: `insight.ask-follow-ups`, daily."""
    while True:
        with context.database.reading() as connection:
            due = follow_ups_due(connection, context.clock(), BATCH)
        for public_id in due:
            context.write(partial(ask, public_id=public_id))
        if len(due) < BATCH:
            return


def print_report(context: JobContext, *, partner: str, period: str, locale: str) -> None:
    """Print the board's report of a published quarter, store it once and enter its hash: `insight.print-report`."""
    words = words_of(locale)
    impact, issue = _matter(context, partner, period, locale, words)
    issuer: Issuer = context.parts["issuer"]
    chosen = report_design(DESIGN)
    pdf = render_report(
        chosen,
        board_values(words, impact, issue),
        created=context.clock(),
        identifier=hashlib.sha256(f"{partner}/{period}/{locale}".encode()).digest()[:16],
    )
    context.parts["storage"].put_content(pdf)
    made = MadeReport(partner, impact.quarter, locale, pdf, made_with(chosen))
    context.write(lambda unit: enter_report(unit, made, context.parts["keyring"], issuer.base_url))


def _matter(context: JobContext, partner: str, period: str, locale: str, words: Words) -> tuple[Impact, Issue]:
    quarter, issuer = read_quarter(period), context.parts["issuer"]
    with context.database.reading() as connection:
        periods = periods_published(connection, partner)
        if quarter is None or quarter.key not in periods:
            raise GiveUp("nothing was published for this quarter")
        published = looked_back(connection, partner, quarter, periods)
        outlines = funded_outlines(connection, partner, locale)
        name, anchor = partner_name(connection, partner, context.clock()), last_anchor(connection)
    impact = impact_of(words, quarter, published, outlines)
    anchored, digest = (anchor.sequence, anchor.hash) if anchor else (None, "")
    return impact, Issue(name or partner, issuer.name, locale, issuer.demo, anchored, digest)
