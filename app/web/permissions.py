"""The one enum of permissions; which role holds which stands in `app.identity.policy`."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """`resource:action`, held by the active role of a signed-in person."""

    ACCOUNT_KEEP = "account:keep"
    COURSE_FOLLOW = "course:follow"
    ATTEMPT_SUBMIT = "attempt:submit"
    CERTIFICATE_HOLD = "certificate:hold"
    COURSE_AUTHOR = "course:author"
    COURSE_REVIEW = "course:review"
    REGISTER_SEARCH = "register:search"
    CERTIFICATE_READ = "certificate:read"
    CASE_DECIDE = "case:decide"
    SCHEME_MANAGE = "scheme:manage"
    CREDENTIAL_MANAGE = "credential:manage"
    EVIDENCE_RULE = "evidence:rule"
    EVIDENCE_CLAIM = "evidence:claim"
    EVIDENCE_CONFIRM = "evidence:confirm"
    PRACTICAL_ASSESS = "practical:assess"
    APPEAL_HANDLE = "appeal:handle"
    APPEAL_FILE = "appeal:file"
    OVERVIEW_READ = "overview:read"
    QUOTE_CHECK = "quote:check"
    IMPACT_READ = "impact:read"
    GRANT_RECORD = "grant:record"
    PEOPLE_COORDINATE = "people:coordinate"
    NOMINATION_ACCEPT = "nomination:accept"
    STATUS_READ = "status:read"
    AUDIT_READ = "audit:read"
    USERS_MANAGE = "users:manage"
    SETTINGS_MANAGE = "settings:manage"
