"""Letters handed to a mail server (SMTP, RFC 5321), over TLS unless it runs on this computer."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from datetime import datetime
from urllib.parse import unquote, urlsplit

from app.foundation.mail import AddressRefused, Letter, as_message

SECONDS = 30
_HERE = {"localhost", "127.0.0.1", "::1"}
_FOR_GOOD = range(500, 600)


class SmtpMailBox:
    """Hands each letter to the server of `smtp://user:password@host:port` (STARTTLS) or `smtps://…` (TLS at once).

    A letter that was handed over just before the worker died is handed over again, under the same Message-ID.
    """

    def __init__(self, url: str, sender: str) -> None:
        self._url = urlsplit(url)
        self._sender = sender

    def send(self, letter: Letter, key: str, at: datetime) -> None:
        """Hand the letter over; raises `AddressRefused` where the server says that no later try can help."""
        message = as_message(letter, self._sender, key, at)
        server = self._connected()
        try:
            server.sendmail(self._sender, [letter.to], message)
        except smtplib.SMTPRecipientsRefused as refused:
            if refused.recipients[letter.to][0] in _FOR_GOOD:
                raise AddressRefused from refused
            raise
        finally:
            with suppress(OSError):  # what is said after the letter was taken does not make it go again
                server.quit()

    def _connected(self) -> smtplib.SMTP:
        url, context = self._url, ssl.create_default_context()
        host = url.hostname or ""
        if url.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, url.port or 465, timeout=SECONDS, context=context)
        else:
            server = smtplib.SMTP(host, url.port or 25, timeout=SECONDS)
            if host not in _HERE:
                server.starttls(context=context)
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
        return server
