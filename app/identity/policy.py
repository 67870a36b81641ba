"""Which role may do what, and whose rows a coordinator sees: one rule for the question and for the query."""

from __future__ import annotations

from app.foundation.words import N_
from app.web.permissions import Permission as P

ROLE_PERMISSIONS: dict[str, frozenset[P]] = {
    "officer": frozenset(
        {P.ACCOUNT_KEEP, P.COURSE_FOLLOW, P.ATTEMPT_SUBMIT, P.CERTIFICATE_HOLD, P.EVIDENCE_CLAIM, P.APPEAL_FILE}
    ),
    "trainer": frozenset({P.ACCOUNT_KEEP, P.COURSE_AUTHOR, P.COURSE_REVIEW, P.PRACTICAL_ASSESS}),
    "accreditation": frozenset(
        {
            P.ACCOUNT_KEEP,
            P.REGISTER_SEARCH,
            P.CERTIFICATE_READ,
            P.CASE_DECIDE,
            P.SCHEME_MANAGE,
            P.CREDENTIAL_MANAGE,
            P.EVIDENCE_RULE,
            P.APPEAL_HANDLE,
            P.PRACTICAL_ASSESS,
            P.NOMINATION_ACCEPT,
            P.QUOTE_CHECK,
            P.OVERVIEW_READ,
        }
    ),
    "partner": frozenset({P.ACCOUNT_KEEP, P.IMPACT_READ}),
    "coordinator": frozenset({P.ACCOUNT_KEEP, P.PEOPLE_COORDINATE, P.EVIDENCE_CONFIRM}),
    "operator": frozenset(
        {P.ACCOUNT_KEEP, P.STATUS_READ, P.AUDIT_READ, P.SETTINGS_MANAGE, P.USERS_MANAGE, P.GRANT_RECORD}
    ),
}
ROLE_LABELS = {
    "officer": N_("Officer"),
    "trainer": N_("Trainer"),
    "accreditation": N_("Accreditation staff"),
    "partner": N_("Partner"),
    "coordinator": N_("Agency coordinator"),
    "operator": N_("Operator"),
}
STAFF_ROLES = frozenset(ROLE_PERMISSIONS) - {"officer"}
"""Roles whose sign-in needs a second factor."""

UNFINISHED = frozenset[P]()
"""A session that has not passed its second factor may do nothing but finish signing in."""


def permissions_of(role: str, stage: str) -> frozenset[P]:
    """Return what the active role may do; nothing before the second factor is passed."""
    return ROLE_PERMISSIONS.get(role, UNFINISHED) if stage == "full" else UNFINISHED


def in_subtree(agency_path: str, path: str) -> bool:
    """Whether the agency at `path` belongs to the subtree of `agency_path`, itself included (X1)."""
    return path.startswith(agency_path)


def subtree_range(agency_path: str) -> tuple[str, str]:
    """Return the half-open range of paths of a subtree, for an indexed comparison on both databases."""
    return agency_path, agency_path[:-1] + "0"  # '0' follows '/' in ASCII
