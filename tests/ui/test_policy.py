"""What a browser may do with a page of the portal."""

import re

import pytest
from django.test import Client

from sesshu.ui import stylesheet

pytestmark = pytest.mark.usefixtures("ward")


def test_no_page_is_kept_and_nothing_of_others_is_run() -> None:
    answer = Client().get("/131121/no-such-page")
    assert answer["Cache-Control"] == "no-store"
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_even_a_page_that_is_not_there_carries_the_policy() -> None:
    assert "script-src 'self'" in Client().get("/999999/")["Content-Security-Policy"]


def test_the_style_sheet_is_asked_for_once_and_kept() -> None:
    answer = Client().get(stylesheet.stylesheet_url())
    assert "immutable" in answer["Cache-Control"]
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert "--color-primitive-blue-900: #0017c1" in answer.content.decode()


def test_a_style_sheet_of_another_version_is_gone() -> None:
    assert Client().get("/ui/0123456789ab.css").status_code == 404


def test_every_custom_property_that_is_used_is_defined() -> None:
    css = stylesheet.stylesheet()
    used = set(re.findall(r"var\((--[a-z0-9-]+)", css))
    defined = set(re.findall(r"(--[a-z0-9-]+)\s*:", css))
    assert used - defined == set()


def test_no_style_loads_anything() -> None:
    assert not re.search(r"@import|url\(", stylesheet.stylesheet())
