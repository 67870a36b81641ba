"""Tables of identity: agencies, people, roles, authenticators, sessions. Names and numbers of people are sealed."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.crypto import Sealed
from app.foundation.db import Base, PrimaryId, UtcDateTime


class Agency(Base):
    """A node of the agency tree; `path` is `/<id>/<id>/`, so a subtree is one range of paths.

    `zone` is an IANA time zone (UTC without one), `locale` the language of new officers; no mail goes in quiet days.
    `line` is what the agency says of its line; `low_data` what holds, by its own word or the nearest one above.
    """

    __tablename__ = "agency"
    __table_args__ = (sa.CheckConstraint("kind IN ('police', 'partner', 'provider', 'alliance')", name="kind"),)

    id: Mapped[PrimaryId]
    public_id: Mapped[str] = mapped_column(sa.String(16), unique=True)
    parent_id: Mapped[str | None] = mapped_column(sa.String(32), sa.ForeignKey("agency.id"))
    path: Mapped[str] = mapped_column(sa.String(400), unique=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    country: Mapped[str] = mapped_column(sa.String(2))
    kind: Mapped[str] = mapped_column(sa.String(10))
    zone: Mapped[str | None] = mapped_column(sa.String(40))
    locale: Mapped[str | None] = mapped_column(sa.String(12))
    quiet_from: Mapped[date | None]
    quiet_until: Mapped[date | None]
    line: Mapped[str | None] = mapped_column(sa.String(4))
    low_data: Mapped[bool | None]


class Person(Base):
    """Someone with an account. `identity_confirmed_at` is set by a coordinator who saw an identity document."""

    __tablename__ = "person"
    __table_args__ = (
        sa.CheckConstraint("state IN ('active', 'left')", name="state"),
        sa.CheckConstraint("(identity_confirmed_at IS NULL) = (identity_confirmed_by IS NULL)", name="confirmed_by"),
        sa.Index("uq_person_sign_in_hash_even", "sign_in_hash_even", unique=True),
    )

    id: Mapped[PrimaryId]
    public_id: Mapped[str] = mapped_column(sa.String(16), unique=True)
    agency_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("agency.id"), index=True)
    sign_in_name: Mapped[str] = mapped_column(Sealed("person.sign_in_name"))
    sign_in_hash: Mapped[str] = mapped_column(sa.String(40), unique=True)
    sign_in_hash_even: Mapped[str | None] = mapped_column(sa.String(40))
    service_number: Mapped[str | None] = mapped_column(Sealed("person.service_number"))
    service_hash: Mapped[str | None] = mapped_column(sa.String(40), index=True)
    name: Mapped[str] = mapped_column(Sealed("person.name"))
    name_original: Mapped[str | None] = mapped_column(Sealed("person.name_original"))
    cover: Mapped[str | None] = mapped_column(Sealed("person.cover"))
    rank: Mapped[str] = mapped_column(sa.String(80), default="")
    email: Mapped[str | None] = mapped_column(Sealed("person.email"))
    locale: Mapped[str] = mapped_column(sa.String(8), default="en")
    state: Mapped[str] = mapped_column(sa.String(8), default="active")
    left_at: Mapped[datetime | None]
    demo: Mapped[bool] = mapped_column(default=False)
    identity_confirmed_at: Mapped[datetime | None]
    identity_confirmed_by: Mapped[str | None] = mapped_column(sa.String(32))
    created_at: Mapped[datetime]


class PersonNameToken(Base):
    """One keyed hash for each word of a person's name: search by name without a readable name in the database."""

    __tablename__ = "person_name_token"

    person_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"), primary_key=True)
    token: Mapped[str] = mapped_column(sa.String(40), primary_key=True, index=True)


class RoleGrant(Base):
    """A role held from a day until another; a partner role beside any other is refused by the database (P8, X6)."""

    __tablename__ = "role_grant"
    __table_args__ = (
        sa.CheckConstraint(
            "role IN ('officer', 'trainer', 'accreditation', 'partner', 'coordinator', 'operator')", name="role"
        ),
        sa.Index("uq_role_grant_open", "person_id", "role", unique=True, sqlite_where=sa.text("valid_until IS NULL"),
                 postgresql_where=sa.text("valid_until IS NULL")),
    )  # fmt: skip

    id: Mapped[PrimaryId]
    person_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"), index=True)
    role: Mapped[str] = mapped_column(sa.String(16))
    scope: Mapped[str] = mapped_column(sa.String(80), default="")
    valid_from: Mapped[datetime]
    valid_until: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(Sealed("role_grant.reason"))
    ended_reason: Mapped[str | None] = mapped_column(Sealed("role_grant.ended_reason"))


