"""Markdown: tables as GitHub shows them, and nothing of a sheet acting as markup."""

import pytest
from reports import figure, load_test_words, province_report

from coverage_cli.model import Report
from coverage_cli.write.document.markdown import escaped, markdown_text

WORDS = load_test_words()


def test_markdown_report(snapshot):
    assert markdown_text(province_report(), WORDS) == snapshot


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a|b", r"a\|b"),
        ("[x](http://y)", r"\[x\](http\://y)"),
        ("<script>", r"\<script\>"),
        ("*a* _b_ `c` ~d~", r"\*a\* \_b\_ \`c\` \~d\~"),
        ("www.x.vn", r"www\.x.vn"),
        ("@name #1 &amp; $x$", r"\@name \#1 \&amp; \$x\$"),
        ("a\\", "a\\\\"),
        ("a\nb", r"a\\x0ab"),
        ("Xã Đồng Phong (huyện Ý Yên)", "Xã Đồng Phong (huyện Ý Yên)"),
    ],
)
def test_markup_is_escaped(text, shown):
    assert escaped(text) == shown


def test_a_name_cannot_break_the_table():
    text = markdown_text(Report("# a", (figure("x | y\n| z", 1, 2),), (), (), {}), WORDS)
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert len(rows) == 3
    assert len({line.replace(r"\|", "").count("|") for line in rows}) == 1
