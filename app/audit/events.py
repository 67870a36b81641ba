"""Every kind of entry in the log, as `source:subject:action`."""

from __future__ import annotations

from enum import StrEnum


class AuditTag(StrEnum):
    """What can stand in the log. Add a line here; never change or reuse a value that was once written."""

    # identity
    SIGN_IN_SUCCEEDED = "identity:sign-in:succeeded"
    SIGN_IN_FAILED = "identity:sign-in:failed"
    SESSION_ENDED = "identity:session:ended"
    ROLE_CHANGED_TO = "identity:session:role-chosen"
    PASSWORD_CHANGED = "identity:password:changed"  # noqa: S105
    SECOND_FACTOR_SET = "identity:second-factor:set"
    SECOND_FACTOR_USED = "identity:second-factor:used"
    SECOND_FACTOR_FAILED = "identity:second-factor:failed"
    RECOVERY_CODE_USED = "identity:recovery-code:used"
    RECOVERY_CODES_MADE = "identity:recovery-codes:made"
    LET_BACK_IN_CODE_MADE = "identity:let-back-in:made"
    LET_BACK_IN_CODE_USED = "identity:let-back-in:used"
    IDENTITY_CONFIRMED = "identity:person:confirmed"
    PERSON_ADDED = "identity:person:added"
    PERSON_CHANGED = "identity:person:changed"
    PERSON_LEFT = "identity:person:left"
    PERSON_RETURNED = "identity:person:returned"
    PERSON_READ = "identity:person:read"
    PEOPLE_LISTED = "identity:people:listed"
    PEOPLE_IMPORTED = "identity:people:imported"
    PERSON_EXPORTED = "identity:person:exported"
    LOCALE_CHOSEN = "identity:person:language-chosen"
    AGENCY_ADDED = "identity:agency:added"
    AGENCY_CHANGED = "identity:agency:changed"
    ROLE_GRANTED = "identity:role:granted"
    ROLE_ENDED = "identity:role:ended"

    # curriculum
    COURSE_LOADED = "curriculum:course:loaded"
    COURSE_EDITED = "curriculum:course:edited"
    COURSE_REVIEW_ASKED = "curriculum:course:review-asked"
    COURSE_COMMENTED = "curriculum:course:commented"
    COURSE_APPROVED = "curriculum:course:approved"
    COURSE_SENT_BACK = "curriculum:course:sent-back"
    COURSE_PUBLISHED = "curriculum:course:published"
    COURSE_RETIRED = "curriculum:course:retired"

    # learning
    ENROLMENT_JOINED = "learning:enrolment:joined"
    ENROLMENT_NOMINATED = "learning:enrolment:nominated"
    ENROLMENT_APPROVED = "learning:enrolment:approved"
    ENROLMENT_LEFT = "learning:enrolment:left"
    ENROLMENT_COMPLETED = "learning:enrolment:completed"
    COURSE_LANGUAGE_CHOSEN = "learning:enrolment:language-chosen"
    ACTIVITY_COMPLETED = "learning:activity:completed"
    READER_REPORTED = "learning:lesson:reported"
    READER_ANSWERED = "curriculum:report:answered"

    # assessment
    ATTEMPT_STARTED = "assessment:attempt:started"
    ATTEMPT_HANDED_IN = "assessment:attempt:handed-in"
    ATTEMPT_CLOSED_BY_DEADLINE = "assessment:attempt:closed-by-deadline"
    ATTEMPT_VOIDED = "assessment:attempt:voided"
    ATTEMPT_REGRADED = "assessment:attempt:regraded"
    TIME_GIVEN_BACK = "assessment:attempt:time-given-back"
    ACCOMMODATION_SET = "assessment:accommodation:set"
    ITEM_CHANGED = "assessment:item:changed"

    # accreditation
    SCHEME_LOADED = "accreditation:scheme:loaded"
    CREDENTIAL_GRANTED = "accreditation:credential:granted"
    CREDENTIAL_SUSPENDED = "accreditation:credential:suspended"
    CREDENTIAL_REINSTATED = "accreditation:credential:reinstated"
    CREDENTIAL_WITHDRAWN = "accreditation:credential:withdrawn"
    CREDENTIAL_SUPERSEDED = "accreditation:credential:superseded"
    CREDENTIAL_PROOF_DRAWN = "accreditation:credential:proof-drawn"
    CERTIFICATE_FILE_STORED = "accreditation:certificate-file:stored"
    BADGE_HANDED_OUT = "accreditation:badge:handed-out"
    CERTIFICATE_FILE_HANDED_OUT = "accreditation:certificate-file:handed-out"
    DECISION_MADE = "accreditation:decision:made"
    DECISION_FAILED = "accreditation:decision:failed"
    CONSIDER_FAILED = "accreditation:consider:failed"
    EVIDENCE_ADDED = "accreditation:evidence:added"
    REGISTER_LOOKED_UP_BY_NUMBER = "accreditation:register:looked-up-by-number"
    REGISTER_LOOKED_UP_BY_NAME = "accreditation:register:looked-up-by-name"
    REGISTER_LOOKED_UP_BY_PDF = "accreditation:register:looked-up-by-pdf"
    SHARE_GRANTED = "accreditation:share:granted"
    SHARE_ENDED = "accreditation:share:ended"
    STATUS_LIST_PUBLISHED = "accreditation:status-list:published"

    # insight
    FIGURES_PUBLISHED = "insight:table:published"
    FIGURES_EXPORTED = "insight:table:exported"

    # the system itself
    INSTANCE_SEEDED = "system:instance:seeded"
    BACKUP_MADE = "system:backup:made"
    BACKUP_RESTORED = "system:backup:restored"
    KEYS_MADE = "system:keys:made"
    KEYS_ROTATED = "system:keys:rotated"
    SETTINGS_CHANGED = "system:settings:changed"
    CLOCK_ACCEPTED = "system:clock:accepted"
    JOB_FAILED = "system:job:failed"
    JOB_RETRIED = "system:job:retried"
