"""The order of an upload, without a server: whatever has arrived, no shown link leads nowhere."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from build_site import SMALLEST, UPDATE, a_site, an_update, build
from noticegen.deploy.order import OutputFile, changes
from target_servers import folder_files
from test_deploy import AFTER, BEFORE, dead

Sources = Mapping[str, str | None]

ENGLISH: Sources = {
    "noticegen.yml": SMALLEST["noticegen.yml"].replace("[ja]", "[ja, en]"),
    "content/en/index.md": "---\ntitle: About a leak\n---\n\nWe are sorry.\n",
    UPDATE.replace("/ja/", "/en/"): an_update(
        "We look into it.\n", title="A leak", date=None, summary="Somebody was here."
    ),
}
SECOND: Sources = {
    "content/ja/updates/2026-03-11-two.md": an_update(
        "[書類](../../files/other.csv)と[前回](2026-03-02-first-notice.md)です。\n",
        title="二", date="2026-03-11 15:00",
    ),
    "content/files/other.csv": "c,d\n",
}  # fmt: skip
QUESTIONS: Sources = {
    "content/ja/faq.md": "---\ntitle: ご質問\ndate: 2026-03-02 15:00\n---\n\n"
    "## 全般 {#general}\n\n### 対象は {#who}\n\n全員です。\n",
    "content/ja/index.md": SMALLEST["content/ja/index.md"] + "\n[ご質問](faq.md#who)\n",
}
PAIRS: Mapping[str, tuple[Sources, Sources]] = {
    "an update more": ({}, SECOND),
    "an update less": (SECOND, {}),
    "a language more": ({}, ENGLISH),
    "a language less": (ENGLISH, {}),
    "a language and an update more": ({}, {**ENGLISH, **SECOND}),
    "questions more": ({}, QUESTIONS),
    "questions less": (QUESTIONS, {}),
    "questions for an update": (SECOND, QUESTIONS),
}


def site(folder: Path, sources: Sources, moment: str) -> dict[str, bytes]:
    ran = build(a_site(folder, sources), as_of=moment)
    assert ran.code == 0, ran.err
    return folder_files(folder / "output")


def digests(files: Mapping[str, bytes]) -> dict[str, str]:
    return {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}


def moments(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> Iterator[dict[str, bytes]]:
    """What may be there: the files of a step arrive in any order, so each may be first or last."""
    built = [OutputFile(path, sha, len(new[path])) for path, sha in digests(new).items()]
    ours = {path: frozenset({sha}) for path, sha in digests(old).items()}
    found = changes(built, digests(old), ours)
    there = dict(old)
    for _, uploads in found.steps:
        arriving = {upload.file.path: new[upload.file.path] for upload in uploads}
        for path, content in arriving.items():
            yield {**there, path: content}
            yield (
                {**there, **arriving, path: there[path]}
                if path in there
                else {
                    other: content
                    for other, content in {**there, **arriving}.items()
                    if other != path
                }
            )
        there |= arriving
        yield there
    for path in found.deletions:
        yield {other: content for other, content in there.items() if other != path}
    for path in found.deletions:
        del there[path]
    yield there
    assert there == new


@pytest.mark.parametrize("pair", PAIRS)
def test_nothing_that_is_shown_leads_nowhere(tmp_path: Path, pair: str) -> None:
    before, after = PAIRS[pair]
    old, new = site(tmp_path / "old", before, BEFORE), site(tmp_path / "new", after, AFTER)
    assert not dead(old)
    assert not dead(new)
    wrong = [leads for there in moments(old, new) for leads in dead(there)]
    assert not wrong, sorted(set(wrong))
