"""The built sites, a server for them, and the browser that looks at them."""

from __future__ import annotations

import posixpath
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from browser import every_construct
from extent import FULL
from sites import SAMPLE_MOMENT, build_well, copy_of_sample, put, tool
from story import Story

HERE = Path(__file__).parent

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs Chromium."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@dataclass(frozen=True, slots=True)
class Built:
    """A site that was built."""

    name: str
    output: Path

    @property
    def pages(self) -> list[str]:
        """The whole pages; `banner.html` is a snippet for other people's pages."""
        paths = (path.relative_to(self.output).as_posix() for path in self.output.rglob("*.html"))
        return sorted(path for path in paths if posixpath.basename(path) != "banner.html")

    @property
    def looked_at(self) -> list[str]:
        """One page of each type in each language: the first and the last of the updates; with
        `make full` all of them."""
        if FULL:
            return self.pages
        updates: dict[str, list[str]] = {}
        for page in self.pages:
            folder = posixpath.dirname(page)
            if posixpath.basename(folder) == "updates":
                updates.setdefault(folder, []).append(page)
        left_out = {page for several in updates.values() for page in several[1:-1]}
        return [page for page in self.pages if page not in left_out]

    @property
    def languages(self) -> list[str]:
        """The folders of languages; the authoritative one is the root, and has no name here."""
        return ["", *(f"{path.parent.name}/" for path in sorted(self.output.glob("*/index.html")))]

    def file(self, page: str) -> str:
        """The address of a page on the disk."""
        return f"{self.output.as_uri()}/{page}"


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Built]:
    """The sample site, and those with every construct and with one language; one build each.

    The last one keeps a record, with a change, whose pages are looked at with the others.
    """
    sample = copy_of_sample(tmp_path_factory.mktemp("sample"))
    every = put(tmp_path_factory.mktemp("every"), every_construct.files())
    single = put(tmp_path_factory.mktemp("single"), every_construct.single())
    story = Story(single)
    assert story.record("2026-03-03 12:00") == 0
    put(single, every_construct.single_changed())
    assert story.record(SAMPLE_MOMENT) == 0
    projects = {"sample": sample, "every": every, "single": single}
    return {name: Built(name, build_well(project)) for name, project in projects.items()}


@pytest.fixture(params=["sample", "every", "single"])
def site(request: pytest.FixtureRequest, sites: dict[str, Built]) -> Built:
    """One of the sites after the other."""
    return sites[str(request.param)]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, as the system has it."""
    path = tool("chromium", "chromium-browser", "google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A desktop window without a past."""
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        context.set_default_timeout(10_000)
        yield context


@dataclass(slots=True)
class Served:
    """A site on loopback, and what was asked for."""

    address: str
    """Ends with a slash."""
    asked: list[str] = field(default_factory=list)


class _Handler(SimpleHTTPRequestHandler):
    """The files of `directory` under `prefix`, and nothing anywhere else."""

    def __init__(self, *args: object, prefix: str, served: Served, directory: str) -> None:
        self._prefix = prefix
        self._served = served
        super().__init__(*args, directory=directory)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        if self.path == "/favicon.ico":
            # Chromium asks every host once for its sign, whatever the page says.
            self.send_response(204)
            self.end_headers()
            return
        self._served.asked.append(self.path)
        if not self.path.startswith(self._prefix):
            self.send_error(404)
            return
        self.path = "/" + self.path.removeprefix(self._prefix)
        super().do_GET()

    def log_message(self, format: str, *args: object) -> None:
        """Be quiet."""


@contextmanager
def serving(output: Path, prefix: str = "/") -> Iterator[Served]:
    """Serve a folder under a path of a host, for as long as it is looked at."""
    served = Served("")
    handler = partial(_Handler, prefix=prefix, served=served, directory=str(output))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        served.address = f"http://127.0.0.1:{server.server_port}{prefix}"
        try:
            yield served
        finally:
            server.shutdown()
            thread.join()
