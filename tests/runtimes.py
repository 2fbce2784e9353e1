"""What hosts run on a developer's machine, each told how to serve by what a build wrote for it.

They come from npm, in the versions of `runtimes/package.json`; `.ci/run` installs them. None of
them needs an account or a network, and none is left running.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from fnmatch import fnmatchcase
from pathlib import Path

import playwright

from build_site import cannot, plain_environment
from contract import PATIENCE, PLANTED, Answer, Ask, Differs, Row, Site, Tried, over_http
from servers import free_port, put_in_place
from sites import ROOT

RUNTIMES = ROOT / "tests/runtimes"
NETLIFY = RUNTIMES / "netlify"
"""Apart, because it takes longer to install than all others together."""

NODE = Path(playwright.__file__).parent / "driver"
"""The folder of the Node that comes with playwright: the same everywhere, and new enough."""

QUIET = {
    "CI": "true",
    "CLOUDFLARE_CF_FETCH_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "NETLIFY_TELEMETRY_DISABLED": "1",
    "NO_UPDATE_NOTIFIER": "1",
    "WRANGLER_SEND_METRICS": "false",
}
"""No metrics, no questions, no looking for newer versions."""


def version(name: str, folder: Path = RUNTIMES) -> str:
    """The version of a package that is installed for the tests."""
    package = json.loads((folder / "package.json").read_text("utf-8"))
    return str(package["dependencies"][name])


def script(path: str, folder: Path = RUNTIMES) -> list[str]:
    """The words that start a program of an npm package that `folder` has installed."""
    program = folder / "node_modules" / path
    if not program.is_file():
        cannot(f"{path} is not installed: npm ci --ignore-scripts --prefix {folder}")
    return [str(NODE / "node"), str(program)]


@contextmanager
def running(words: Sequence[str], port: int, folder: Path) -> Iterator[None]:
    """A program that starts others, from when it takes connections to the end of them all."""
    log = folder / "log"
    home = folder / "home"
    home.mkdir()
    with (
        log.open("wb") as said,
        subprocess.Popen(
            words,
            cwd=folder,
            env=plain_environment(
                {
                    **QUIET,
                    "HOME": str(home),
                    "XDG_CONFIG_HOME": str(home),
                    "PATH": f"{NODE}{os.pathsep}{os.environ['PATH']}",
                }
            ),
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,
        ) as process,
    ):
        try:
            until = time.monotonic() + PATIENCE
            while True:
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                    break
                assert process.poll() is None, log.read_text()
                assert time.monotonic() < until, f"{words[1]} does not listen: {log.read_text()}"
                time.sleep(0.05)
            yield
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(PATIENCE)


def without_slashes_alone(ask: Ask) -> Ask:
    """The same, but nothing is asked for at an address of slashes alone.

    It is no URL to Node, and the emulators that read it as one end themselves.
    """

    def asked(target: str, headers: Mapping[str, str] = {}, method: str = "GET", /) -> Answer:
        if target.strip("/") or target == "/":
            return ask(target, headers, method)
        return Answer(0, (), b"")

    return asked


def published(site: Site, folder: Path, host: str, planted: Sequence[str] = PLANTED) -> Path:
    """The project as it is before it goes up: the folder to publish, and what is told the host.

    Where the site has only a part of its domain, what a host reads at the root of it is put there,
    as the build says.
    """
    place = folder / ("output" if site.served.is_at_root else "site")
    put_in_place(site, place, planted)
    beside = site.project / "hosts" / host
    for file in beside.iterdir() if beside.is_dir() else ():
        if file.name in PLANTED:
            shutil.copy(file, place / file.name)
    return place


@contextmanager
def cloudflare(site: Site, folder: Path) -> Iterator[Ask]:
    """workerd by way of wrangler, with the settings as they are."""
    words, port = script("wrangler/bin/wrangler.js"), free_port()
    published(site, folder, "cloudflare")
    settings = folder / "hosts/cloudflare/wrangler.jsonc"
    settings.parent.mkdir(parents=True)
    shutil.copy(site.project / "hosts/cloudflare/wrangler.jsonc", settings)
    words += ["dev", "--local", "--ip", "127.0.0.1", "--port", str(port), "--inspector-port", "0"]
    words += ["--show-interactive-dev-session=false", "--config", str(settings)]
    with running(words, port, folder):
        yield over_http(port, site.served.host)


@contextmanager
def firebase(site: Site, folder: Path) -> Iterator[Ask]:
    """superstatic, which is what Firebase's own emulator serves with.

    What the settings ignore does not go up, which is the part of another program.
    """
    words, port = script("superstatic/lib/bin/server.js"), free_port()
    place = published(site, folder, "firebase")
    settings = site.project / "hosts/firebase/firebase.json"
    shutil.copy(settings, folder)
    for path in [*place.rglob("*")]:
        if path.is_file() and _is_ignored(path.relative_to(place), settings):
            path.unlink()
    if not site.served.is_at_root:
        shutil.copy(site.project / "output/404.html", place)
    words += [".", "--host", "127.0.0.1", "--port", str(port)]
    with running(words, port, folder):
        yield over_http(port, site.served.host)


def _is_ignored(path: Path, settings: Path) -> bool:
    """Whether the settings keep a file from going up: by its name, or by that of a folder."""
    hosting = json.loads(settings.read_text("utf-8"))["hosting"]
    names = {pattern.removeprefix("**/").removesuffix("/**") for pattern in hosting["ignore"]}
    return any(fnmatchcase(part, name) for part in path.parts for name in names)


@contextmanager
def azure(site: Site, folder: Path) -> Iterator[Ask]:
    """The emulator of Static Web Apps."""
    words, port = script("@azure/static-web-apps-cli/dist/cli/bin.js"), free_port()
    place = published(site, folder, "azure-static-web-apps")
    if not site.served.is_at_root:
        # After the first answer the emulator has lost a slash of the rule about what is not there
        # (dist/msha/routes-engine/rules/response-overrides.js), and looks for this name.
        shutil.copy(place / "notice/404.html", place / "notice404.html")
    words += ["start", str(place), "--host", "127.0.0.1", "--port", str(port)]
    with running(words, port, folder):
        yield without_slashes_alone(over_http(port, site.served.host))


@contextmanager
def netlify(site: Site, folder: Path) -> Iterator[Ask]:
    """``netlify dev``, without what would fetch Deno.

    What begins with a dot does not go up, which is the part of another command; and what begins
    with ``_`` it reads itself. It listens on every address of the machine, hence `make runtimes`.
    """
    words, port = script("netlify-cli/bin/run.js", NETLIFY), free_port()
    planted = [name for name in PLANTED if not name.startswith((".", "_"))]
    published(site, folder, "netlify", planted)
    shutil.copy(site.project / "hosts/netlify/netlify.toml", folder)
    words += ["dev", "--offline", "--internal-disable-edge-functions", "--no-open"]
    words += ["--port", str(port), "--staticServerPort", str(free_port())]
    with running(words, port, folder):
        yield without_slashes_alone(over_http(port, site.served.host))


CLOUDFLARE_DIFFERS = (
    Differs(
        Row.MISSING,
        "as the type of the ending that was asked for",
        r"[^:]+\.(atom|csv|txt|xml): Content-Type: .*",
    ),
)

FIREBASE_DIFFERS = (
    Differs(Row.FILES, "`404.html` itself: 404", r"404\.html: 404", ("/",)),
    Differs(Row.COMPRESSED, "`404.html` itself: 404", r"404\.html: .*", ("/",)),
    Differs(Row.UNCHANGED, "never 304 from the local server", r"[^:]+: If-[^:]+: (200|404)"),
)

AZURE_DIFFERS = (
    Differs(
        Row.MISSING,
        "the page without headers",
        r"[^:]+: ([^:]+: none|Content-Type: text/html; charset=UTF-8)",
    ),
    Differs(
        Row.HIDDEN,
        "not where it is spelt with percent signs",
        r"[^:]+: (200|another page for what is not there)",
    ),
    Differs(
        Row.SPELLINGS,
        "the home page after two slashes; slashes alone end the local server",
        r"/[^:]+: another page|//: 0",
        ("/",),
    ),
    Differs(Row.LINKS, "not after `%2F`", r"[^:]*%2F[^:]*: .*"),
)

NETLIFY_DIFFERS = (
    Differs(Row.FILES, "a folder leads to its `index.html`", r"(ja/)?: 302"),
    Differs(Row.TYPE, "the local server's own", r"[^:]*: Content-Type: .*"),
    Differs(Row.CACHE, "the local server's own", r"[^:]+: Cache-Control: .*"),
    Differs(Row.MISSING, "type: the local server's own", r"[^:]+: Content-Type: text/html; .*"),
    Differs(Row.SPELLINGS, "slashes alone end the local server", r"//: 0", ("/",)),
    Differs(
        Row.SPELLINGS, "`404.html/`: another page", r"404\.html/: another page.*", ("/notice/",)
    ),
    Differs(Row.LINKS, "not after `%2F`, nor after a slash too many", r"[^:]*(%2F[^:]*|/): .*"),
    Differs(Row.HEAD, "no `ETag`", r"[^:]*: other (etag, )?x-nf-request-id"),
)

TRIED: tuple[Tried, ...] = (
    Tried(
        f"Cloudflare (wrangler {version('wrangler')})",
        "cloudflare",
        cloudflare,
        CLOUDFLARE_DIFFERS,
    ),
    Tried(
        f"Firebase (superstatic {version('superstatic')})", "firebase", firebase, FIREBASE_DIFFERS
    ),
    Tried(
        f"Azure Static Web Apps (its CLI {version('@azure/static-web-apps-cli')})",
        "azure-static-web-apps",
        azure,
        AZURE_DIFFERS,
    ),
)
"""What is tried with every run of the tests."""

BY_HAND: tuple[Tried, ...] = (
    Tried(
        f"Netlify (netlify-cli {version('netlify-cli', NETLIFY)}, 2026-11-28)",
        "netlify",
        netlify,
        NETLIFY_DIFFERS,
    ),
)
"""What is tried by ``make runtimes`` alone, with the day of the last time."""
