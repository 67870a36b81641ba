"""The switchboard: the parts of the house, who reacts to which fact, which jobs and links there are. Read first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from flask import Blueprint

from app.accreditation.facts import AppealMoved, CredentialGranted, EvidenceChanged
from app.accreditation.hashes import CREDENTIALS
from app.accreditation.naming_queries import certificates_that_name
from app.accreditation.own_records import OWN_RECORDS as OF_ACCREDITATION
from app.accreditation.panels import certificates_panel, deadlines_panel, requirements_panel
from app.accreditation.published_keys import signing_keys
from app.accreditation.resting import credentials_resting_on
from app.accreditation.retention_queries import HOLDERS
from app.accreditation.routes import BLUEPRINTS as ACCREDITATION
from app.accreditation.services.appeal_letters import letters_to_who_appealed
from app.accreditation.services.considering import reaction as consider_reaction
from app.accreditation.services.looking_up import take_staff_look
from app.accreditation.services.parting import note_course_completed, note_course_started
from app.accreditation.vouching_grants import COMPARED as COMPARED_OF_GRANTS
from app.accreditation.vouching_records import COMPARED as COMPARED_OF_RECORDS
from app.assessment.domain.known_types import TYPES
from app.assessment.facts import AttemptGraded, AttemptRegraded, AttemptStarted
from app.assessment.own_records import OWN_RECORDS as OF_ASSESSMENT
from app.audit.events import AuditTag
from app.audit.retention import HOLDS
from app.audit.routes import BLUEPRINTS as AUDIT
from app.audit.services import SYSTEM, record
from app.audit.settings import STAFF_PASSKEY_FROM
from app.curriculum.own_records import OWN_RECORDS as OF_CURRICULUM
from app.curriculum.queries import file_sizes
from app.curriculum.retention import REPORTS
from app.curriculum.routes import BLUEPRINTS as CURRICULUM
from app.foundation.facts import Fact
from app.foundation.transaction import Reaction, Unit
from app.foundation.words import N_
from app.identity.again_routes import ask_again
from app.identity.facts import IdentityConfirmed, PersonLeft
from app.identity.hashes import PEOPLE
from app.identity.own_records import OWN_RECORDS as OF_IDENTITY
from app.identity.passkey_browser import why_passkeys_cannot_be_needed
from app.identity.queries import person_cards
from app.identity.retention import CLASSES, people_who_left
from app.identity.routes import BLUEPRINTS as IDENTITY
from app.identity.services.unreachable import note_unreachable
from app.identity.status import passkeys_line, unreachable_line
from app.insight.own_records import OWN_RECORDS as OF_INSIGHT
from app.insight.routes import BLUEPRINTS as INSIGHT
from app.insight.services.counting import (
    count_certified,
    count_enrolled,
    count_examined,
    count_finished,
    count_learnt,
    count_nominated,
    count_regraded,
    count_started,
)
from app.insight.services.following_up import plan_follow_up
from app.insight.services.quoting import withdraw_quotes_of_leaver
from app.jobs.claims import Claim
from app.jobs.retention import LETTERS
from app.jobs.timetable import Scheduled
from app.learning.facts import CourseCompleted, CourseStarted, LearningBegun, MovedToVersion, OfficerNominated
from app.learning.own_records import OWN_RECORDS as OF_LEARNING
from app.learning.queries import people_on
from app.learning.retention import NOMINATIONS
from app.learning.routes import BLUEPRINTS as LEARNING
from app.learning.services.nominating import withdraw_of_leaver
from app.learning.services.progressing import note_attempt_graded, note_attempt_started
from app.web.pages import pages as shell_pages

BLUEPRINTS: tuple[Blueprint, ...] = (
    shell_pages,
    *IDENTITY,
    *LEARNING,
    *CURRICULUM,
    *ACCREDITATION,
    *INSIGHT,
    *AUDIT,
)

JOBS: Mapping[str, str] = {
    "certificate.render": "app.accreditation.jobs:render_certificate",
    "certificate.copy": "app.accreditation.jobs:render_copy",
    "batch.run": "app.accreditation.batch_jobs:run_batch",
    "batch.archive": "app.accreditation.batch_jobs:make_archive",
    "transcript.print": "app.accreditation.transcript_jobs:print_transcript",
    "reaction.again": "app.jobs.reactions:react_again",
    "attempts.close-overdue": "app.assessment.jobs:close_overdue",
    "mail.send": "app.jobs.mail:send",
    "text.send": "app.jobs.texts:send_text",
    "audit.anchor": "app.audit.jobs:anchor",
    "keys.reseal": "app.audit.resealing:reseal",
    "insight.publish-quarters": "app.insight.jobs:publish_closed_quarters",
    "insight.print-report": "app.insight.jobs:print_report",
    "insight.ask-follow-ups": "app.insight.jobs:ask_follow_ups",
    "status-lists.publish": "app.accreditation.jobs:publish_status_lists",
    "learning.remind-checks": "app.learning.jobs:remind_of_checks",
    "credentials.consider-all": "app.accreditation.jobs:consider_all",
    "credentials.remind": "app.accreditation.jobs:remind_holders",
    "messages.mail": "app.identity.jobs:mail_messages",
    "account.copy": "app.identity.jobs:copy_own_record",
    "account.forget-copies": "app.identity.jobs:forget_own_copies",
    "sweep": "app.identity.jobs:sweep",
    "retention.erase": "app.audit.jobs:erase_due",
    "curriculum.forget-brought": "app.curriculum.jobs:forget_brought_files",
}
"""Job name → the function that does it, loaded by the worker only."""

SCHEDULE: Sequence[Scheduled] = (
    Scheduled("attempts.close-overdue", timedelta(seconds=15)),
    Scheduled("audit.anchor", timedelta(minutes=10)),
    Scheduled("messages.mail", timedelta(minutes=10)),
    Scheduled("status-lists.publish", timedelta(minutes=2)),
    Scheduled("account.forget-copies", timedelta(hours=1)),
    Scheduled("keys.reseal", timedelta(hours=1), timedelta(minutes=10)),
    Scheduled("insight.publish-quarters", timedelta(hours=24), timedelta(minutes=30)),
    Scheduled("insight.ask-follow-ups", timedelta(hours=24), timedelta(hours=1)),
    Scheduled("learning.remind-checks", timedelta(hours=24), timedelta(hours=1, minutes=30)),
    Scheduled("credentials.consider-all", timedelta(hours=24), timedelta(hours=2)),
    Scheduled("credentials.remind", timedelta(hours=24), timedelta(hours=2, minutes=30)),
    Scheduled("sweep", timedelta(hours=24), timedelta(hours=3)),
    Scheduled("retention.erase", timedelta(hours=24), timedelta(hours=3, minutes=30)),
    Scheduled("curriculum.forget-brought", timedelta(hours=24), timedelta(hours=4)),
)
"""What comes round by the clock (UTC)."""

NAVIGATION: Mapping[str, tuple[tuple[str, str], ...]] = {
    "officer": (
        ("/", N_("My training")),
        ("/courses", N_("Courses")),
        ("/certificates", N_("Accreditation")),
        ("/messages", N_("Messages")),
    ),
    "trainer": (
        ("/authoring", N_("My courses")),
        ("/authoring/reviews", N_("To review")),
        ("/practicals", N_("Practicals")),
    ),
    "accreditation": (
        ("/accreditation/queue", N_("Queue")),
        ("/accreditation/schemes", N_("Schemes")),
        ("/accreditation/register", N_("Register")),
        ("/accreditation/appeals", N_("Appeals")),
        ("/accreditation/overview", N_("Overview")),
    ),
    "coordinator": (
        ("/people", N_("People")),
        ("/people/progress", N_("Progress")),
        ("/people/requests", N_("Requests")),
        ("/messages", N_("Messages")),
    ),
    "partner": (("/insight", N_("Impact")), ("/insight/reports", N_("Reports"))),
    "operator": (
        ("/status", N_("Status")),
        ("/users", N_("Users")),
        ("/audit", N_("Audit")),
        ("/settings", N_("Settings")),
        ("/grants", N_("Grants")),
    ),
}

HOMES: Mapping[str, str] = {
    "trainer": "/authoring",
    "accreditation": "/accreditation/queue",
    "coordinator": "/people",
    "partner": "/insight",
    "operator": "/status",
}
"""Where each role but the officer starts."""

RETENTION = (*CLASSES, LETTERS, NOMINATIONS, REPORTS, HOLDS, people_who_left(HOLDERS))
"""What is erased when its period is over (`app/audit/retention.toml`); what is not named here never is."""

COMPARED = (COMPARED_OF_GRANTS, COMPARED_OF_RECORDS)
"""Tables that `./provost audit verify` compares with what the log tells of their rows."""

OWN_RECORDS = (*OF_IDENTITY, *OF_LEARNING, *OF_ASSESSMENT, *OF_ACCREDITATION, *OF_CURRICULUM, *OF_INSIGHT)
"""What is held about a person, table by table, for the copy that they may have of it."""

FOR_OPERATORS: Mapping[str, Any] = {
    "people": person_cards,
    "retention": RETENTION,
    "hashed_rows": (PEOPLE, CREDENTIALS),
    "compared": COMPARED,
    "status_lines": (unreachable_line, passkeys_line),
    "mail_refused": note_unreachable,
    "signing_keys": signing_keys,
    "setting_checks": {STAFF_PASSKEY_FROM: why_passkeys_cannot_be_needed},
}
"""What higher parts add to what operators see and run: names, rows hashed or compared, status lines, checks."""

PROVE_AGAIN = ask_again
"""What a page marked `fresh` answers to who gave every factor too long ago."""

FIRST_PAGES = (
    "pages/landing.html",
    "layout/navigation.html",
    *(f"learning/{name}.html" for name in ("home", "lesson", "quiz_front", "paper")),
    *(f"accreditation/{name}_panel.html" for name in ("requirements", "deadlines", "certificates")),
    *(kind.template for kind in TYPES.values()),
)
"""What officers open all day: compiled before the web server forks, once for all its workers."""

HOME_PANELS = (requirements_panel, deadlines_panel, certificates_panel)
"""What higher parts show on an officer's home and result page."""

