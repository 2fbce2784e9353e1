"""What a record of a thousand entries costs: `build` with and without it, and `verify`.

Run as `make bench-record`. Whole processes, the median of several runs, the two sites in turn.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

ENTRIES = 1000
RUNS = 7
AS_OF = ("--as-of", "2027-01-31 12:00")

SETTINGS = """\
title: {ja: お詫びとお知らせ, en: Apology and notice}
organization: {ja: 株式会社みなと学習社, en: "Minato Learning Co., Ltd."}
url: https://www.minato-learning.example/notice/
official_site: https://www.minato-learning.example/
languages: [ja, en]
timezone: Asia/Tokyo
"""


def main() -> None:
    """Make both sites, and print the times."""
    with tempfile.TemporaryDirectory() as folder:
        without, with_record = Path(folder, "without"), Path(folder, "with")
        _write(without)
        shutil.copytree(without, with_record)
        _seconds(with_record, "record", *AS_OF)
        times: dict[Path, list[float]] = {without: [], with_record: []}
        for run in range(RUNS + 1):
            for site, taken in times.items():
                shutil.rmtree(site / "output", ignore_errors=True)
                seconds = _seconds(site, "build", *AS_OF)
                if run:
                    taken.append(seconds)
        plain, recorded = (statistics.median(taken) for taken in times.values())
        verified = statistics.median(_seconds(with_record, "verify", "output") for _ in range(RUNS))
        count = len(list((with_record / "record/entries").iterdir()))
        print(f"entries: {count}")
        print(f"build without a record: {plain:.2f} s")
        print(f"build with it:          {recorded:.2f} s ({recorded / plain - 1:+.1%})")
        print(f"verify of the output:   {verified:.2f} s")


def _write(site: Path) -> None:
    """Two languages, and as many updates as make the entries together with the home page."""
    texts = {"noticegen.yml": SETTINGS}
    for language in ("ja", "en"):
        date = "date: 2026-03-02 15:00\n" if language == "ja" else ""
        texts[f"content/{language}/index.md"] = f"---\ntitle: {language}\n{date}---\n\nお詫び。\n"
    begin = datetime(2026, 3, 3, 9)
    for number in range((ENTRIES - 3) // 2 + 1):
        moment = begin + timedelta(hours=12 * number)
        name = f"{moment:%Y-%m-%d}-update-{number}"
        for language in ("ja", "en"):
            date = f"date: {moment:%Y-%m-%d %H:%M}\n" if language == "ja" else ""
            body = f"調査で分かったことを、続けてお知らせします（{number}）。\n\n" * 6
            texts[f"content/{language}/updates/{name}.md"] = (
                f"---\ntitle: Update {number}\n{date}summary: {number}\n---\n\n## 経過\n\n{body}"
            )
    for path, text in texts.items():
        target = site / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")


def _seconds(site: Path, *arguments: str) -> float:
    begin = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "noticegen", *arguments], cwd=site, check=True, capture_output=True
    )
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
