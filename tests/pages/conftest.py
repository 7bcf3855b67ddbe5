"""A real browser on a real server: Chromium of the machine, the application on a free port."""

import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.conftest import World

QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


expect.set_options(timeout=30_000)  # a busy machine is no fault of the page


@dataclass
class Visit:
    """A browser window that looks at the application of `world`."""

    world: World
    address: str
    page: Page

    def sign_in(self, role: str, scope: str, path: str = "/pages/requests") -> Page:
        """Open `path` without a key, sign in with one of that role and scope, and land there."""
        self.page.goto(self.address + path)
        self.page.get_by_label("密钥").fill(self.world.key(role, scope))
        self.page.get_by_role("button", name="登录").click()
        self.page.wait_for_url(self.address + path)
        return self.page

    def faults(self) -> list[str]:
        """What axe finds wrong for people who cannot see or use a mouse (WCAG 2.2 A and AA)."""
        found = Axe().run(self.page).response["violations"]
        return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found]


@pytest.fixture
def engine() -> str:
    """Pages call verbs that tests/api proves on both engines; a browser's minutes are spent on one."""
    return "sqlite"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a screen."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def address(world: World) -> Iterator[str]:
    """Where the application is served for the time of a test."""
    server = uvicorn.Server(
        uvicorn.Config(world.app, host="127.0.0.1", port=0, log_level="error", lifespan="off")
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser without memory, that speaks Chinese."""
    context = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900})
    yield context
    context.close()


@pytest.fixture
def visit(world: World, address: str, context: BrowserContext) -> Visit:
    """A new window."""
    return Visit(world, address, context.new_page())
