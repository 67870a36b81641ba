"""What accreditation holds about a person, for their own copy: with the files of certificates and evidence (O34)."""

from __future__ import annotations

from app.accreditation.models.appeals import Appeal, AppealEvent, AppealPanelMember
from app.accreditation.models.cases import Application, Decision, GrantBatchRow
from app.accreditation.models.cohorts import Cohort, CohortMember, DayAssessor, DaySeat, PracticalDay
from app.accreditation.models.credentials import CertificateFile, Credential, CredentialEvent, CredentialReminder
from app.accreditation.models.evidence import EvidenceEntry, EvidenceFile, EvidenceRequest, EvidenceRuling, HandedInFile
from app.accreditation.models.parting import ConflictDeclaration, Involvement
from app.accreditation.models.proofs import BadgeFile, CredentialProof
from app.accreditation.models.schemes import AssessorAppointment
from app.foundation.own_records import own_records
from app.foundation.words import N_

_HASH = "a keyed hash made of another column, without meaning of its own"
_MINE, _OF_EVIDENCE = Credential.person_id, EvidenceEntry.person_id
_CREDENTIAL, _EVIDENCE = (Credential,), (EvidenceEntry,)
OWN_RECORDS = (
    own_records(
        "certificates",
        N_("Your certificates, each with what it says"),
        Credential,
        _MINE,
        left_out={"name_hash": _HASH},
        json=("statement",),
        subjects=("certificate", "credential"),
    ),
    own_records("certificate-events", N_("What happened to them"), CredentialEvent, _MINE, through=_CREDENTIAL),
    own_records(
        "certificate-files",
        N_("Their signed PDFs, which are in the folder files"),
        CertificateFile,
        _MINE,
        through=_CREDENTIAL,
        storage_key="storage_key",
    ),
    own_records(
        "badges",
        N_("Their signed Open Badges, which are in the folder files"),
        BadgeFile,
        _MINE,
        through=_CREDENTIAL,
        storage_key="storage_key",
    ),
    own_records(
        "certificate-proofs",
        N_("Their places in the lists of states"),
        CredentialProof,
        _MINE,
        through=_CREDENTIAL,
        left_out={
            "salt": "whoever holds it can tell a protected name from others; the badge carries what you need of it"
        },
    ),
    own_records("reminders", N_("Reminders that one ends"), CredentialReminder, _MINE, through=_CREDENTIAL),
    own_records(
        "cases", N_("Your cases at the desk"), Application, Application.person_id, subjects=("case", "application")
    ),
    own_records("decisions", N_("Decisions about you, with what they stood on"), Decision, Decision.person_id),
    own_records(
        "batches",
        N_("Certificates issued for a whole cohort in which you stood"),
        GrantBatchRow,
        GrantBatchRow.person_id,
    ),
    own_records("cohorts", N_("Cohorts you are in"), Cohort, CohortMember.person_id, through=(CohortMember,)),
    own_records("cohort-members", N_("Your place in them"), CohortMember, CohortMember.person_id),
    own_records("practical-days", N_("Practical days of yours"), PracticalDay, DaySeat.person_id, through=(DaySeat,)),
    own_records("day-places", N_("Your places on them, and whether you were there"), DaySeat, DaySeat.person_id),
    own_records("days-assessed", N_("Practical days on which you assess"), DayAssessor, DayAssessor.person_id),
    own_records(
        "evidence",
        N_("What was recorded or claimed of your practice"),
        EvidenceEntry,
        _OF_EVIDENCE,
        json=("body",),
        subjects=("evidence",),
    ),
    own_records("evidence-rulings", N_("What others said of it"), EvidenceRuling, _OF_EVIDENCE, through=_EVIDENCE),
    own_records(
        "evidence-files",
        N_("Its photographs and documents, which are in the folder files"),
        EvidenceFile,
        _OF_EVIDENCE,
        through=_EVIDENCE,
        storage_key="storage_key",
    ),
    own_records(
        "evidence-requests",
        N_("What you asked others to record"),
        EvidenceRequest,
        EvidenceRequest.person_id,
        subjects=("evidence-request",),
    ),
    own_records(
        "handed-in-files",
        N_("What you handed in to be assessed, which is in the folder files"),
        HandedInFile,
        EvidenceRequest.person_id,
        through=(EvidenceRequest,),
        storage_key="storage_key",
    ),
    own_records("appeals", N_("Your appeals and complaints"), Appeal, Appeal.person_id, subjects=("appeal",)),
    own_records("appeal-events", N_("What became of them"), AppealEvent, Appeal.person_id, through=(Appeal,)),
    own_records(
        "panels",
        N_("Appeals of others that you were named to hear"),
        AppealPanelMember,
        AppealPanelMember.person_id,
    ),
    own_records("parts-of-others", N_("Who had a part in your accreditation"), Involvement, Involvement.candidate_id),
    own_records("parts-in-others", N_("Your parts in the accreditation of others"), Involvement, Involvement.actor_id),
    own_records(
        "conflicts",
        N_("Conflicts of interest that you declared"),
        ConflictDeclaration,
        ConflictDeclaration.person_id,
        subjects=("conflict",),
    ),
    own_records(
        "appointments",
        N_("Schemes whose practicals you may assess"),
        AssessorAppointment,
        AssessorAppointment.person_id,
    ),
)
