"""What is under embargo or a draft is in no byte of the output."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from sites import build_well, copy_of_sample, page, put, settings, tree

BEFORE, AT, AFTER = "2027-03-31 09:59:59", "2027-03-31 10:00:00", "2027-03-31 10:00:01"

SLUG = "2027-03-31-one-year-report"

SCHEDULED = f"updates/{SLUG}.md"
DRAFT = "updates/draft-committee-report.md"


def stretches(text: str, length: int = 12) -> Iterator[str]:
    """Pieces of a text that stand in one line and one run of words."""
    for line in text.splitlines():
        # A link's target names what is public.
        plain = re.sub(r"\]\([^)]*\)", "", line).strip()
        for start in range(0, len(plain) - length + 1, length):
            yield plain[start : start + length]


def distinctive(project: Path, name: str) -> set[bytes]:
    """What a file says, in front matter and body, that no other file says."""
    [*own] = [path for path in project.rglob("*.md") if path.as_posix().endswith(name)]
    others = "".join(
        path.read_text("utf-8")
        for pattern in ("*.md", "*.yml")
        for path in project.rglob(pattern)
        if path not in own
    )
    pieces = {
        piece
        for path in own
        for piece in stretches(path.read_text("utf-8"))
        # A date may be written out of what is public, too.
        if piece not in others and sum(sign.isalpha() for sign in piece) > 6
    }
    assert len(pieces) > 30
    return {piece.encode() for piece in pieces}


def found_in(output: Path, wanted: set[bytes]) -> dict[str, set[bytes]]:
    """Which of these bytes stand where, in the name of a file or in what it holds."""
    found = {}
    for path, content in tree(output).items():
        whole = path.encode() + b"\n" + content
        if here := {piece for piece in wanted if piece in whole}:
            found[path] = here
    return found


def test_one_second_early_nothing_of_the_report_is_there(tmp_path: Path) -> None:
    project = copy_of_sample(tmp_path)
    output = build_well(project, as_of=BEFORE)
    wanted = distinctive(project, SCHEDULED) | {SLUG.encode(), b"one-year-report"}
    assert found_in(output, wanted) == {}


@pytest.mark.parametrize("moment", [AT, AFTER])
def test_from_its_moment_on_the_report_is_there_in_both_languages(
    tmp_path: Path, moment: str
) -> None:
    project = copy_of_sample(tmp_path)
    output = build_well(project, as_of=moment)
    assert found_in(output, {SLUG.encode()}).keys() >= {
        f"{folder}{name}"
        for folder in ("", "en/")
        for name in (
            f"updates/{SLUG}.html",
            "changelog.html",
            "index.html",
            "feed.atom",
            "feed.json",
        )
    } | {"sitemap.xml", "SHA256SUMS"}
    for language, folder in (("ja", ""), ("en", "en/")):
        source = (project / "content" / language / SCHEDULED).read_text("utf-8")
        title = source.split("title: ")[1].splitlines()[0]
        summary = source.split("summary: ")[1].splitlines()[0]
        for name in (f"updates/{SLUG}.html", "index.html"):
            html = (output / folder / name).read_text("utf-8")
            assert title in html
            assert summary in html
    assert len(found_in(output, distinctive(project, SCHEDULED))) >= 6


@pytest.mark.slow
def test_the_three_moments_give_two_outputs(tmp_path: Path) -> None:
    project = copy_of_sample(tmp_path)
    before, at, after = (
        tree(build_well(project, tmp_path / str(n), moment))
        for n, moment in enumerate((BEFORE, AT, AFTER))
    )
    assert at == after
    assert before != at
    assert before.keys() < at.keys()


@pytest.mark.slow
@pytest.mark.parametrize("moment", [BEFORE, AFTER, "2099-12-31 23:59"])
def test_the_draft_is_never_there(tmp_path: Path, moment: str) -> None:
    project = copy_of_sample(tmp_path)
    output = build_well(project, as_of=moment)
    assert found_in(output, distinctive(project, DRAFT) | {b"committee-report"}) == {}


def test_the_output_is_that_of_a_site_without_the_withheld_files(tmp_path: Path) -> None:
    whole = copy_of_sample(tmp_path / "whole")
    output = tree(build_well(whole, as_of=BEFORE))
    for name in (SCHEDULED, DRAFT):
        for path in whole.glob(f"content/*/{name}"):
            path.unlink()
    assert tree(build_well(whole, as_of=BEFORE)) == output


SECRET = "zirconium"
NOTE = f"  changes:\n    - {{at: 2026-06-01 10:00, kind: wording, note: {SECRET}}}\n"

WITHHELD = {
    "an update": {
        f"content/en/updates/2026-06-01-{SECRET}.md": page(
            SECRET, SECRET, date="2026-06-01 10:00", summary=SECRET
        )
    },
    "a page": {f"content/en/{SECRET}.md": page(SECRET, SECRET, date="2026-06-01 10:00")},
    "a block": {
        "content/en/index.md": page(
            "Notice", f"Text.\n\n::: from 2026-06-01 10:00\n{SECRET}\n:::", date="2026-03-01 10:00"
        )
    },
    "a question": {
        "content/en/faq.md": page(
            "Questions",
            "## Topic\n\n### Asked {#asked}\n\nYes.\n\n"
            f'### {SECRET} {{#{SECRET} date="2026-06-01 10:00"}}\n\n{SECRET}',
            date="2026-03-01 10:00",
        )
    },
    "a whole topic": {
        "content/en/faq.md": page(
            "Questions",
            "## Topic\n\n### Asked {#asked}\n\nYes.\n\n"
            f"## {SECRET} {{#of-{SECRET}}}\n\n{SECRET}\n\n"
            '### Q {#q date="2026-06-01 10:00"}\n\nA',
            date="2026-03-01 10:00",
        )
    },
    "a change": {
        "content/en/index.md": page(
            "Notice",
            "Text.",
            date="2026-03-01 10:00",
            changes=f"\n  - {{at: 2026-06-01 10:00, kind: wording, note: {SECRET}}}",
        )
    },
    "a note about a fact": {
        "content/facts.yml": "people:\n  type: number\n  name: People\n"
        f"  values: [{{from: 2026-03-01 10:00, value: 5}}]\n{NOTE}"
    },
    "a note about a contact": {
        "content/contacts.yml": f"desk:\n  name: Desk\n  mail: desk@some.example\n{NOTE}"
    },
    "a note about a file": {
        "content/en/index.md": page("Notice", "[It](file:it)", date="2026-03-01 10:00"),
        "content/files/it.txt": "It.",
        "content/files.yml": f"it:\n  title: It\n  file: it.txt\n{NOTE}",
    },
    "a note about the site": {"noticegen.yml": settings("en", "de", more=NOTE.replace("  c", "c"))},
    "a translation": {
        "content/de/index.md": page(SECRET, SECRET, translated="2026-06-01 10:00", summary=SECRET)
    },
    "a file": {
        "content/en/index.md": page(
            "Notice",
            f"Text.\n\n::: from 2026-06-01 10:00\n[It](../files/{SECRET}.txt)\n:::",
            date="2026-03-01 10:00",
        ),
        f"content/files/{SECRET}.txt": SECRET,
    },
    "an update named in a block": {
        "content/en/index.md": page(
            "Notice",
            f"Text.\n\n::: from with=2026-06-01-{SECRET}\n${{update.2026-06-01-{SECRET}}}\n:::",
            date="2026-03-01 10:00",
        ),
        f"content/en/updates/2026-06-01-{SECRET}.md": page(
            SECRET, SECRET, date="2026-06-01 10:00", summary=SECRET
        ),
    },
}


@pytest.mark.slow
@pytest.mark.parametrize("what", WITHHELD)
def test_whatever_is_withheld_is_in_no_byte_until_its_moment(tmp_path: Path, what: str) -> None:
    files: dict[str, str | bytes] = {
        "noticegen.yml": settings("en", "de"),
        "content/en/index.md": page("Notice", "Text.", date="2026-03-01 10:00"),
        "content/en/updates/2026-03-01-first.md": page(
            "First", "Text.", date="2026-03-01 10:00", summary="Text."
        ),
    }
    project = put(tmp_path, {**files, **WITHHELD[what]})
    wanted = {SECRET.encode()}
    assert found_in(build_well(project, as_of="2026-06-01 09:59:59"), wanted) == {}
    assert found_in(build_well(project, as_of="2026-06-01 10:00:00"), wanted) != {}


def test_a_block_that_ended_is_in_no_byte(tmp_path: Path) -> None:
    project = put(
        tmp_path,
        {
            "noticegen.yml": settings("en"),
            "content/en/index.md": page(
                "Notice",
                f"Text.\n\n::: until 2026-06-01 10:00\n{SECRET}\n:::",
                date="2026-03-01 10:00",
            ),
        },
    )
    assert found_in(build_well(project, as_of="2026-06-01 09:59:59"), {SECRET.encode()}) != {}
    assert found_in(build_well(project, as_of="2026-06-01 10:00:00"), {SECRET.encode()}) == {}
