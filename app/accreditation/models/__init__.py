"""Tables of accreditation, one file for each matter."""

from __future__ import annotations

from app.accreditation.models.appeals import Appeal, AppealEvent, AppealPanelMember
from app.accreditation.models.cases import (
    Application,
    Decision,
    GrantBatch,
    GrantBatchRow,
    Proposal,
    ProposalAnswer,
)
from app.accreditation.models.cohorts import Cohort, CohortMember, DayAssessor, DaySeat, PracticalDay
from app.accreditation.models.credentials import (
    CertificateFile,
    Credential,
    CredentialEvent,
    CredentialReminder,
    VerificationLook,
)
from app.accreditation.models.evidence import (
    EvidenceEntry,
    EvidenceFile,
    EvidenceRequest,
    EvidenceRuling,
    HandedInFile,
)
from app.accreditation.models.parting import ConflictDeclaration, Involvement
from app.accreditation.models.proofs import BadgeFile, CredentialProof, StatusList
from app.accreditation.models.schemes import (
    AssessorAppointment,
    IssuerProfile,
    SchemeChange,
    SchemeChangeAnswer,
    SchemeVersion,
)

__all__ = [
    "Appeal",
    "AppealEvent",
    "AppealPanelMember",
    "Application",
    "AssessorAppointment",
    "BadgeFile",
    "CertificateFile",
    "Cohort",
    "CohortMember",
    "ConflictDeclaration",
    "Credential",
    "CredentialEvent",
    "CredentialProof",
    "CredentialReminder",
    "DayAssessor",
    "DaySeat",
    "Decision",
    "EvidenceEntry",
    "EvidenceFile",
    "EvidenceRequest",
    "EvidenceRuling",
    "GrantBatch",
    "GrantBatchRow",
    "HandedInFile",
    "Involvement",
    "IssuerProfile",
    "PracticalDay",
    "Proposal",
    "ProposalAnswer",
    "SchemeChange",
    "SchemeChangeAnswer",
    "SchemeVersion",
    "StatusList",
    "VerificationLook",
]
