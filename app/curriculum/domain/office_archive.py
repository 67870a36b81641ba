"""Opens the zip that a Word or Excel file is, within limits: nothing is unpacked to disk, no entity is followed."""

from __future__ import annotations

import io
import posixpath
import stat
import zipfile
import zlib
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

from lxml import etree

from app.curriculum.domain.unreadable_upload import UnreadableUpload

Element = Any
MOST_ENTRIES = 2_000
MOST_DECLARED = 100_000_000
MOST_READ = 40_000_000
LARGEST_XML = 12_000_000
MOST_TAGS = 1_200_000
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_TYPES = "[Content_Types].xml"


class OfficeArchive:
    """The parts of a document by name; each is read when it is asked for, and all together at most 40 MB."""

    def __init__(self, content: bytes, otherwise: str) -> None:
        """Open; `otherwise` is the reason for what is no such file. Raises `UnreadableUpload`."""
        self._otherwise = otherwise
        self._left = MOST_READ
        if not content:
            raise UnreadableUpload("empty")
        if content.startswith(_OLD):
            raise UnreadableUpload("locked" if _LOCKED in content else "old-format")
        if not content.startswith(b"PK\x03\x04"):
            raise UnreadableUpload(otherwise)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OverflowError) as problem:
            raise UnreadableUpload("damaged") from problem
        self._entries = _checked(self._zip.infolist())
        if _TYPES not in self._entries:
            raise UnreadableUpload(otherwise)
        self._refuse_macros()

    @property
    def names(self) -> Collection[str]:
        """The names of all parts."""
        return self._entries.keys()

    def read(self, name: str) -> bytes:
        """Return the bytes of a part; what it declares and what it really holds both count."""
        entry = self._entries.get(name)
        if entry is None:
            raise UnreadableUpload(self._otherwise)
        try:
            with self._zip.open(entry) as part:
                found = part.read(self._left + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as problem:
            raise UnreadableUpload("damaged") from problem
        self._left -= len(found)
        if self._left < 0:
            raise UnreadableUpload("tangled")
        return found

    def xml(self, name: str) -> Element:
        """Return a part as XML, without document type, entities, comments or instructions."""
        return read_xml(self.read(name))

    def _refuse_macros(self) -> None:
        types = self.read(_TYPES)
        if b"macroEnabled" in types or any(name.lower().endswith("vbaproject.bin") for name in self._entries):
            raise UnreadableUpload("macros")


def read_xml(content: bytes) -> Element:
    """Parse XML that a stranger made. Raises `UnreadableUpload`."""
    if len(content) > LARGEST_XML or content.count(b"<") > MOST_TAGS:
        raise UnreadableUpload("tangled")
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise UnreadableUpload("unsafe")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as problem:
        raise UnreadableUpload("damaged") from problem
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableUpload("unsafe")
    return root


def _checked(entries: list[zipfile.ZipInfo]) -> Mapping[str, zipfile.ZipInfo]:
    """Return the entries by name, or refuse the archive for one that no office program would write."""
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_DECLARED:
        raise UnreadableUpload("tangled")
    found: dict[str, zipfile.ZipInfo] = {}
    folded: set[str] = set()
    for entry in entries:
        name = entry.filename
        if entry.flag_bits & 0x1:
            raise UnreadableUpload("locked")
        if not _is_plain(name) or name.lower() in folded or stat.S_ISLNK(entry.external_attr >> 16):
            raise UnreadableUpload("unsafe")
        folded.add(name.lower())
        if not name.endswith("/"):
            found[name] = entry
    return MappingProxyType(found)


def _is_plain(name: str) -> bool:
    path = name.rstrip("/")
    inside = not path.startswith(("/", "..")) and posixpath.normpath(path) == path
    return inside and path.isprintable() and "\\" not in path and ":" not in path and len(path) < 240
