"""Chromium on the real portal, and what every page has to pass."""

import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)

SHOTS = Path(__file__).parents[2] / "docs" / "shots"
CHROMIUM = os.environ.get("SESSHU_CHROMIUM", "/usr/bin/chromium")
SWITCHES = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
DESK = {"width": 1280, "height": 900}
AT_LAST = 30_000  # milliseconds that a busy machine may take to show what is expected
TALLEST = 3000  # pixels of a picture
NARROW = {"width": 320, "height": 800}
HEAD = """() => [
  document.title.trim() !== "",
  document.documentElement.lang,
  document.querySelectorAll("h1").length,
]"""
# every rule there is but those of level AAA, which contradict the design system's own colors
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "experimental"]
AXE = {"runOnly": {"type": "tag", "values": LEVELS}, "resultTypes": ["violations"]}


class _Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """A test reports by what it asserts."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all journeys."""
    # Playwright keeps an event loop in this thread; the tests' own queries stay plain calls
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    expect.set_options(timeout=AT_LAST)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def portal_address() -> Iterator[str]:
    """The whole portal on a free port of this machine; it answers from the database then in use."""
    from sesshu.config.wsgi import application

    server = ThreadedWSGIServer(("127.0.0.1", 0), _Silent)
    server.set_app(application)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def live_portal(portal_address: str, database: str) -> str:
    """The portal's address; it serves the database of this module."""
    return portal_address


@pytest.fixture
def fresh_portal(portal_address: str, fresh_database: str) -> str:
    """The portal's address; it serves a database of this test's own."""
    return portal_address


@pytest.fixture
def desk(browser: Browser) -> Iterator[BrowserContext]:
    """One clerk's browser: its cookies are nobody else's."""
    with browser.new_context(viewport=DESK, locale="ja-JP") as context:  # type: ignore[arg-type]
        yield context


@dataclass
class Listener:
    """What a page complained about while it was used."""

    complaints: list[str] = field(default_factory=list)

    def attach(self, page: Page) -> None:
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            self.complaints.append(message.text)


@pytest.fixture
def page(desk: BrowserContext) -> Iterator[Page]:
    """One tab; a complaint of the browser while the test runs fails the test."""
    listener = Listener()
    tab = desk.new_page()
    listener.attach(tab)
    yield tab
    assert listener.complaints == []


@pytest.fixture(scope="module")
def shared_desk(browser: Browser) -> Iterator[BrowserContext]:
    """One browser for tests that each begin with an address, and axe in it from the start: a new one costs
    as much as the page it shows."""
    with browser.new_context(viewport=DESK, locale="ja-JP") as context:  # type: ignore[arg-type]
        context.add_init_script(AXE_SCRIPT)
        yield context


@pytest.fixture(scope="module")
def shared_tab(shared_desk: BrowserContext) -> tuple[Page, Listener]:
    """The tab of `shared_desk`, and who listens to it."""
    tab, listener = shared_desk.new_page(), Listener()
    listener.attach(tab)
    return tab, listener


def check_page(page: Page, shot: str = "") -> None:
    """Title, language, one h1, no finding of axe, no sideways scroll at 320 px; then a picture."""
    assert page.evaluate(HEAD) == [True, "ja", 1], page.url
    assert findings(page) == []
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    wider = overflowing(page)
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    assert wider <= 0, f"{page.url} scrolls sideways"
    if shot:
        take(page, shot)


def findings(page: Page) -> list[str]:
    """What axe finds, one line per element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return [
        f"{violation['id']}: {violation['help']}: {node['html']}"
        for violation in page.evaluate("of => axe.run(of).then(all => all.violations)", AXE)
        for node in violation["nodes"]
    ]


def overflowing(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    script = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    return int(page.evaluate(script))


def take(page: Page, name: str) -> None:
    """With SESSHU_SHOTS=1, keep a picture of the page (of a long one the beginning) in docs/shots/."""
    if os.environ.get("SESSHU_SHOTS") == "1":
        SHOTS.mkdir(parents=True, exist_ok=True)
        height = min(TALLEST, page.evaluate("document.documentElement.scrollHeight"))
        clip = {"x": 0, "y": 0, "width": DESK["width"], "height": height}
        page.screenshot(path=SHOTS / f"{name}.png", full_page=True, clip=clip)  # type: ignore[arg-type]
