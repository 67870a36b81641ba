"""Formatted text becomes the Markdown of courses: what is read stays the same, whatever signs stand in it."""

from __future__ import annotations

import re
import time
from html import escape

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.curriculum.domain.rich_paste import pasted
from app.foundation.markdown import read_page

KEPT = [
    ("<p>One <b>bold</b> and <i>slanted</i> word</p>", "One **bold** and *slanted* word"),
    ("<p><b>two </b><strong>words</strong></p>", "**two words**"),
    ("<p><b><i>both</i></b>, <span style='font-weight:700'>by style</span></p>", "***both***, **by style**"),
    ("<b style='font-weight:normal'><p>not bold</p></b>", "not bold"),
    ("<h1>Title</h1><h2>Part</h2><p>Text</p>", "## Title\n\n### Part\n\nText"),
    ("<h3>Alone</h3><h4>Under it</h4>", "## Alone\n\n### Under it"),
    ("<h2><b>Bold heading</b></h2>", "## Bold heading"),
    ("<h2>In C#</h2>", "## In C\\#"),
    ("<p>a<br>b</p>", "a\\\nb"),
    ("<p>a<br><br>b</p>", "a\n\nb"),
    ("<div>a<div>b</div>c</div>", "a\n\nb\n\nc"),
    ("<ul><li>a<li>b<ul><li>c</ul><li>d</ul>", "- a\n- b\n  - c\n- d"),
    ("<ol start=3><li>a</li><li><p>b</p><p>more</p></li></ol>", "3. a\n4. b\n\n   more"),
    ("<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n\n* b"),
    ("<blockquote><p>said</p><p>more</p></blockquote>", "> said\n>\n> more"),
    ("<pre>x = `1`\n  y</pre>", "```\nx = `1`\n  y\n```"),
    ("<p>type <code>a`b</code></p>", "type ``a`b``"),
    ("<p><a href='https://example.org/a_(b)'>here</a></p>", "[here](<https://example.org/a_(b)>)"),
    ("<p>Look!<a href='https://example.org'>here</a></p>", "Look\\![here](https://example.org)"),
    ("<p><a href='mailto:a@example.org?subject=x'>write</a></p>", "[write](mailto:a@example.org)"),
    ("<p>H<sub>2</sub>O, 5 m<sup>2</sup></p>", "H₂O, 5 m²"),
    ("<hr><p>x</p>", "---\n\nx"),
    ("<p>a&nbsp;b &nbsp; c</p>", "a\u00a0b c"),
    ("<dl><dt>Word</dt><dd>Meaning</dd></dl>", "Word\n\nMeaning"),
    ("<p><input type=checkbox checked> done</p>", "☑ done"),
]
TABLES = [
    ("<tr><th>a<th>b<tr><td>1<td>x | y", "| a | b |\n|---|---|\n| 1 | x \\| y |", set()),
    ("<tr><td><b>a</b><td>b<tr><td>1<td>2", "| a | b |\n|---|---|\n| 1 | 2 |", set()),
    ("<tr><td>a<td><tr><td>1<td>2", "| a | – |\n|---|---|\n| 1 | 2 |", {"empty-header"}),
    ("<tr><td>a<td>b<tr><td colspan=2>both", "| a | b |\n|---|---|\n| both |  |", {"merged-cells"}),
    ("<tr><td rowspan=2>a<td>b<tr><td>c", "| a | b |\n|---|---|\n|  | c |", {"merged-cells"}),
    ("<tr><td>a<td>b<tr><td><ul><li>x<li>y</ul><td>z", "| a | b |\n|---|---|\n| x; y | z |", {"cell-lists"}),
    ("<tr><td>a<td>b<tr><td>p<p>q</p><td>z", "| a | b |\n|---|---|\n| p q | z |", set()),
    ("<tr><td><p>alone</p><p>in a frame</p>", "alone\n\nin a frame", {"box-table"}),
    ("<tr><td>a<td><table><tr><td>1<td>2</table>", "| a | 1; 2 |\n|---|---|", {"table-in-table"}),
]
DROPPED = [
    ("<p>a</p><script>alert(1)</script><style>p{}</style>", "a"),
    ("<p>a<span style='display:none'>secret</span></p>", "a"),
    ("<p>a<!-- secret --></p>", "a"),
    ("<p hidden>secret</p><p>a</p>", "a"),
    ("<p>a<svg><text>b</text></svg><math><mi>x</mi></math></p>", "a"),
    ("<iframe src='https://example.org'></iframe><p>a</p><button>press</button>", "a"),
]
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><body><!--StartFragment-->
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;
</span></span></span><![endif]>First<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>3)<span>&nbsp;</span>
</span>Under <b>it</b></p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>Second</p>
<p class=MsoNormal>After<o:p>&nbsp;</o:p></p><!--EndFragment--></body></html>"""


@pytest.mark.parametrize(("html", "markdown"), KEPT)
def test_formatted_text_keeps_what_it_says_and_how(html: str, markdown: str) -> None:
    assert pasted(html).markdown == markdown


@pytest.mark.parametrize(("rows", "markdown", "codes"), TABLES)
def test_a_table_has_one_line_a_row_and_says_what_was_changed(rows: str, markdown: str, codes: set[str]) -> None:
    found = pasted(f"<table>{rows}</table>")
    assert found.markdown == markdown
    assert {note.code for note in found.notes if note.remark.kind != "kept"} == codes


@pytest.mark.parametrize(("html", "markdown"), DROPPED)
def test_what_is_not_to_be_read_is_left_out(html: str, markdown: str) -> None:
    assert pasted(html).markdown == markdown


def test_points_of_a_word_processor_become_a_list() -> None:
    assert pasted(WORD).markdown == "- First\n  3. Under **it**\n- Second\n\nAfter"


@pytest.mark.parametrize(
    "href",
    [
        *("javascript:alert(1)", "data:text/html,x", "http://example.org", "//example.org", "#top", "https://"),
        *("vbscript:x", "java\nscript:alert(1)", " jAvAsCrIpT:alert(1)", "https://exa mple.org/<b>", "mailto:a b@c"),
    ],
)
def test_a_link_that_leads_anywhere_but_https_or_mail_becomes_text(href: str) -> None:
    found = pasted(f'<p><a href="{escape(href)}">words</a></p>')
    assert found.markdown == "words"
    assert {note.code for note in found.notes} & {"plain-http", "inner-link"}


def test_signs_of_ours_that_come_from_outside_mean_nothing() -> None:
    found = pasted("<p>\ue000x\ue001<img data-brought-picture='assets/x.webp'><b data-brought-note='n'>b</b></p>")
    assert found.markdown == "x**b**"


@pytest.mark.parametrize(
    "line",
    [
        *(
            "~~~",
            "~~~ x",
            "```",
            "---",
            "===",
            "- x",
            "+ x",
            "* x",
            "1. x",
            "12) x",
            "# x",
            "###### x",
            "> x",
            ": x",
            "~ x",
        ),
        *(
            "::: note",
            "| a | b |",
            "|---|---|",
            "[x]: https://example.org",
            "<p>",
            "&amp;",
            "\\",
            "\\*",
            "![x](y)",
            "___",
            "* * *",
        ),
    ],
)
def test_a_line_that_begins_like_markdown_is_read_as_it_stands(line: str) -> None:
    for html in (f"<p>{escape(line)}</p>", f"<p>x<br>{escape(line)}<br>y</p>", f"<ul><li>{escape(line)}</li></ul>"):
        found = read(pasted(html).markdown)
        assert [word for word in found if word not in ("x", "y")] == [
            word for word in plain(line) if word not in ("x", "y")
        ]


words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Co", "Zl", "Zp")), max_size=60)


def read(markdown: str) -> list[str]:
    """Return the words that officers would read, and hold the page to be without problems."""
    page = read_page(markdown)
    assert page.problems == (), (markdown, page.problems)
    return page.text.split()


def plain(text: str) -> list[str]:
    gone = re.sub("[\u00ad\u200b\ufeff\ufffe\uffff]", "", text)
    return gone.replace(":::", ": : :").split()


@given(st.lists(words, min_size=1, max_size=4))
@settings(max_examples=400, deadline=None)
def test_no_sign_in_a_paragraph_is_read_as_anything_but_itself(lines: list[str]) -> None:
    """Property: what was pasted is read word for word, however much it looks like Markdown."""
    html = "".join(f"<p>{escape(line)}</p>" for line in lines)
    assert read(pasted(html).markdown) == plain(" ".join(lines))


SIGNS = st.text("*_`[]()<>#+-=.!|\\&;:~>1 a\u00a0ß", max_size=30)


@given(st.lists(st.tuples(SIGNS, st.sampled_from(["b", "i", "code", "u", "a href='https://example.org'"])), max_size=5))
@settings(max_examples=400, deadline=None)
def test_no_sign_in_bold_slanted_or_linked_text_is_lost(pieces: list[tuple[str, str]]) -> None:
    html = "".join(f"<{tag}>{escape(text)}</{tag.split()[0]}>" for text, tag in pieces)
    found = "".join(read(pasted(f"<p>{html}</p>").markdown))
    assert found == "".join(plain("".join(text for text, _ in pieces)))


@given(st.lists(st.tuples(SIGNS, SIGNS), min_size=2, max_size=4))
@settings(max_examples=200, deadline=None)
def test_no_sign_in_a_list_heading_or_cell_is_lost(rows: list[tuple[str, str]]) -> None:
    shaped = "".join(f"<tr><td>{escape(a)}</td><td>{escape(b)}</td></tr>" for a, b in rows)
    listed = "".join(f"<li>{escape(a)}<ul><li>{escape(b)}</li></ul></li>" for a, b in rows)
    headed = "".join(f"<h2>{escape(a)}</h2><p>x<br>{escape(b)}</p>" for a, b in rows)
    everything = "".join(a + b for a, b in rows)
    for html, more in ((f"<table>{shaped}</table>", ""), (f"<ul>{listed}</ul>", ""), (headed, "x" * len(rows))):
        found = "".join(read(pasted(html).markdown)).replace("–", "")
        assert sorted(found) == sorted("".join(plain(everything)) + more)


@given(st.text("<>/abipulotdhr1234567 =\"'&;!-[]", max_size=400))
@example("<!-->")
@example("<!a")
@example("</")
@settings(max_examples=300, deadline=None)
def test_no_input_is_too_broken_to_be_pasted(html: str) -> None:
    read_page(pasted(html).markdown)


@pytest.mark.parametrize(
    "html",
    [
        "<b>" * 300_000,
        "<div>" * 200_000 + "x",
        "<ul><li>" * 100_000 + "x",
        "<table><tr><td>" * 60_000 + "x",
        "<tr><td rowspan=99999 colspan=99999>x" * 25_000,
        "<table>" + "<tr><td rowspan=99999>x" * 30_000,
        "<p>" + "*_`[" * 240_000,
        "<p>" + "x " * 480_000,
        "<a href='https://e.org'>x</a>" * 30_000,
        "&amp;" * 190_000,
        "<blockquote>" * 70_000 + "x",
        "<p>x" + "<br>" * 240_000,
        "<sup><sub>" * 90_000 + "x",
    ],
    ids=lambda html: html[:20],
)
def test_a_paste_of_a_megabyte_is_done_in_seconds(html: str) -> None:
    began = time.process_time()
    pasted(html)
    assert time.process_time() - began < 12
