"""Schemes are read from the files of their owners; each change is a new version, and what was applied stays."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from app.accreditation.domain.requirements import UnreadableScheme
from app.accreditation.domain.scheme import Scheme, papers_named, read_scheme
from app.accreditation.issuer import Issuer
from app.accreditation.models import SchemeVersion
from app.accreditation.scheme_change_queries import hashes_of
from app.audit.events import AuditTag
from app.audit.services import SYSTEM, record
from app.curriculum.queries import live_course
from app.foundation.errors import Refusal
from app.foundation.ids import new_id
from app.foundation.transaction import Unit
from app.foundation.words import N_

LONGEST_KEY = 60
_PAPER = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


class SchemeNotReadable(Refusal):
    """A scheme's file does not say what a scheme must say."""

    code = "scheme_not_readable"
    message = N_("%(file)s: %(reason)s")


class SchemeNumberNotRaised(Refusal):
    """The text of a scheme was changed under the same number: certificates name that number."""

    code = "scheme_number_not_raised"
    message = N_("%(file)s was changed: raise its version above %(number)s, so that certificates can name it.")


class CoursesNotReady(Refusal):
    """A scheme rests on courses that are not live, or that no expert has reviewed."""

    code = "courses_not_ready"
    message = N_("%(file)s rests on courses that are not live and reviewed by an expert: %(courses)s.")


def load_schemes(unit: Unit, folder: Path, issuer: Issuer, *, ready_only: bool = False) -> tuple[Scheme, ...]:
    """Store each scheme of `folder` whose text is new, as a new version; return those that were stored.

    All or none: raises `SchemeNotReadable`, `SchemeNumberNotRaised` or `CoursesNotReady`. A demonstration may certify
    on courses that no expert has reviewed, and says so on the certificate. With `ready_only`, schemes whose courses are
    not live yet are left for later.
    """
    paths = sorted(folder.glob("*.yml"))
    if ready_only:
        paths = [path for path in paths if not _unready(unit, read_scheme_file(path)[0], issuer)]
    return tuple(scheme for path in paths for scheme in _load(unit, path, issuer))


def read_scheme_file(path: Path) -> tuple[Scheme, dict[str, Any]]:
    """Return the scheme of a file and its document as JSON values. Raises `SchemeNotReadable`."""
    try:
        plain = _with_papers(_yaml(path), path.parent)
        scheme = read_scheme(plain)
    except (UnreadableScheme, YAMLError, OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise SchemeNotReadable(file=path.name, reason=str(error) or type(error).__name__) from error
    if scheme.key != path.stem or len(scheme.key) > LONGEST_KEY:
        raise SchemeNotReadable(file=path.name, reason="id: the same as the name of the file, at most 60 letters")
    return scheme, plain


def _yaml(path: Path) -> dict[str, Any]:
    document = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    if not isinstance(document, Mapping):
        raise UnreadableScheme(f"{path.name}: a list of keys with their values")
    plain: dict[str, Any] = json.loads(json.dumps(document, default=_day))
    return plain


def _day(value: object) -> str:
    """Days are written as such in YAML; nothing else that JSON lacks is taken."""
    if type(value) is date:
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is no value of a scheme")


def _with_papers(document: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Return the document with the sheets and codes of conduct that it names: what is applied stands in one piece."""
    if "sheets" in document or "conduct" in document:
        raise UnreadableScheme("sheets and codes of conduct stand in files of their own")
    if "requirements" not in document:
        return document
    sheets, conduct = papers_named(document)
    papers = {
        "sheets": {key: _paper(folder / "sheets", key) for key in sorted(sheets)},
        "conduct": {key: _paper(folder / "conduct", key) for key in sorted(conduct)},
    }
    return document | {name: found for name, found in papers.items() if found}


def _paper(folder: Path, key: str) -> dict[str, Any]:
    path = folder / f"{key}.yml"
    if not _PAPER.fullmatch(key) or not path.is_file():
        raise UnreadableScheme(f"there is no file {folder.name}/{key}.yml")
    return _yaml(path)


def scheme_hash(document: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a scheme's document with its keys sorted."""
    text = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _load(unit: Unit, path: Path, issuer: Issuer) -> Iterator[Scheme]:
    scheme, document = read_scheme_file(path)
    digest = scheme_hash(document)
    known = hashes_of(unit.connection, scheme.key)
    # What stands already is not stored again: neither the newest, nor an earlier one that was changed in the browser.
    if digest in known:
        return
    if known and scheme.number <= max(known.values()):
        raise SchemeNumberNotRaised(file=path.name, number=max(known.values()))
    refuse_unready_courses(unit, scheme, path.name, issuer)
    version_id = store_version(unit, scheme, document, digest)
    record(
        unit,
        AuditTag.SCHEME_LOADED,
        actor=SYSTEM,
        subject=version_id,
        scheme=scheme.key,
        number=scheme.number,
        hash=digest,
    )
    yield scheme


def refuse_unready_courses(unit: Unit, scheme: Scheme, name: str, issuer: Issuer) -> None:
    """Raise `CoursesNotReady`, naming what is not live or not reviewed; a demonstration asks for no review."""
    unready = _unready(unit, scheme, issuer)
    if unready:
        raise CoursesNotReady(file=name, courses=", ".join(unready))


def _unready(unit: Unit, scheme: Scheme, issuer: Issuer) -> list[str]:
    found = {course: live_course(unit.connection, course) for course in sorted(scheme.courses)}
    return [course for course, live in found.items() if live is None or not (issuer.demo or live.outline.reviewed)]


def store_version(unit: Unit, scheme: Scheme, document: dict[str, Any], digest: str) -> str:
    """Store a version, which is then the one in force, and return its id; the caller notes it in the log."""
    version = SchemeVersion(
        id=new_id(), scheme=scheme.key, number=scheme.number, hash=digest, document=document, created_at=unit.now
    )
    unit.session.add(version)
    unit.session.flush()
    return version.id