class Authenticator(Base):
    """A password, a TOTP secret, a recovery code or a coordinator's one-time let-in code."""

    __tablename__ = "authenticator"
    __table_args__ = (
        sa.CheckConstraint("kind IN ('password', 'totp', 'recovery', 'let_in')", name="kind"),
        sa.Index("uq_authenticator_single", "person_id", "kind", unique=True,
                 sqlite_where=sa.text("kind IN ('password', 'totp')"),
                 postgresql_where=sa.text("kind IN ('password', 'totp')")),
    )  # fmt: skip

    id: Mapped[PrimaryId]
    person_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(10))
    secret: Mapped[str] = mapped_column(Sealed("authenticator.secret"))
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int | None] = mapped_column(sa.BigInteger)
    expires_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class PersonSession(Base):
    """A signed-in browser. The key is the SHA-256 of the token that only the cookie holds."""

    __tablename__ = "session"

    token_hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(16), unique=True)
    person_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"), index=True)
    role: Mapped[str] = mapped_column(sa.String(16))
    stage: Mapped[str] = mapped_column(sa.String(12))
    shared_computer: Mapped[bool] = mapped_column(default=False)
    device: Mapped[str] = mapped_column(sa.String(80), default="")
    created_at: Mapped[datetime]
    proven_at: Mapped[datetime]
    last_seen: Mapped[datetime]
    pin_hash: Mapped[str | None] = mapped_column(sa.String(40))
    pin_tries: Mapped[int] = mapped_column(default=0)
    mandate_id: Mapped[str | None] = mapped_column(sa.String(32))
    ended_at: Mapped[datetime | None]


class Passkey(Base):
    """A key that a phone, computer or security key holds for this site; only its public half is here (WebAuthn)."""

    __tablename__ = "passkey"

    id: Mapped[PrimaryId]
    public_id: Mapped[str] = mapped_column(sa.String(16), unique=True)
    person_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"), index=True)
    credential_id: Mapped[bytes] = mapped_column(sa.LargeBinary)
    credential_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    public_key: Mapped[bytes] = mapped_column(sa.LargeBinary)
    sign_count: Mapped[int] = mapped_column(sa.BigInteger)
    name: Mapped[str] = mapped_column(Sealed("passkey.name"))
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SpentChallenge(Base):
    """A challenge that was answered: none is taken twice. Old rows are swept."""

    __tablename__ = "spent_challenge"

    hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class AccountLock(Base):
    """An account that an operator locked: nothing opens it until the row is gone."""

    __tablename__ = "account_lock"

    person_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(Sealed("account_lock.reason"))
    locked_by: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"))
    locked_at: Mapped[datetime]


class AccountRecovery(Base):
    """A request to let somebody with a staff role back in: one person asks, a second answers, neither is the person."""

    __tablename__ = "account_recovery"
    __table_args__ = (
        sa.CheckConstraint("state IN ('open', 'agreed', 'refused', 'taken-back', 'lapsed')", name="state"),
        sa.CheckConstraint("asked_by <> person_id", name="not_for_oneself"),
        sa.CheckConstraint("answered_by IS NULL OR answered_by NOT IN (asked_by, person_id)", name="two_persons"),
        sa.CheckConstraint("state NOT IN ('agreed', 'refused') OR answered_by IS NOT NULL", name="answered"),
        sa.Index("uq_account_recovery_open", "person_id", unique=True, sqlite_where=sa.text("state = 'open'"),
                 postgresql_where=sa.text("state = 'open'")),
    )  # fmt: skip

    id: Mapped[PrimaryId]
    public_id: Mapped[str] = mapped_column(sa.String(16), unique=True)
    person_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(Sealed("account_recovery.reason"))
    asked_by: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(sa.String(10))
    answered_by: Mapped[str | None] = mapped_column(sa.String(32), sa.ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]
    code_id: Mapped[str | None] = mapped_column(sa.String(32))


class RoleProposal(Base):
    """A role to be given or ended that takes two operators: one proposes, another answers, neither is the person."""

    __tablename__ = "role_proposal"
    __table_args__ = (
        sa.CheckConstraint("role IN ('operator', 'accreditation')", name="role"),
        sa.CheckConstraint("act IN ('give', 'end')", name="act"),
        sa.CheckConstraint("state IN ('open', 'agreed', 'refused', 'taken-back', 'lapsed')", name="state"),
        sa.CheckConstraint("asked_by <> person_id", name="not_for_oneself"),
        sa.CheckConstraint("answered_by IS NULL OR answered_by NOT IN (asked_by, person_id)", name="two_persons"),
        sa.CheckConstraint("state NOT IN ('agreed', 'refused') OR answered_by IS NOT NULL", name="answered"),
        sa.Index("uq_role_proposal_open", "person_id", "role", unique=True, sqlite_where=sa.text("state = 'open'"),
                 postgresql_where=sa.text("state = 'open'")),
    )  # fmt: skip

    id: Mapped[PrimaryId]
    public_id: Mapped[str] = mapped_column(sa.String(16), unique=True)
    person_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"))
    role: Mapped[str] = mapped_column(sa.String(16))
    act: Mapped[str] = mapped_column(sa.String(8))
    reason: Mapped[str] = mapped_column(Sealed("role_proposal.reason"))
    asked_by: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(sa.String(10))
    answered_by: Mapped[str | None] = mapped_column(sa.String(32), sa.ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]


