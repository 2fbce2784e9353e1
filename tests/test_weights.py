"""What pages weigh: the figures, the budget of home pages, and how `build --stats` prints them."""

from __future__ import annotations

import contextlib
import gzip
import os
import pty
import subprocess
from pathlib import Path

from build_site import command, plain_environment, run
from noticegen.model import Artifact
from noticegen.weights import HOME_BYTES, home_pages, weights
from sites import SAMPLE_MOMENT, build_well, copy_of_sample, put, small_site, tree

AS_OF = ("--as-of", "2026-03-20 12:00")


def _pages(**contents: bytes) -> tuple[Artifact, ...]:
    return tuple(Artifact(f"{name}.html", content) for name, content in contents.items())


def test_pages_are_weighed_and_the_heaviest_is_first() -> None:
    light, heavy = b"x" * 5000, bytes(range(256))
    made = (*_pages(faq=light, index=heavy, b=light), Artifact("feed.atom", heavy))
    found = weights(made)
    assert [weight.path for weight in found] == ["index.html", "b.html", "faq.html"]
    assert (found[0].size, found[1].size) == (256, 5000)
    assert found[1].compressed == len(gzip.compress(light, compresslevel=6, mtime=0))


def test_only_home_pages_have_a_budget() -> None:
    made = [Artifact(path, b"x") for path in ("index.html", "de/index.html", "index2.html")]
    assert {one.path: one.budget for one in weights(made)} == {
        "index.html": HOME_BYTES,
        "de/index.html": HOME_BYTES,
        "index2.html": None,
    }
    assert [one.path for one in home_pages(made)] == ["index.html", "de/index.html"]


def test_a_page_is_over_its_budget_with_the_first_byte_that_is_too_much() -> None:
    [weight] = home_pages(_pages(index=b"x"))
    assert not weight._replace(compressed=HOME_BYTES).is_over
    assert weight._replace(compressed=HOME_BYTES + 1).is_over
    assert not weight._replace(path="faq.html", compressed=HOME_BYTES + 1).is_over


def test_the_home_page_of_the_sample_is_within_its_budget_in_each_language(tmp_path: Path) -> None:
    output = build_well(copy_of_sample(tmp_path), as_of=SAMPLE_MOMENT)
    made = [Artifact(path, content) for path, content in tree(output).items()]
    homes = home_pages(made)
    assert [home.path for home in homes] == ["en/index.html", "index.html"]
    assert [str(home) for home in homes if home.compressed > 13_312] == []


def test_stats_are_tabs_in_a_pipe(tmp_path: Path) -> None:
    put(tmp_path, small_site())
    ran = run(tmp_path, "build", *AS_OF, "--stats")
    assert ran.code == 0, ran.err
    rows = [line.split("\t") for line in ran.out.splitlines() if "\t" in line]
    *pages, total = rows
    made = {
        path: content
        for path, content in tree(tmp_path / "output").items()
        if path.endswith(".html")
    }
    assert {path: int(size) for size, _, _, path in pages} == {
        path: len(content) for path, content in made.items()
    }
    assert {path for _, _, budget, path in pages if budget == str(HOME_BYTES)} == {
        "index.html",
        "ja/index.html",
    }
    compressed = [int(row[1]) for row in pages]
    assert compressed == sorted(compressed, reverse=True)
    assert total == [str(sum(map(len, made.values()))), str(sum(compressed)), "", "total"]


def test_stats_are_columns_in_a_terminal(tmp_path: Path) -> None:
    put(tmp_path, small_site())
    said = _in_a_terminal(tmp_path, "en")
    lines = said[said.index(next(line for line in said if "with gzip" in line)) :]
    assert lines[0].split("  ")[-3:] == ["with gzip (level 6)", "at most", "page"]
    assert lines[-1].endswith("  total of 17 pages")
    [home] = [line for line in lines if line.endswith("  index.html")]
    assert "  13,312  " in home
    begin = home.index("index.html")
    assert all(line[begin - 2 : begin] == "  " for line in lines)
    assert all(line[begin] != " " for line in lines)


def test_stats_speak_japanese(tmp_path: Path) -> None:
    put(tmp_path, small_site())
    said = "\n".join(_in_a_terminal(tmp_path, "ja"))
    assert "gzip 圧縮後" in said
    assert "17ページの合計" in said


def test_a_build_says_nothing_of_weights_unasked(tmp_path: Path) -> None:
    put(tmp_path, small_site())
    assert "\t" not in run(tmp_path, "build", *AS_OF).out


def _in_a_terminal(project: Path, language: str) -> list[str]:
    """The lines that `build --stats` prints on a terminal."""
    ours, theirs = pty.openpty()
    said = b""
    with subprocess.Popen(
        command("build", *AS_OF, "--stats"),
        cwd=project,
        env=plain_environment({"LANGUAGE": language}),
        stdout=theirs,
        stderr=subprocess.DEVNULL,
    ) as process:
        os.close(theirs)
        with contextlib.suppress(OSError):  # which is how Linux says that nobody writes any more
            while read := os.read(ours, 65_536):
                said += read
        assert process.wait(60) == 0
    os.close(ours)
    return said.decode().splitlines()
