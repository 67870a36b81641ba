"""What identity does by night, and the letters that say that there are messages."""

from __future__ import annotations

from functools import partial

from app.identity.message_queries import people_to_mail
from app.identity.services.browser_sessions import sweep_sessions
from app.identity.services.covering import pad_bare
from app.identity.services.messaging import mail_of
from app.identity.services.passkeys import sweep_challenges
from app.identity.services.throttling import sweep as sweep_failures
from app.jobs.context import JobContext

_BATCH = 200


def sweep(context: JobContext) -> None:
    """Forget failed tries and challenges that no longer count, and sessions last seen 30 days ago."""
    context.write(sweep_failures)
    context.write(sweep_challenges)
    context.write(sweep_sessions)
    while context.write(pad_bare):
        continue


def mail_messages(context: JobContext) -> None:
    """Post the letters that are due: `messages.mail`, every ten minutes; each message is written of once."""
    keyring, base_url, after = context.parts["keyring"], context.parts["issuer"].base_url, ""
    while people := _to_mail(context, after):
        for person_id in people:
            context.write(partial(mail_of, keyring=keyring, person_id=person_id, base_url=base_url))
        after = people[-1]


def _to_mail(context: JobContext, after: str) -> tuple[str, ...]:
    with context.database.reading() as connection:
        return people_to_mail(connection, after, _BATCH)
