"""Settings: read once from the environment; every bad or missing value is reported at once."""

from __future__ import annotations

import base64
import binascii
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

_DEMO_BASE = "http://127.0.0.1:8000"
_FEW = 10  # a key of fewer different characters was not drawn at random


class BadSettings(Exception):
    """One or more settings are missing or wrong; `problems` names each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Settings:
    """What the factory needs to know. Only the factory sees it; parts get what they need."""

    instance: Path
    database_url: str
    secret_key: str
    data_key: bytes
    base_url: str
    storage_url: str
    queue_url: str
    mail_url: str
    keys: Path
    bind: str
    trusted_proxies: int
    demo: bool
    access_log: str = ""
    timestamp_url: str = ""
    sms_command: str = ""
    mail_from: str = ""
    data_key_folder: Path | None = None

    @property
    def https(self) -> bool:
        """Whether cookies may carry the `__Host-` prefix and HSTS is sent."""
        return self.base_url.startswith("https://")

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None, *, demo: bool = False) -> Settings:
        """Read `PROVOST_*`; a demo instance makes the secrets it lacks, any other refuses to start without them."""
        values = os.environ if environ is None else environ
        instance = instance_folder(values)
        demo = demo or (instance / "demo").exists()
        problems: list[str] = []
        secret = values.get("PROVOST_SECRET_KEY") or _kept(instance / "keys" / "secret.key", demo)
        data = values.get("PROVOST_DATA_KEY") or _kept(instance / "keys" / "data.key", demo)
        base_url = values.get("PROVOST_BASE_URL") or (_DEMO_BASE if demo else "")
        settings = cls(
            instance=instance,
            database_url=_checked_database(values.get("PROVOST_DATABASE_URL"), instance, problems),
            secret_key=_checked_secret(secret, problems),
            data_key=_checked_data_key(data, problems),
            data_key_folder=None if values.get("PROVOST_DATA_KEY") else instance / "keys",
            base_url=_checked_base_url(base_url, problems),
            storage_url=_checked_storage(values.get("PROVOST_STORAGE_URL") or str(instance / "files"), problems),
            queue_url=values.get("PROVOST_QUEUE_URL") or str(instance / "queue.sqlite3"),
            mail_url=_checked_mail(values.get("PROVOST_MAIL_URL") or str(instance / "mail"), problems),
            keys=keys_folder(values),
            bind=_checked_bind(values.get("PROVOST_BIND") or "127.0.0.1:8000", problems),
            trusted_proxies=_checked_count(values.get("PROVOST_TRUSTED_PROXIES") or "0", problems),
            demo=demo,
            access_log=_checked_access_log(values.get("PROVOST_ACCESS_LOG", ""), problems),
            timestamp_url=_checked_timestamp(values.get("PROVOST_TIMESTAMP_URL", ""), problems),
            mail_from=_checked_sender(values, problems),
            sms_command=_checked_program(values.get("PROVOST_SMS_COMMAND", ""), problems),
        )
        if problems:
            raise BadSettings(problems)
        return settings


def instance_folder(environ: Mapping[str, str] | None = None) -> Path:
    """Return where an instance keeps what is its own."""
    values = os.environ if environ is None else environ
    return Path(values.get("PROVOST_INSTANCE") or "instance").absolute()


def keys_folder(environ: Mapping[str, str] | None = None) -> Path:
    """Return where the keys of the instance lie."""
    values = os.environ if environ is None else environ
    return Path(values.get("PROVOST_KEYS") or instance_folder(values) / "keys").absolute()


def _kept(path: Path, make: bool) -> str:
    if path.exists():
        return path.read_text().strip()
    if not make:
        return ""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    text = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text + "\n")
    return text


def _checked_secret(text: str, problems: list[str]) -> str:
    if len(text) < 32 or len(set(text)) < _FEW:
        problems.append("PROVOST_SECRET_KEY: at least 32 random characters are needed (./provost keys make writes one)")
    return text


def _checked_data_key(text: str, problems: list[str]) -> bytes:
    try:
        key = base64.urlsafe_b64decode(text.rpartition(":")[2])
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != 32 or len(set(key)) < _FEW:
        problems.append("PROVOST_DATA_KEY: 32 random bytes in base64 are needed (./provost keys make writes one)")
    return key


def _checked_base_url(text: str, problems: list[str]) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        problems.append("PROVOST_BASE_URL: the public address is needed, such as https://training.example.org")
    return text.rstrip("/")


def _checked_database(text: str | None, instance: Path, problems: list[str]) -> str:
    url = text or f"sqlite:///{instance / 'provost.sqlite3'}"
    if not url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
        problems.append("PROVOST_DATABASE_URL: postgresql://user:password@host/name or sqlite:////path/file is needed")
    return url


def _checked_storage(text: str, problems: list[str]) -> str:
    if urlsplit(text).scheme not in {"", "file", "s3", "gs", "az"}:
        problems.append("PROVOST_STORAGE_URL: a folder, or an object store such as s3://bucket/prefix, is needed")
    return text


def _checked_mail(text: str, problems: list[str]) -> str:
    parts = urlsplit(text)
    if parts.scheme and (parts.scheme not in {"smtp", "smtps"} or not parts.hostname):
        problems.append("PROVOST_MAIL_URL: a folder, or smtp://user:password@host:port (smtps://…), is needed")
    return text


def _checked_sender(values: Mapping[str, str], problems: list[str]) -> str:
    sender, sends = values.get("PROVOST_MAIL_FROM", ""), bool(urlsplit(values.get("PROVOST_MAIL_URL", "")).scheme)
    if (sender or sends) and not re.fullmatch(r"[^\s@<>]+@[^\s@<>]+", sender):
        problems.append("PROVOST_MAIL_FROM: the address that letters come from is needed, such as provost@example.org")
    return sender


def _checked_program(text: str, problems: list[str]) -> str:
    if text and not (Path(text).is_absolute() and Path(text).is_file() and os.access(text, os.X_OK)):
        problems.append("PROVOST_SMS_COMMAND: the whole path of a program that may be run is needed, without arguments")
    return text


def _checked_timestamp(text: str, problems: list[str]) -> str:
    parts = urlsplit(text)
    if text and (parts.scheme not in {"http", "https"} or not parts.hostname):
        problems.append("PROVOST_TIMESTAMP_URL: the web address of a time-stamp service is needed, or nothing")
    return text


def _checked_bind(text: str, problems: list[str]) -> str:
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        problems.append("PROVOST_BIND: an address and a port are needed, such as 127.0.0.1:8000")
    return text


def _checked_count(text: str, problems: list[str]) -> int:
    if not text.isdecimal() or int(text) > 5:
        problems.append("PROVOST_TRUSTED_PROXIES: a number from 0 to 5")
        return 0
    return int(text)


def _checked_access_log(text: str, problems: list[str]) -> str:
    if text not in {"", "-"} and not Path(text).absolute().parent.is_dir():
        problems.append("PROVOST_ACCESS_LOG: the folder of this file is not there; - means standard output")
    return text
