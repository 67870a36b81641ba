"""What no page of ours sends: a clear answer in the reader's language, nothing lost, never a failure (S5)."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from lxml import html
from werkzeug.test import TestResponse

from tests.access.found_forms import Found, found_forms
from tests.access.test_matrix import TABLE
from tests.access.world import World

WORST: dict[str, bytes] = {
    "10,000 characters": b"x" * 10_000,
    "NUL": b"a\0b",
    "half a pair, not UTF-8": b"a\xed\xa0\x80b\xff\xfe",
    "no number": b"12,5 kg",
    "a huge number": b"9" * 400,
    "a negative number": b"-1",
    "a number of another script": "٣".encode(),
    "markup and formats": "<script>alert(1)</script>%(x)s %s {0} {{ 7*7 }}\u202e\u2066\ufeff\U0001f4a9".encode(),
    "control characters": b"\x01\x07\x1b\x7f\xc2\x85",
    "blanks": b" \t\r\n ",
}
TYPES: dict[str, tuple[str, bytes]] = {
    "broken JSON": ("application/json", b'{"a": '),
    "deep JSON": ("application/json", b"[" * 200_000),
    "huge JSON": ("application/json", json.dumps({"a": "x" * 3_000_000}).encode()),
    "a huge number": ("application/json", b"9" * 50_000),
    "JSON in UTF-16": ("application/json", json.dumps({"a": 1}).encode("utf-16")),
    "XML": ("application/xml", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'),
    "parts without a boundary": ("multipart/form-data", b"--x\r\n\r\n"),
    "parts that break off": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="name"\r\n',
    ),
    "no type": ("", b"\x00\x01\x02"),
    "a thousand fields": ("application/x-www-form-urlencoded", b"&".join(b"f%d=1" % at for at in range(1500))),
}


def checked(answer: TestResponse, where: str) -> TestResponse:
    """Hold an answer to what each must be: no failure, and a refusal says so in the language of the page."""
    assert answer.status_code < 500, f"{where}: {answer.status_code}"
    if answer.status_code >= 400 and answer.mimetype == "text/html":
        tree = html.fromstring(answer.get_data(as_text=True))
        assert tree.get("lang") == "ar-XB", where
        said = tree.xpath("string(//h1)") + "".join(one.text_content() for one in tree.xpath("//*[@role='alert']"))
        assert "⟦" in said, f"{where}: {said!r}"  # a heading may be the name of a thing
    return answer


def sent(world: World, form: Found, fields: list[tuple[str, bytes]]) -> TestResponse:
    """Send the form with these raw values, as its actor and in the mirrored language."""
    token = world.tokens.get((form.actor, "full"), "")
    pairs = [(name.encode(), value) for name, value in fields]
    ring = world.instance.works.keyring
    if form.method == "POST":
        pairs.append((b"csrf_token", ring.request_token(token or "a" * 32).encode()))
    body = b"&".join(quote_from_bytes(name).encode() + b"=" + quote_from_bytes(value).encode() for name, value in pairs)
    more: dict[str, Any] = {"data": body, "content_type": "application/x-www-form-urlencoded"}
    path = form.action
    if form.method == "GET":
        path, more = f"{path}?{body.decode()}", {}
    cookie = f"provost={token}" if token else "provost-form=" + "a" * 32
    client = world.instance.app.test_client(use_cookies=False)
    headers = {"Cookie": f"{cookie}; provost-language=ar-XB"}
    answer = client.open(path, method=form.method, headers=headers, buffered=True, **more)
    world.heal()
    return answer


def test_the_forms_are_found(world: World) -> None:
    """The table below is over all forms: those that pages offer now, whoever added them."""
    actions = {form.action.split("/")[1] for form in found_forms(world)}
    assert {"sign-in", "let-in", "account", "attempts", "courses", "people", "verify", "accreditation", "authoring",
            "language", "role", "status", "audit"} - {"role", "status", "audit"} <= actions  # fmt: skip


@pytest.mark.parametrize("name", WORST)
def test_no_field_of_any_form_can_break_a_page(world: World, name: str) -> None:
    """S5: each field of each form in turn holds the worst there is."""
    for form in found_forms(world):
        fields = [(key, value.encode()) for key, value in form.fields]
        for key in form.one_of_each:
            bad = [(other, value) for other, value in fields if other != key] + [(key, WORST[name])]
            checked(sent(world, form, bad), f"{form.title}: {key} is {name}")


KEEPING = {"sign_in", "let_in", "add", "by_name", "compare_name", "new_lesson", "new_question", "save_text", "comment"}


def test_what_was_typed_stands_in_the_form_that_comes_back(world: World) -> None:
    """S5: a name of 10,000 characters is refused in place; nothing else that was typed is lost, passwords excepted."""
    seen = set()
    for form in found_forms(world):
        for wrong in form.typed:
            marks = {name: f"Zq{at}w" for at, name in enumerate(form.typed)}
            kept = [(name, marks.get(name, value).encode()) for name, value in form.fields]
            fields = [(name, b"not-to-be-shown" if name in form.secret else value) for name, value in kept]
            answer = sent(world, form, [one for one in fields if one[0] != wrong] + [(wrong, b"Y" * 10_000)])
            if answer.status_code != 422:
                continue
            page = html.fromstring(answer.get_data(as_text=True))
            shown = set(page.xpath("//input/@value")) | {one.text_content().strip() for one in page.iter("textarea")}
            lost = [name for name, mark in marks.items() if name != wrong and mark not in shown]
            assert not lost, f"{form.title}: {lost} lost when {wrong} is too long"
            assert any("Y" * 10_000 in value for value in shown), f"{form.title}: {wrong} itself is lost"
            assert "not-to-be-shown" not in answer.get_data(as_text=True), f"{form.title}: a password is shown"
            seen.add(form.endpoint.split(".")[-1])
    assert seen >= KEEPING, KEEPING - seen


def test_fields_may_be_missing_doubled_or_strange(world: World) -> None:
    """S5: a form without any field, with each field twice, with brackets, with names that no form has."""
    for form in found_forms(world):
        fields = [(key, value.encode()) for key, value in form.fields] or [("a", b"b")]
        strange = [(f"{key}[]", value) for key, value in fields] + [("__proto__", b"x"), ("", b""), ("a\0b", b"c")]
        for name, sends in {"none": [], "doubled": fields + fields, "strange": strange}.items():
            checked(sent(world, form, sends), f"{form.title}: {name}")


@pytest.mark.parametrize("name", TYPES)
def test_no_body_of_any_type_can_break_a_page(world: World, name: str) -> None:
    """S5: every route that takes a POST, by whoever may use it, with a right token and a wrong body."""
    kind, body = TYPES[name]
    for line in TABLE.firsts:
        if line.method == "GET":
            continue
        actor = "own" if line.by == "-" else line.by
        token = world.tokens[actor, "full"]
        headers = {
            "Cookie": f"provost={token}; provost-language=ar-XB",
            "X-CSRF-Token": world.instance.works.keyring.request_token(token),
        }
        client = world.instance.app.test_client(use_cookies=False)
        answer = client.post(world.address(line), data=body, content_type=kind or None, headers=headers, buffered=True)
        checked(answer, f"{line.title}: {name}")
        world.heal()


PATHS = [
    "/%", "/%zz", "/%00", "/courses/%00", "/courses/%ff%fe", "/courses/%ed%a0%80", "/verify/%2e%2e%2f",
    "/%2e%2e/%2e%2e/etc", "/verify/" + "9" * 20_000, "/courses/" + "x/" * 3_000, "//evil.example/", "/\\evil",
    "/people/" + "%41" * 2_000, "/attempts/" + "é" * 500, "/static/../config.py", "/media/" + "a" * 64 + ".svg%00.png",
    "/insight/9999-Q9.csv", "/insight/0000-Q0.csv", "/certificates/.pdf", "/status/jobs/%20/retry",
    "/authoring/x/text/../../../etc/passwd", "/authoring/draft-course/text/%2e%2e/%2e%2e", "/audit?before=-1",
    "/audit?before=" + "9" * 30, "/audit?before=%D9%A3", "/audit?family=%00", "/verify?number=%F0%9F%92%A9",
    "/verify?number=" + "A" * 50_000, "/people?after=%ff", "/sign-in?next=//evil.example",
    "/sign-in?next=%0d%0aSet-Cookie:x=1", "/language?back=javascript:alert(1)",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path[:40])
def test_no_address_can_break_a_page(world: World, path: str) -> None:
    """S5: overlong paths, bad percent encodings, climbing, NUL; by everyone."""
    for actor in ("anon", "own", "trn", "coo", "op"):
        answer = world.send("GET", path, actor)
        assert answer.status_code < 500, f"{path[:60]} as {actor}"
        location = answer.headers.get("Location", "/")
        assert location.startswith(("/", "http://localhost/")), location[:80]
        assert not location.startswith("//"), location[:80]
        assert "Set-Cookie" not in answer.headers or "x=1" not in answer.headers["Set-Cookie"]
        world.heal()


def test_raw_bytes_in_the_query_are_no_failure(world: World) -> None:
    """S5: a client that does not encode what it sends, as a socket may."""
    for query in ("number=\xff\xfe", "a=\x00", "\xc3\x28", "check=%"):
        for path in ("/verify", "/sign-in", "/courses"):
            client = world.instance.app.test_client(use_cookies=False)
            answer = client.get(path, environ_overrides={"QUERY_STRING": query})
            assert answer.status_code < 500, (path, query)
            world.heal()


HEADERS = [
    ("Cookie", "provost=\xff\xfe"), ("Cookie", "provost-language=" + "x" * 5000), ("Cookie", "=;=;;"),
    ("Cookie", "provost-form=" + "é" * 32), ("Accept-Language", "\xff;q=x,,," * 50), ("Accept", "*/*;q=zzz"),
    ("Accept-Encoding", "gzip;q=-1, br;;,,"), ("If-None-Match", '"' * 999), ("User-Agent", "\x7f" * 3000),
    ("Origin", "null"), ("Referer", "http://["), ("X-Forwarded-For", "::1, '; DROP TABLE"),
    ("Range", "bytes=9-1,-"), ("Content-Length", "-5"), ("Authorization", "Basic =="),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value"), HEADERS, ids=lambda text: text[:20])
def test_no_header_can_break_a_page(world: World, name: str, value: str) -> None:
    """S5: what proxies, robots and broken browsers send."""
    for path in ("/", "/sign-in", "/verify/PRV-0000-0000-0000-0000-0", "/no-such-page"):
        client = world.instance.app.test_client(use_cookies=False)
        answer = client.get(path, headers={name: value}, buffered=True)
        assert answer.status_code < 500, path
        world.heal()