class SignInFailure(Base):
    """A failed try, counted per account and per network by keyed hashes; old rows are swept."""

    __tablename__ = "sign_in_failure"

    id: Mapped[PrimaryId]
    bucket: Mapped[str] = mapped_column(sa.String(40), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class Message(Base):
    """What somebody is told: the record. Mail says only that it is there. `words` are sealed values of its sentence.

    `key` says what it is about, so that the same thing is told once.
    """

    __tablename__ = "message"
    __table_args__ = (sa.Index("ix_message_unmailed", "person_id", sqlite_where=sa.text("mailed_at IS NULL"),
                               postgresql_where=sa.text("mailed_at IS NULL")),)  # fmt: skip

    id: Mapped[PrimaryId]
    person_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(40))
    words: Mapped[str] = mapped_column(Sealed("message.words"))
    key: Mapped[str] = mapped_column(sa.String(120), unique=True)
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    mailed_at: Mapped[datetime | None]


class MessageSetting(Base):
    """Whether somebody wants the weekly letter; without a row they do."""

    __tablename__ = "message_setting"

    person_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"), primary_key=True)
    digest: Mapped[bool] = mapped_column(default=True)


class TextNumber(Base):
    """A phone that texts may go to once its owner entered the code sent there. The row stays and counts codes."""

    __tablename__ = "text_number"
    __table_args__ = (
        sa.CheckConstraint("confirmed_at IS NULL OR number IS NOT NULL", name="confirmed"),
        sa.CheckConstraint("(code_hash IS NULL) = (code_until IS NULL)", name="code"),
    )

    person_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"), primary_key=True)
    number: Mapped[str | None] = mapped_column(Sealed("text_number.number"))
    code_hash: Mapped[str | None] = mapped_column(sa.String(40))
    code_until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    codes: Mapped[int] = mapped_column(default=0)
    codes_on: Mapped[date | None]
    confirmed_at: Mapped[datetime | None]


class MailAddress(Base):
    """An address that its owner entered: `waiting` until its code comes back, then `person.email`, `confirmed_at`.

    `proposed` is one that a coordinator entered: nothing is sent there before its owner gives it. The row stays and
    counts codes; an address that the command line entered has none.
    """

    __tablename__ = "mail_address"
    __table_args__ = (
        sa.CheckConstraint("(code_hash IS NULL) = (waiting IS NULL)", name="waiting"),
        sa.CheckConstraint("(code_hash IS NULL) = (code_until IS NULL)", name="code"),
    )

    person_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"), primary_key=True)
    waiting: Mapped[str | None] = mapped_column(Sealed("mail_address.waiting"))
    proposed: Mapped[str | None] = mapped_column(Sealed("mail_address.proposed"))
    code_hash: Mapped[str | None] = mapped_column(sa.String(40))
    code_until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    codes: Mapped[int] = mapped_column(default=0)
    codes_on: Mapped[date | None]
    confirmed_at: Mapped[datetime | None]


class UnreachableMail(Base):
    """Letters to this person's address do not arrive: none goes until they say that it works again."""

    __tablename__ = "unreachable_mail"
    __table_args__ = (sa.CheckConstraint("how IN ('refused', 'bounced', 'told')", name="how"),)

    person_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"), primary_key=True)
    since: Mapped[datetime]
    how: Mapped[str] = mapped_column(sa.String(8))


class Mandate(Base):
    """A coordinator may act for another agency, and those below it, through `last_day`. Nobody gives their own."""

    __tablename__ = "mandate"
    __table_args__ = (
        sa.CheckConstraint("given_by <> person_id", name="not_own"),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended_by"),
    )

    id: Mapped[PrimaryId]
    public_id: Mapped[str] = mapped_column(sa.String(16), unique=True)
    person_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"), index=True)
    agency_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("agency.id"))
    reason: Mapped[str] = mapped_column(Sealed("mandate.reason"))
    last_day: Mapped[date]
    given_by: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"))
    given_at: Mapped[datetime]
    ended_by: Mapped[str | None] = mapped_column(sa.String(32), sa.ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]


class VettingRecord(Base):
    """That an agency has vetted an officer, through `last_day`; nobody records their own."""

    __tablename__ = "vetting_record"
    __table_args__ = (
        sa.CheckConstraint("recorded_by <> person_id", name="not_own"),
        sa.CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by IS NULL)", name="withdrawn_by"),
    )

    id: Mapped[PrimaryId]
    person_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"), index=True)
    last_day: Mapped[date]
    recorded_by: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    withdrawn_by: Mapped[str | None] = mapped_column(sa.String(32), sa.ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None]
