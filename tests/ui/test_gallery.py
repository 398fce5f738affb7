"""Every component in every state, in a real browser."""

from collections.abc import Iterator

import pytest
from django.test import Client, override_settings
from journeys.browser import check_page
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture
def gallery(live_portal: str) -> Iterator[str]:
    with override_settings(ROOT_URLCONF="ui.urls_with_gallery"):
        yield f"{live_portal}/131121/gallery"


def test_the_gallery_passes_every_rule_on_wide_and_narrow_screens(page: Page, gallery: str) -> None:
    page.goto(gallery)
    check_page(page, "gallery")
