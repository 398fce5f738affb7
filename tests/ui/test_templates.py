"""What no template of any room may hold; the content policy would refuse half of it at run time."""

import re
from pathlib import Path

import pytest

import sesshu

SOURCE = Path(sesshu.__file__).parent
BANNED = {
    "a script in the page": re.compile(r"<script(?![^>]*\ssrc=)"),
    "a style in the page": re.compile(r"<style|\sstyle="),
    "a handler in the page": re.compile(r"\son[a-z]+="),
    "code for htmx": re.compile(r"hx-on|js:"),
    "something of another house": re.compile(r"(?:src|href|action)=\"(?:https?:)?//"),
    "a placeholder": re.compile(r"\splaceholder="),
    "a control that cannot be reached": re.compile(r"<(?:button|input|select)[^>]*\sdisabled\b"),
    "a form without an address": re.compile(r"<form(?![^>]*\s(?:method|action)=)"),
    "a link that says nothing": re.compile(r">\s*(?:詳細|こちら|ここ|もっと見る)\s*</a>"),
}


def templates() -> list[Path]:
    return sorted(SOURCE.rglob("*.html"))


def faults_in(html: str) -> list[str]:
    return [fault for fault, pattern in BANNED.items() if pattern.search(html)]


@pytest.mark.parametrize("template", templates(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_template_holds_nothing_that_is_banned(template: Path) -> None:
    assert faults_in(template.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<script>alert(1)</script>", "a script in the page"),
        ('<p style="color: red">', "a style in the page"),
        ('<a href="#" onclick="go()">', "a handler in the page"),
        ('<div hx-on:click="go()">', "code for htmx"),
        ('<link href="https://fonts.example/noto.css">', "something of another house"),
        ('<input name="kana" placeholder="ヤマダ">', "a placeholder"),
        ('<button class="ss-button" disabled>', "a control that cannot be reached"),
        ('<form class="ss-form">', "a form without an address"),
        ("<a href='x'> 詳細 </a>", "a link that says nothing"),
    ],
)
def test_each_fault_is_noticed(html: str, fault: str) -> None:
    assert faults_in(html) == [fault]