FOR_PAGES: Mapping[str, Any] = {"file_sizes": file_sizes}
"""What the shell asks higher parts about a page: how large the files are that it shows."""

FOR_AUTHORS: Mapping[str, Any] = {
    "people_on": people_on,
    "credentials_resting_on": credentials_resting_on,
    "staff_look": take_staff_look,
}
"""What higher parts tell the authors of a course: who is under way, what rests on a question."""

FOR_COORDINATORS: Mapping[str, Any] = {"certificates_that_name": certificates_that_name}
"""What higher parts tell the coordinators of an officer: which certificates still carry a name that is now secret."""


def reactions(parts: Mapping[str, Any]) -> Mapping[type[Fact], Sequence[Reaction]]:
    """Return fact → functions, in the order in which they run."""
    consider = consider_reaction(parts["issuer"], parts["keyring"])
    return {
        AttemptStarted: (note_attempt_started,),
        AttemptGraded: (note_attempt_graded, consider, count_examined, count_learnt),
        AttemptRegraded: (note_attempt_graded, consider, count_regraded),
        OfficerNominated: (count_nominated,),
        CourseStarted: (count_enrolled, note_course_started),
        LearningBegun: (count_started,),
        CourseCompleted: (note_course_completed, consider, count_finished),
        MovedToVersion: (consider,),
        IdentityConfirmed: (consider,),
        PersonLeft: (withdraw_of_leaver, withdraw_quotes_of_leaver),
        EvidenceChanged: (consider,),
        CredentialGranted: (count_certified, plan_follow_up),
        AppealMoved: (letters_to_who_appealed(parts["issuer"], parts["keyring"]),),
    }


def note_failed_job(unit: Unit, claim: Claim) -> None:
    """A job that failed for good stands in the log, for the operator."""
    record(unit, AuditTag.JOB_FAILED, actor=SYSTEM, subject=claim.id, job=claim.name)
