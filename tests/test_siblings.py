"""Compressed siblings unpack to what they stand beside, and are there for hosts that send them."""

from __future__ import annotations

import gzip
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest

from build_site import SMALLEST, UPDATE, a_site, an_update, build, run
from noticegen.diagnostics import exit_code
from noticegen.hosts.known import HOSTS, chosen
from noticegen.hosts.model import Encoding
from noticegen.hosts.siblings import SMALLEST as SMALLEST_SIZE
from noticegen.hosts.siblings import encodings, siblings
from noticegen.model import Artifact
from noticegen.verify.folder import verify
from sites import tree
from test_hosts import many

BOTH = (Encoding.BROTLI, Encoding.GZIP)
TEXT = "お知らせです。\n".encode() * 200
UNPACK: dict[str, Callable[[bytes], bytes]] = {".gz": gzip.decompress, ".br": brotli.decompress}


def made(path: str, content: bytes = TEXT) -> dict[str, bytes]:
    return {one.path: one.content for one in siblings([Artifact(path, content)], BOTH)}


def with_hosts(folder: Path, *hosts: str) -> Path:
    settings = SMALLEST["noticegen.yml"] + f"hosts: [{', '.join(hosts)}]\n"
    site = a_site(folder, {"noticegen.yml": settings, "content/files/list.csv": "a,b\n" * 500})
    return a_site(
        site, {UPDATE: an_update("[一覧](../../files/list.csv)です。\n"), "noticegen.yml": settings}
    )


def packed(output: Path) -> set[str]:
    return {path for path in tree(output) if path.endswith((".gz", ".br"))}


# ------------------------------------------------------------------ what is made


@pytest.mark.parametrize("name", ["index.html", "x.txt", "SHA256SUMS", "feed.atom", "site.json"])
def test_a_text_has_a_sibling_in_each_encoding(name: str) -> None:
    found = made(name)
    assert [*found] == [f"{name}.br", f"{name}.gz"]
    for path, content in found.items():
        assert UNPACK[path[-3:]](content) == TEXT


@pytest.mark.parametrize(
    "name", ["a.png", "a.jpg", "a.pdf", "a.zip", "a.docx", "a.xlsx", "a.webp", "nothing-known"]
)
def test_what_is_compressed_in_itself_has_none(name: str) -> None:
    assert not made(f"files/{name}")


def test_what_is_small_or_gains_little_has_none() -> None:
    assert not made("a.html", b"x" * (SMALLEST_SIZE - 1))
    assert made("a.html", b"x" * SMALLEST_SIZE)
    noise = random.Random(1).randbytes(4096)
    assert not made("a.html", noise)
    assert not made("a.html", noise + b"x" * 128)
    assert made("a.html", noise + b"x" * 1024)


def test_the_same_bytes_have_the_same_siblings_wherever_and_whenever() -> None:
    many = [Artifact(f"{n}/x.html", TEXT + str(n).encode()) for n in range(60)]
    whole = {one.path: one.content for one in siblings(many, BOTH)}
    assert len(whole) == 120
    for one in many:
        for path, content in made(one.path, one.content).items():
            assert whole[path] == content


def test_a_gzip_sibling_says_neither_when_nor_from_what_it_was_made() -> None:
    header = made("index.html")["index.html.gz"][:10]
    assert header == b"\x1f\x8b\x08\x00\0\0\0\0\x02\xff"


def test_hosts_that_compress_themselves_have_none() -> None:
    wanted = {host.NAME: host.SIBLINGS for host in HOSTS if host.SIBLINGS}
    assert wanted == {
        "nginx": (Encoding.GZIP,),
        "apache": BOTH,
        "caddy": BOTH,
        "gitlab-pages": BOTH,
    }
    assert encodings(chosen(["nginx", "netlify"])) == (Encoding.GZIP,)
    assert encodings(HOSTS) == BOTH


# ------------------------------------------------------------------ building and verifying


