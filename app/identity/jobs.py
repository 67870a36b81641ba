"""What identity does by night, the letters that say that there are messages, and copies of one's own record."""

from __future__ import annotations

from contextlib import suppress
from functools import partial

from app.foundation.storage import AlreadyStored, Storage
from app.identity.account_queries import locale_of
from app.identity.message_queries import people_to_mail
from app.identity.own_copy import own_archive, own_record
from app.identity.services.browser_sessions import sweep_sessions
from app.identity.services.copying_own import JOB, KEPT, person_of_key, storage_key
from app.identity.services.covering import pad_bare
from app.identity.services.messaging import mail_of
from app.identity.services.passkeys import sweep_challenges
from app.identity.services.throttling import sweep as sweep_failures
from app.jobs.context import JobContext
from app.jobs.queries import done_before
from app.jobs.services import forget_job
from app.web.locales import gettext_for

_BATCH = 200


def sweep(context: JobContext) -> None:
    """Forget failed tries and challenges that no longer count, and sessions last seen 30 days ago."""
    context.write(sweep_failures)
    context.write(sweep_challenges)
    context.write(sweep_sessions)
    while context.write(pad_bare):
        continue


def mail_messages(context: JobContext) -> None:
    """Post the letters and texts that are due: `messages.mail`, every ten minutes; each message is written of once."""
    parts, after = context.parts, ""
    due = partial(
        mail_of, keyring=parts["keyring"], base_url=parts["issuer"].base_url, texts=parts["texts"] is not None
    )
    while people := _to_mail(context, after):
        for person_id in people:
            context.write(partial(due, person_id=person_id))
        after = people[-1]


def _to_mail(context: JobContext, after: str) -> tuple[str, ...]:
    with context.database.reading() as connection:
        return people_to_mail(connection, after, _BATCH)


def copy_own_record(context: JobContext, *, person_id: str) -> None:
    """Make the copy of everything that is held about a person: `account.copy`, asked for by that person alone."""
    storage: Storage = context.parts["storage"]
    records = context.parts["own_records"]
    with context.database.reading() as connection:
        words = gettext_for(locale_of(connection, person_id))[0]
        record = own_record(connection, person_id, records, context.clock(), words)
    with suppress(AlreadyStored):  # a turn before this one stored it, and something was recorded since
        storage.put_once(storage_key(person_id, context.claim.id), own_archive(record, records, storage, words))


def forget_own_copies(context: JobContext) -> None:
    """Take away the copies whose day is over: `account.forget-copies`, every hour."""
    storage: Storage = context.parts["storage"]
    with context.database.reading() as connection:
        over = done_before(connection, JOB, context.clock() - KEPT)
    for job in over:
        storage.remove(storage_key(person_of_key(job.key), job.id))
        context.write(partial(forget_job, job_id=job.id))
