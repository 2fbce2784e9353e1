"""What checks HTML: the Nu HTML checker and html-validate, each run once over many files.

They come from npm, in the versions of `validators/package.json`; `.ci/run` installs them. The Nu
checker is a Java program.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

import runtimes
from build_site import cannot
from sites import ROOT, tool

VALIDATORS = ROOT / "tests/validators"
HTML_VALIDATE = "html-validate/bin/html-validate.mjs"
NU = "vnu-jar/build/dist/vnu.jar"

JAVA = ("-Xss4m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""The Nu checker wants a large stack. It does not run for long enough to be worth compiling well,
and takes half as long without."""


class Remark(NamedTuple):
    """What a checker says of a file."""

    file: Path
    line: int
    rule: str
    """With html-validate the name of its rule, with the Nu checker how serious it is."""
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.rule}: {self.text}"


def nu(files: Iterable[Path]) -> tuple[Remark, ...]:
    """Everything that the Nu checker says of the files, down to what is for information only."""
    jar = VALIDATORS / "node_modules" / NU
    if not jar.is_file():
        cannot(f"{NU} is not installed: npm ci --ignore-scripts --prefix {VALIDATORS}")
    words = [tool("java"), *JAVA, "-jar", str(jar), "--format", "json", "--stdout"]
    found = _json([*words, *map(str, files)])
    return tuple(
        Remark(
            Path(unquote(urlsplit(said.get("url", "")).path)),
            said.get("lastLine", 0),
            said.get("subType", said["type"]),
            said["message"],
        )
        for said in found["messages"]
    )


def html_validate(files: Iterable[Path]) -> tuple[Remark, ...]:
    """Everything that html-validate says of the files, by `validators/html-validate.mjs`."""
    words = runtimes.script(HTML_VALIDATE, VALIDATORS)
    options = ["--config", str(VALIDATORS / "html-validate.mjs"), "--formatter", "json"]
    found = _json([*words, *options, *map(str, files)])
    return tuple(
        Remark(Path(looked["filePath"]), said["line"], said["ruleId"], said["message"])
        for looked in found
        for said in looked["messages"]
    )


def _json(words: Sequence[str]) -> Any:
    """What a checker says; with 1 it ends where it found something."""
    done = subprocess.run(words, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode in (0, 1), done.stderr
    try:
        return json.loads(done.stdout)
    except ValueError:
        raise AssertionError(f"{words[0]} ended with {done.returncode}: {done.stderr}") from None


class Known(NamedTuple):
    """A remark that says nothing of the page, and why."""

    rule: str
    text: str
    """A regular expression that matches the whole of the remark."""
    reason: str
    file: str = r".*"
    """The same for the name of the file."""

    def is_for(self, remark: Remark) -> bool:
        """Whether this is the remark."""
        return (
            remark.rule == self.rule
            and re.fullmatch(self.text, remark.text) is not None
            and re.fullmatch(self.file, remark.file.name) is not None
        )
