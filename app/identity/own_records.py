"""What identity holds about a person, for their own copy (O34)."""

from __future__ import annotations

from app.foundation.own_records import own_records
from app.foundation.words import N_
from app.identity.models import (
    AccountLock,
    AccountRecovery,
    Agency,
    Authenticator,
    MailAddress,
    Mandate,
    Message,
    MessageSetting,
    Passkey,
    Person,
    PersonSession,
    RoleGrant,
    RoleProposal,
    TextNumber,
    UnreachableMail,
    VettingRecord,
)

_HASH = "a keyed hash made of another column, without meaning of its own"
_OPENS = "it opens the account"
OWN_RECORDS = (
    own_records(
        "person",
        N_("Who you are: names, rank, number, address, language, who confirmed your identity and when"),
        Person,
        Person.id,
        left_out=dict.fromkeys(("sign_in_hash", "sign_in_hash_even", "service_hash"), _HASH),
    ),
    own_records(
        "agency",
        N_("The agency you belong to"),
        Agency,
        Person.id,
        through=(Person,),
    ),
    own_records("roles", N_("The roles you hold and held"), RoleGrant, RoleGrant.person_id),
    own_records(
        "sign-in-means",
        N_("Password, second factor, recovery and first codes: which there are when they were used, not what they are"),
        Authenticator,
        Authenticator.person_id,
        left_out={"secret": _OPENS, "last_step": _OPENS},
    ),
    own_records(
        "passkeys",
        N_("Your passkeys"),
        Passkey,
        Passkey.person_id,
        left_out=dict.fromkeys(
            ("credential_id", "credential_hash", "public_key"), "it means something to the key alone"
        ),
    ),
    own_records(
        "sessions",
        N_("Where you signed in: kind of browser, when, last seen"),
        PersonSession,
        PersonSession.person_id,
        left_out={"token_hash": _OPENS, "pin_hash": _OPENS},
    ),
    own_records("locks", N_("A lock on your account and its reason"), AccountLock, AccountLock.person_id),
    own_records("let-back-in", N_("Requests to let you back in"), AccountRecovery, AccountRecovery.person_id),
    own_records("messages", N_("What you were told"), Message, Message.person_id, json=("words",)),
    own_records("message-settings", N_("Whether you want the weekly letter"), MessageSetting, MessageSetting.person_id),
    own_records(
        "text-number",
        N_("The phone that texts go to, and how many codes were sent to it"),
        TextNumber,
        TextNumber.person_id,
        left_out={"code_hash": _HASH},
    ),
    own_records(
        "mail-address",
        N_("The e-mail address proposed or waiting for its code, since when one is in use, how many codes were sent"),
        MailAddress,
        MailAddress.person_id,
        left_out={"code_hash": _HASH},
    ),
    own_records(
        "mail-unreachable",
        N_("That letters to your address do not arrive, and since when"),
        UnreachableMail,
        UnreachableMail.person_id,
    ),
    own_records(
        "role-proposals",
        N_("Roles that were proposed for you, and what became of that"),
        RoleProposal,
        RoleProposal.person_id,
        only=RoleProposal.state != "open",
    ),
    own_records("mandates", N_("Agencies for which you may act, until when and why"), Mandate, Mandate.person_id),
    own_records(
        "vetting", N_("Your vetting: until when, recorded and withdrawn when"), VettingRecord, VettingRecord.person_id
    ),
)