def test_a_build_writes_them_for_the_chosen_hosts_and_takes_them_away(tmp_path: Path) -> None:
    site = with_hosts(tmp_path, "netlify")
    output = site / "output"
    assert build(site).code == 0
    assert not packed(output)
    plain = tree(output)
    with_hosts(site, "nginx")
    assert build(site).code == 0
    assert {path[-3:] for path in packed(output)} == {".gz"}
    with_hosts(site, "nginx", "caddy")
    assert build(site).code == 0
    assert {"index.html.br", "index.html.gz", "files/list.csv.br", "404.html.gz"} < packed(output)
    for path in packed(output):
        assert UNPACK[path[-3:]](tree(output)[path]) == plain[path[:-3]]
    sums = (output / "SHA256SUMS").read_text("utf-8")
    assert not [line for line in sums.splitlines() if line.endswith((".gz", ".br"))]
    assert run(site, "verify", "output").code == 0
    again = tree(output)
    shutil.rmtree(output)
    assert build(site).code == 0
    assert tree(output) == again
    with_hosts(site, "netlify")
    assert build(site).code == 0
    assert not packed(output)


def test_they_count_where_a_host_counts_files() -> None:
    (cloudflare,) = chosen(["cloudflare"])
    site = many(19_970)
    assert not list(cloudflare.faults(site))
    (fault,) = cloudflare.faults(site._replace(siblings=site.files[:10]))
    assert "20001 files" in str(fault.message)


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = with_hosts(tmp_path_factory.mktemp("site"), "caddy")
    assert build(site).code == 0
    return site / "output"


WRONG: dict[str, Callable[[Path], object]] = {
    "of another page": lambda f: (f / "index.html.gz").write_bytes(gzip.compress(b"<p>x")),
    "of another page, br": lambda f: (f / "index.html.br").write_bytes(brotli.compress(b"<p>x")),
    "cut": lambda f: cut(f / "index.html.gz"),
    "cut, br": lambda f: cut(f / "index.html.br"),
    "with more behind it": lambda f: more(f / "index.html.gz", gzip.compress(b"x")),
    "with more behind it, br": lambda f: more(f / "index.html.br", b"x"),
    "not compressed": lambda f: shutil.copy(f / "index.html", f / "index.html.gz"),
    "not compressed, br": lambda f: shutil.copy(f / "index.html", f / "index.html.br"),
    "empty": lambda f: (f / "index.html.gz").write_bytes(b""),
    "empty, br": lambda f: (f / "index.html.br").write_bytes(b""),
    "very large": lambda f: (f / "index.html.gz").write_bytes(gzip.compress(b"x" * 50_000_000)),
    "very large, br": lambda f: (f / "index.html.br").write_bytes(
        brotli.compress(b"x" * 50_000_000, quality=1)
    ),
    "a link": lambda f: link(f / "index.html.gz"),
    "of nothing": lambda f: (f / "other.html.gz").write_bytes(gzip.compress(b"x")),
    "zst, which is never made": lambda f: (f / "index.html.zst").write_bytes(b"x"),
}


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def more(path: Path, content: bytes) -> None:
    path.write_bytes(path.read_bytes() + content)


def link(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to("elsewhere")


@pytest.mark.parametrize("case", WRONG)
def test_a_sibling_that_is_not_its_file_is_found(output: Path, tmp_path: Path, case: str) -> None:
    folder = tmp_path / "output"
    shutil.copytree(output, folder)
    assert not verify(folder, None).findings
    WRONG[case](folder)
    found = verify(folder, None).findings
    assert exit_code(found) == 3
    assert {finding.code.value for finding in found} == {"NG624"}
    assert any(finding.at.path.endswith((".gz", ".br", ".zst")) for finding in found)


@pytest.mark.parametrize("ending", ["gz", "BR", "zst"])
def test_an_attachment_cannot_stand_where_a_sibling_would(tmp_path: Path, ending: str) -> None:
    site = a_site(tmp_path, {f"content/files/list.csv.{ending}": "a,b\n"})
    ran = build(site)
    assert ran.code == 1
    assert f"content/files/list.csv.{ending}: error NG217" in ran.err
