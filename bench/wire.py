"""How the client asks: over a kept-open connection of this machine, or within the process to count statements."""

from __future__ import annotations

import gzip
import json
import socket
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlencode

import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event

from bench.case import CannotMeasure

_TRANSACTION = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK")
_FORM, _JSON = "application/x-www-form-urlencoded", "application/json"


@dataclass(frozen=True, slots=True)
class Visitor:
    """A signed-in person of the crowd: the session's cookie and the token that forms carry."""

    session: str
    form_token: str
    attempt: list[str] = field(default_factory=list)
    """The address of the open attempt and the keys of its items, where a benchmark prepared one."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text, unpacked."""
        packed = self.headers.get("content-encoding") == "gzip"
        return (gzip.decompress(self.body) if packed else self.body).decode()


class Wire(Protocol):
    """One connection."""

    def ask(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Send a request and return its answer."""


def get(wire: Wire, path: str, visitor: Visitor | None = None, expect: int = 200) -> Answer:
    """Open a page. Raises `CannotMeasure` where another status comes back."""
    return _checked(wire.ask("GET", path, _headers(visitor), b""), path, expect)


def post_form(wire: Wire, path: str, visitor: Visitor, values: Mapping[str, str], expect: int = 303) -> Answer:
    """Send a form with its token."""
    body = urlencode({"csrf_token": visitor.form_token, **values}).encode()
    headers = {**_headers(visitor), "Content-Type": _FORM, "Content-Length": str(len(body))}
    return _checked(wire.ask("POST", path, headers, body), path, expect)


def post_json(wire: Wire, path: str, visitor: Visitor, value: Any, expect: int = 200) -> Answer:
    """Send JSON as the page's script does."""
    body = json.dumps(value).encode()
    headers = {**_headers(visitor), "Content-Type": _JSON, "Content-Length": str(len(body))}
    return _checked(wire.ask("POST", path, {**headers, "X-CSRF-Token": visitor.form_token}, body), path, expect)


def _headers(visitor: Visitor | None) -> dict[str, str]:
    browser = {"Accept-Encoding": "gzip", "Accept-Language": "en-GB,en;q=0.8", "Sec-Fetch-Site": "same-origin"}
    return {**browser, "Cookie": f"provost={visitor.session}"} if visitor else browser


def _checked(answer: Answer, path: str, expect: int) -> Answer:
    if answer.status != expect:
        raise CannotMeasure(f"{path} answered {answer.status} instead of {expect}")
    return answer


class SocketWire:
    """A connection to a port of this machine that is kept open."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._host = f"127.0.0.1:{port}"

    def ask(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Send a request and read its answer, which must tell its length."""
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self._host}", *(f"{k}: {v}" for k, v in headers.items())]
        self._socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode() + body)
        received = self._more(b"")
        while b"\r\n\r\n" not in received:
            received = self._more(received)
        head, _, rest = received.partition(b"\r\n\r\n")
        status, _, fields = head.decode().partition("\r\n")
        found = {key.lower(): value.strip() for key, _, value in (line.partition(":") for line in fields.split("\r\n"))}
        length = int(found.get("content-length", 0))
        while len(rest) < length:
            rest = self._more(rest)
        return Answer(int(status.split()[1]), found, rest)

    def close(self) -> None:
        """Close the connection."""
        self._socket.close()

    def _more(self, before: bytes) -> bytes:
        chunk = self._socket.recv(65_536)
        if not chunk:
            raise CannotMeasure("the server closed the connection")
        return before + chunk


class CountingWire:
    """Asks the application within this process and counts its statements, those about transactions aside."""

    def __init__(self, app: Flask, engines: Iterable[sa.Engine]) -> None:
        self._client = app.test_client(use_cookies=False)
        self.statements = 0
        for engine in engines:
            event.listen(engine, "before_cursor_execute", self._note)

    def ask(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Open the page in process."""
        answer = self._client.open(path, method=method, headers=dict(headers), data=body)
        return Answer(answer.status_code, {k.lower(): v for k, v in answer.headers.items()}, answer.data)

    def _note(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        self.statements += not statement.startswith(_TRANSACTION)
