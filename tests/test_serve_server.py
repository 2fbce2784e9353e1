"""The preview's server gives what is held in memory, and nothing to those it is not meant for."""

from __future__ import annotations

import http.client
import json
import random
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone
from pathlib import Path
from typing import IO

import pytest

from build_site import cannot, run
from extent import extent
from noticegen.headers import headers
from noticegen.report import translator
from noticegen.serve.answering import answer
from noticegen.serve.preview import Preview
from noticegen.serve.view import EVERYTHING, PUBLIC
from serving import PATIENCE, Serving, serving
from sites import build_well, page, put, small_site, tree

SECRET = "never-to-be-served-8f2b"
HOST = b"Host: localhost\r\n"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small site with a secret beside it and in it."""
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret").write_text(SECRET)
    site = put(outside / "site", small_site())
    put(site, {".git/config": SECRET, ".env": SECRET, "notes.txt": SECRET, "output/old": SECRET})
    return site


@pytest.fixture(scope="module")
def preview(project: Path) -> Iterator[Serving]:
    with serving(project, "--public") as shown:
        yield shown


def requested(target: bytes, more: bytes = HOST, method: bytes = b"GET") -> bytes:
    return method + b" " + target + b" HTTP/1.1\r\n" + more + b"Connection: close\r\n\r\n"


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1]) if answer else 0


# ------------------------------------------------------------------ what it gives


def test_every_file_of_a_build_is_there_with_its_own_bytes(
    project: Path, preview: Serving, tmp_path: Path
) -> None:
    copy = put(tmp_path / "copy", small_site())
    for path, content in tree(build_well(copy, as_of="2026-11-23 12:00")).items():
        got = preview.get(f"/{path}")
        assert got.status == 200, path
        if path.endswith(".html") and b"<body" in content:
            assert got.text.replace("\n", "") != content.decode().replace("\n", "")
        elif path != "SHA256SUMS":
            assert got.content == content, path
        assert got.headers["X-Robots-Tag"] == "noindex"
        assert got.headers["Cache-Control"] == "no-store"


def test_folders_answer_with_their_index(preview: Serving) -> None:
    assert preview.get("/").content == preview.get("/index.html").content
    assert "漏えいのお知らせ" in preview.get("/ja/").text


def test_an_address_that_leads_nowhere_gets_the_page_for_it(preview: Serving) -> None:
    got = preview.get("/nothing.html")
    assert got.status == 404
    assert 'href="/@now/index.html"' in got.text
    assert "some.example" not in got.text


def test_headers_are_those_of_production_and_one_script(preview: Serving) -> None:
    got = preview.get("/").headers
    for name, value in headers():
        if name != "Content-Security-Policy":
            assert got[name] == value
    [published] = [value for name, value in headers() if name == "Content-Security-Policy"]
    changed = set(got["Content-Security-Policy"].split("; ")) ^ set(published.split("; "))
    assert {directive.split()[0] for directive in changed} == {"script-src"}
    assert not any("'unsafe" in value or "*" in value for value in got.values())
    assert not any(name.lower().startswith("access-control") for name in got)


def test_a_build_knows_nothing_of_the_preview(tmp_path: Path) -> None:
    for path, content in tree(build_well(put(tmp_path, small_site()))).items():
        assert b"noticegen_" not in content, path
        assert content.count(b"<script") == content.count(b'<script type="application/ld+json">')
        assert b"noindex" not in content, path


def test_head_has_the_headers_and_no_body(preview: Serving) -> None:
    whole, head = preview.get("/"), preview.get("/", method="HEAD")
    assert head.content == b""
    assert head.headers["Content-Length"] == whole.headers["Content-Length"]


def test_several_requests_share_a_connection(preview: Serving) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", preview.port, timeout=PATIENCE)
    sockets = set()
    for _ in range(3):
        connection.request("GET", "/")
        assert connection.getresponse().read()
        sockets.add(connection.sock)
    assert len(sockets) == 1
    connection.close()


# ------------------------------------------------------------------ whom it turns away

TRAVERSALS = [
    b"/../../../../etc/passwd",
    b"/%2e%2e/%2e%2e/etc/passwd",
    b"/..%2f..%2fsecret",
    b"/%252e%252e/%252e%252e/secret",
    b"/..\\..\\secret",
    b"//etc/passwd",
    b"/.git/config",
    b"/%00",
    b"/index.html%00.txt",
    b"/@now/../../secret",
    b"/@all/%2e%2e/%2e%2e/secret",
    b"/@2026-03-02T15:00/../.env",
    b"/@../secret",
    b"/notes.txt",
    b"/noticegen.yml",
    b"/content/en/index.md",
    b"/output/old",
    b"/%ff%fe",
    b"/a" * 500,
    b"*",
    b"http://localhost/../secret",
    b"file:///etc/passwd",
    b"/?../../secret",
]


@pytest.mark.parametrize("target", TRAVERSALS, ids=lambda target: target[:40].decode())
def test_nothing_outside_can_be_had(preview: Serving, target: bytes) -> None:
    got = preview.raw(requested(target))
    assert status(got) in ({200} if target.startswith(b"/?") else {400, 404})
    assert SECRET.encode() not in got
    assert b"root:" not in got


def _answer(stream: IO[bytes]) -> tuple[bytes, bytes]:
    """The next answer on a connection that stays: its first line, and what it holds."""
    first, length = stream.readline(), 0
    while (line := stream.readline().strip()) != b"":
        name, _, value = line.partition(b": ")
        if name == b"Content-Length":
            length = int(value)
    return first, stream.read(length)


@pytest.mark.slow
def test_no_generated_path_gives_a_byte_that_is_not_held(preview: Serving) -> None:
    """100,000 paths of pieces that have opened other servers, with `make full`."""
    chance = random.Random(20261127)
    pieces = (
        "..", ".", "%2e%2e", "%2E.", "%252e", "/", "//", "\\", "%5c", "%2f", "%00", "%0a", "~",
        "@now", "@all", "@2026-03-02", "@2026-03-02T15:00", "@events", "@changes", "index.html",
        "etc", "passwd", "secret", ".git", "config", ".env", "noticegen.yml", "content", "en",
        "output", "old", "notes.txt", "proc", "self", "environ", "\u202e", "é", ";", "?", "#", "%",
        "%u002e", "C:", "con", "a" * 300,
    )  # fmt: skip
    answered = 0
    with socket.create_connection(("127.0.0.1", preview.port), timeout=PATIENCE) as connection:
        answers = connection.makefile("rb")
        for _ in range(extent(1000, 250)):
            targets: list[bytes] = []
            while len(targets) < 100:
                chosen = chance.choices(pieces, k=chance.randrange(1, 7))
                path = "/" + "".join(piece + chance.choice(("/", "")) for piece in chosen)
                if not path.lstrip("/").startswith("@events"):
                    targets.append(path.encode())
            connection.sendall(
                b"".join(b"GET " + target + b" HTTP/1.1\r\n" + HOST + b"\r\n" for target in targets)
            )
            for target in targets:
                status_line, content = _answer(answers)
                assert int(status_line.split()[1]) in (200, 404), target
                assert SECRET.encode() not in content, target
                assert b"root:" not in content, target
                answered += b" 200 " in status_line
    assert answered > 100, "some of the paths name what is there"


@pytest.mark.parametrize(
    "host",
    ["evil.example", "169.254.169.254", "localhost.evil.example", "", "localhost@evil.example"],
)
def test_another_host_is_turned_away(preview: Serving, host: str) -> None:
    got = preview.raw(requested(b"/", f"Host: {host}\r\n".encode()))
    assert status(got) == 421
    assert b"Notice about a leak" not in got


@pytest.mark.parametrize("more", [b"", HOST + HOST], ids=["none", "two"])
def test_a_request_names_one_host(preview: Serving, more: bytes) -> None:
    assert status(preview.raw(requested(b"/", more))) == 400


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:1234", "[::1]", "LOCALHOST:80"])
def test_this_machine_is_answered(preview: Serving, host: str) -> None:
    assert status(preview.raw(requested(b"/", f"Host: {host}\r\n".encode()))) == 200


@pytest.mark.parametrize("method", [b"POST", b"PUT", b"DELETE", b"OPTIONS", b"TRACE", b"CONNECT"])
def test_only_reading_is_allowed(preview: Serving, method: bytes) -> None:
    got = preview.raw(requested(b"/", method=method))
    assert status(got) == 405
    assert b"Allow: GET, HEAD" in got


def test_what_follows_a_request_is_not_taken_for_another(preview: Serving) -> None:
    inner = requested(b"/", b"Host: evil.example\r\n")
    got = preview.raw(b"GET / HTTP/1.1\r\n" + HOST + b"Content-Length: 0\r\n\r\n" + inner + inner)
    assert got.count(b"HTTP/1.1 ") == 1


@pytest.mark.parametrize(
    ("request_", "wanted"),
    [
        (b"GET /" + b"a" * 5000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", {414}),
        (b"GET / HTTP/1.1\r\n" + HOST + b"X: y\r\n" * 70 + b"\r\n", {431}),
        (b"GET / HTTP/1.1\r\n" + HOST + b"X: " + b"y" * 70_000 + b"\r\n\r\n", {431, 400}),
        (b"GET / HTTP/9.9\r\n" + HOST + b"\r\n", {505}),
        (b"\x16\x03\x01\x02\x00\x01\x00", {400, 0}),
        (b"GET\r\n\r\n", {400}),
    ],
    ids=["line", "headers", "header", "version", "tls", "words"],
)
def test_what_is_too_much_is_refused(preview: Serving, request_: bytes, wanted: set[int]) -> None:
    assert status(preview.raw(request_)) in wanted


EVENTS = "/@events?%2Findex.html"


@pytest.mark.parametrize(
    "more",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
    ids=str,
)
def test_the_stream_is_for_the_page_itself(preview: Serving, more: dict[str, str]) -> None:
    got = preview.get(EVENTS, headers=more)
    assert got.status == 403
    assert "built" not in got.text


def test_the_stream_says_what_was_built(preview: Serving) -> None:
    with socket.create_connection(("127.0.0.1", preview.port), timeout=PATIENCE) as connection:
        connection.sendall(requested(EVENTS.encode(), HOST + b"Sec-Fetch-Site: same-origin\r\n"))
        got = b""
        while b"\n\n" not in got.partition(b"\r\n\r\n")[2]:
            got += connection.recv(1 << 16)
    assert b"Content-Type: text/event-stream" in got
    data = json.loads(got.partition(b"data: ")[2].partition(b"\n")[0])
    assert f'data-page="{data["page"]}"' in preview.get("/index.html").text
    assert "native events, built " in data["text"]


def test_slow_clients_do_not_hold_others_up(preview: Serving) -> None:
    slow = [socket.create_connection(("127.0.0.1", preview.port)) for _ in range(40)]
    for connection in slow:
        connection.sendall(b"GET / HT")
    began = time.monotonic()
    assert preview.get("/").status == 200
    assert time.monotonic() - began < PATIENCE / 6
    for connection in slow:
        connection.close()


def test_connections_are_limited_and_come_free_again(preview: Serving) -> None:
    many = [socket.create_connection(("127.0.0.1", preview.port)) for _ in range(300)]
    for connection in many:
        connection.close()
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            if preview.get("/").status == 200:
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("it does not answer any more")


# ------------------------------------------------------------------ where it listens


def test_it_listens_on_this_machine_alone(preview: Serving) -> None:
    listening = set()
    for name, family in (("tcp", socket.AF_INET), ("tcp6", socket.AF_INET6)):
        for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]:
            local, state = line.split()[1], line.split()[3]
            address, port = local.split(":")
            if int(port, 16) == preview.port and state == "0A":
                raw = bytes.fromhex(address)
                words = b"".join(raw[i : i + 4][::-1] for i in range(0, len(raw), 4))
                listening.add(socket.inet_ntop(family, words))
    assert "127.0.0.1" in listening
    assert listening <= {"127.0.0.1", "::1"}


def test_it_answers_on_both_loopbacks(preview: Serving) -> None:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        cannot("there is no IPv6 loopback here")
    assert status(preview.raw(requested(b"/", b"Host: [::1]\r\n"), "::1")) == 200


def test_a_port_in_use_ends_with_a_free_one_in_the_hint(project: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ran = run(project, "serve", "--port", str(port))
    assert ran.code == 4
    assert ran.out == ""
    assert f"--port: error NG603 system: port {port} is in use" in ran.err
    assert "hint: take a free one: --port " in ran.err


def test_the_default_port_gives_way_and_says_so(project: Path) -> None:
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            taken.bind(("127.0.0.1", 8000))
            taken.listen()
        except OSError:
            pass  # somebody else has it, which is as good
        with serving(project, port=None) as shown:
            assert shown.port > 8000
            assert "Port 8000 is in use.\n" in shown.told
            assert shown.get("/").status == 200


def test_another_address_is_opened_only_on_request_and_with_a_warning(project: Path) -> None:
    with serving(project, "--bind", "0.0.0.0", "--allow-host", "preview.example") as shown:
        assert any("warning: all who reach 0.0.0.0 see drafts" in line for line in shown.told)
        answer = shown.raw(requested(b"/", b"Host: preview.example\r\n"))
        assert status(answer) == 200
        assert status(shown.raw(requested(b"/", b"Host: other.example\r\n"))) == 421


def test_a_folder_without_a_site_ends_at_once(tmp_path: Path) -> None:
    ran = run(tmp_path, "serve", "--port", "0")
    assert (ran.code, ran.out) == (2, "")
    assert "NG101" in ran.err


# ------------------------------------------------------------------ while it is made anew


@pytest.mark.slow
def test_every_answer_is_whole_and_of_one_version(tmp_path: Path) -> None:
    """10,000 requests during 20 rebuilds. Each version says its number three times on a page."""
    site = put(tmp_path, small_site())

    def write(number: int) -> None:
        body = f"VERSION-{number}-\n\nVERSION-{number}-\n\n" + "More words.\n\n" * 400
        new = page("Notice about a leak", f"{body}VERSION-{number}-", date="2026-03-02 15:00")
        (site / "content/en/index.md").write_text(new)

    write(0)
    wrong: list[str] = []
    seen: set[str] = set()
    over = threading.Event()

    def ask(share: int) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", shown.port, timeout=PATIENCE)
        count = 0
        while count < share or not over.is_set():
            connection.request("GET", "/index.html")
            answer = connection.getresponse()
            text = answer.read().decode()
            count += 1
            said = [part.partition("-")[0] for part in text.split("VERSION-")[1:]]
            if answer.status != 200 or len(said) < 3 or len(set(said)) != 1:
                wrong.append(f"{answer.status} {said}")
            seen.update(said)
        connection.close()
        return count

    with serving(site, "--public") as shown, ThreadPoolExecutor(5) as pool:
        asked = [pool.submit(ask, 2000) for _ in range(5)]
        for number in range(1, 21):
            write(number)
            shown.until(f"VERSION-{number}-")
        over.set()
        total = sum(future.result() for future in asked)
    assert wrong == []
    assert total >= 10_000
    assert len(seen) >= 20


def test_answering_touches_no_file(project: Path) -> None:
    """What is not in memory cannot be given away: no answer opens, lists or asks for anything."""
    touched: list[str] = []
    watched = threading.local()

    def note(event: str, arguments: tuple[object, ...]) -> None:
        if getattr(watched, "yes", False) and event.startswith(("open", "os.", "glob.")):
            touched.append(f"{event} {arguments}")

    sys.addaudithook(note)
    preview = Preview(project, lambda: datetime(2026, 3, 20, tzinfo=timezone.utc))
    translate = translator(())
    for view in (PUBLIC, EVERYTHING):
        version = preview.version(view)
        assert version.shown is not None
        watched.yes = True
        outside = ["nothing", "../secret", "/etc/passwd", ".git/config"]
        paths = ["", "ja/", *outside, *version.shown.files]
        answers = [answer(path, version, translate) for path in paths]
        watched.yes = False
        assert {got.status for got in answers} == {200, 404}
    assert touched == []


def test_it_ends_when_the_system_ends_it(project: Path) -> None:
    with serving(project, "--public", end=signal.SIGTERM, code=143) as shown:
        assert shown.get("/").status == 200
