"""The switchboard: the parts of the house, who reacts to which fact, which jobs and links there are. Read first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from flask import Blueprint

from app.accreditation.facts import CredentialGranted, EvidenceChanged
from app.accreditation.panels import certificates_panel, requirements_panel
from app.accreditation.resting import credentials_resting_on
from app.accreditation.routes import BLUEPRINTS as ACCREDITATION
from app.accreditation.services.considering import reaction as consider_reaction
from app.accreditation.services.parting import note_course_completed, note_course_started
from app.assessment.facts import AttemptGraded, AttemptStarted
from app.audit.events import AuditTag
from app.audit.routes import BLUEPRINTS as AUDIT
from app.audit.services import SYSTEM, record
from app.curriculum.routes import BLUEPRINTS as CURRICULUM
from app.foundation.facts import Fact
from app.foundation.transaction import Reaction, Unit
from app.foundation.words import N_
from app.identity.facts import IdentityConfirmed
from app.identity.routes import BLUEPRINTS as IDENTITY
from app.insight.routes import BLUEPRINTS as INSIGHT
from app.insight.services.counting import (
    count_certified,
    count_enrolled,
    count_examined,
    count_finished,
    count_learnt,
    count_started,
)
from app.jobs.claims import Claim
from app.jobs.timetable import Scheduled
from app.learning.facts import CourseCompleted, CourseStarted, LearningBegun
from app.learning.pace import pace_of
from app.learning.queries import people_on
from app.learning.routes import BLUEPRINTS as LEARNING
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
    "reaction.again": "app.jobs.reactions:react_again",
    "attempts.close-overdue": "app.assessment.jobs:close_overdue",
    "mail.send": "app.jobs.mail:send",
    "audit.anchor": "app.audit.jobs:anchor",
    "insight.publish-quarters": "app.insight.jobs:publish_closed_quarters",
    "insight.print-report": "app.insight.jobs:print_report",
    "status-lists.publish": "app.accreditation.jobs:publish_status_lists",
    "credentials.consider-all": "app.accreditation.jobs:consider_all",
    "credentials.remind": "app.accreditation.jobs:remind_holders",
    "sweep": "app.identity.jobs:sweep",
    "curriculum.forget-brought": "app.curriculum.jobs:forget_brought_files",
}
"""Job name → the function that does it, loaded by the worker only."""

SCHEDULE: Sequence[Scheduled] = (
    Scheduled("attempts.close-overdue", timedelta(seconds=15)),
    Scheduled("audit.anchor", timedelta(minutes=10)),
    Scheduled("status-lists.publish", timedelta(minutes=2)),
    Scheduled("insight.publish-quarters", timedelta(hours=24), timedelta(minutes=30)),
    Scheduled("credentials.consider-all", timedelta(hours=24), timedelta(hours=2)),
    Scheduled("credentials.remind", timedelta(hours=24), timedelta(hours=2, minutes=30)),
    Scheduled("sweep", timedelta(hours=24), timedelta(hours=3)),
    Scheduled("curriculum.forget-brought", timedelta(hours=24), timedelta(hours=4)),
)
"""What comes round by the clock (UTC)."""

NAVIGATION: Mapping[str, tuple[tuple[str, str], ...]] = {
    "officer": (("/", N_("My training")), ("/courses", N_("Courses")), ("/certificates", N_("Accreditation"))),
    "trainer": (("/authoring", N_("My courses")), ("/authoring/reviews", N_("To review"))),
    "accreditation": (
        ("/accreditation/queue", N_("Queue")),
        ("/accreditation/schemes", N_("Schemes")),
        ("/accreditation/register", N_("Register")),
        ("/accreditation/appeals", N_("Appeals")),
    ),
    "coordinator": (("/people", N_("People")),),
    "partner": (("/insight", N_("Impact")), ("/insight/reports", N_("Reports"))),
    "operator": (("/status", N_("Status")), ("/audit", N_("Audit"))),
}

HOMES: Mapping[str, str] = {
    "trainer": "/authoring",
    "accreditation": "/accreditation/queue",
    "coordinator": "/people",
    "partner": "/insight",
    "operator": "/status",
}
"""Where each role but the officer starts."""

HOME_PANELS = (requirements_panel, certificates_panel)
"""What higher parts show on an officer's home and result page."""

FOR_AUTHORS: Mapping[str, Any] = {
    "people_on": people_on,
    "pace_of": pace_of,
    "credentials_resting_on": credentials_resting_on,
}
"""What higher parts tell the authors of a course: who is under way, how it goes, what rests on a question."""


def reactions(parts: Mapping[str, Any]) -> Mapping[type[Fact], Sequence[Reaction]]:
    """Return fact → functions, in the order in which they run."""
    consider = consider_reaction(parts["issuer"], parts["keyring"])
    return {
        AttemptStarted: (note_attempt_started,),
        AttemptGraded: (note_attempt_graded, consider, count_examined, count_learnt),
        CourseStarted: (count_enrolled, note_course_started),
        LearningBegun: (count_started,),
        CourseCompleted: (note_course_completed, consider, count_finished),
        IdentityConfirmed: (consider,),
        EvidenceChanged: (consider,),
        CredentialGranted: (count_certified,),
    }


def note_failed_job(unit: Unit, claim: Claim) -> None:
    """A job that failed for good stands in the log, for the operator."""
    record(unit, AuditTag.JOB_FAILED, actor=SYSTEM, subject=claim.id, job=claim.name)
