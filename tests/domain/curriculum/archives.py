"""Zip files as nobody's program should write them."""

from __future__ import annotations

import io
import stat
import struct
import warnings
import zipfile
from collections.abc import Iterable

from tests.domain.curriculum.small_course import small_course

Entry = tuple[str, bytes]


def packed(entries: Iterable[Entry], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip of entries as they come, twice the same name too."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library warns of what is done here on purpose
        for name, content in entries:
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=method)
    return held.getvalue()


def course_with(*entries: Entry) -> bytes:
    """Return the small course as a zip with more entries."""
    return packed([*small_course().items(), *entries])


def with_mode(name: str, mode: int, content: bytes = b"course.yml") -> bytes:
    """Return the small course with one entry of a kind of its own: a link, a pipe, a device."""
    held = io.BytesIO(course_with())
    with zipfile.ZipFile(held, "a") as archive:
        entry = zipfile.ZipInfo(name)
        entry.create_system, entry.external_attr = 3, (mode | 0o777) << 16
        archive.writestr(entry, content)
    return held.getvalue()


def link(name: str) -> bytes:
    """Return the small course with a symbolic link in it."""
    return with_mode(name, stat.S_IFLNK)


def with_flag(flag: int) -> bytes:
    """Return the small course with a flag set on its first entry, in both places where it stands."""
    return _patched(course_with(), 6, 8, struct.pack("<H", flag))


def with_method(method: int) -> bytes:
    """Return the small course whose first entry says that it is packed in another way."""
    return _patched(course_with(), 8, 10, struct.pack("<H", method))


def with_size(size: int) -> bytes:
    """Return the small course whose first entry declares another size than it has."""
    return _patched(course_with(), 22, 24, struct.pack("<L", size))


def with_name(old: bytes, new: bytes) -> bytes:
    """Return the small course with the bytes of a name replaced by as many others."""
    assert len(old) == len(new)
    return course_with().replace(old, new)


def _patched(content: bytes, local: int, central: int, new: bytes) -> bytes:
    first, listed = content.index(b"PK\x03\x04"), content.index(b"PK\x01\x02")
    for at in (first + local, listed + central):
        content = content[:at] + new + content[at + len(new) :]
    return content


def many_entries(count: int) -> bytes:
    """Return a zip of so many empty entries, written by hand because a library would take its time."""
    local, central = bytearray(), bytearray()
    for number in range(count):
        name = b"%06d" % number
        at = len(local)
        local += b"PK\x03\x04" + struct.pack("<HHHHHLLLHH", 20, 0, 0, 0, 33, 0, 0, 0, 6, 0) + name
        central += b"PK\x01\x02" + struct.pack("<HHHHHHLLLHHHHHLL", 20, 20, 0, 0, 0, 33, 0, 0, 0, 6, 0, 0, 0, 0, 0, at)
        central += name
    shown = min(count, 0xFFFF)
    end = b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, shown, shown, len(central), len(local), 0)
    return bytes(local + central + end)


def few_said(content: bytes) -> bytes:
    """Return an archive whose end says that it has three entries."""
    at = content.rindex(b"PK\x05\x06")
    return content[: at + 8] + struct.pack("<HH", 3, 3) + content[at + 12 :]
