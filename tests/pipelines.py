"""Recipes for continuous integration, run as their hosts do: each step out of the YAML, in bash.

Every job begins with a fresh clone. What a test cannot have is stood in for: `pip` and `pipx`
make the noticegen of this checkout available under the version that is asked for, `sudo` and
`apt-get` know that everything is installed, and the actions and GitLab Pages put what they get
into the folder that is live. Nothing else is replaced.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from build_site import plain_environment
from noticegen.skeletons.words import RECIPES
from noticegen.yamlfile import Mapping as Keyed
from noticegen.yamlfile import plain, read_yaml

_TOOLS = {
    "pip": f"""\
[ "$*" = "install noticegen=={version("noticegen")}" ]
printf '#!/bin/sh\\nexec "%s" -m noticegen "$@"\\n' '{sys.executable}' > "${{0%/*}}/noticegen"
chmod +x "${{0%/*}}/noticegen"
""",
    "sudo": 'exec "$@"\n',
    "apt-get": "exit 0\n",
}
_IS = re.compile(r"(\S+) (==|!=) '([^']*)'")
_EXPRESSION = re.compile(r"\$\{\{ (.*?) \}\}")


class Ran(NamedTuple):
    """What a pipeline did."""

    ok: bool
    """Whether its host says that it passed."""
    log: str


@dataclass
class Pipelines:
    """A repository, what is live, and the tools and variables that jobs find."""

    folder: Path
    origin: Path
    live: Path
    """The folder that readers are shown."""
    env: Mapping[str, str | None]
    jobs: int = field(default=0)

    def run(self, host: str, event: str, now: str, target: str = "") -> Ran:
        """Run the recipe of a host, at the moment `now` (in seconds since 1970)."""
        recipe = _recipe(self.origin / RECIPES[host])
        known = {"SOURCE_DATE_EPOCH": now, "HOME": str(self.folder)}
        if host == "github":
            return _Github(self, recipe, event, known, target).run()
        return _Gitlab(self, recipe, event, known, target).run()

    def clone(self) -> Path:
        """A place for one job: a fresh clone, without noticegen."""
        self.jobs += 1
        (self.folder / "bin/noticegen").unlink(missing_ok=True)
        place = self.folder / f"job{self.jobs}"
        subprocess.run(["git", "clone", "-q", self.origin, place], check=True)
        return place

    def bash(self, script: str, place: Path, env: Mapping[str, str]) -> tuple[int, str]:
        """Run a script, and stop at the first of its commands that fails."""
        path = f"{self.folder / 'bin'}:{os.environ['PATH']}"
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-euo", "pipefail", "-c", script],
            cwd=place,
            env=plain_environment({**self.env, **env, "PATH": path}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=60,
            check=False,
        )
        return done.returncode, done.stdout

    def show(self, put: Callable[[Path], object]) -> None:
        """Let readers see, from one moment to the next, what `put` puts into a folder."""
        new = self.live.with_name("new")
        put(new)
        shutil.rmtree(self.live, ignore_errors=True)
        new.rename(self.live)


def tools(folder: Path) -> None:
    """Write what stands in for the tools of a runner."""
    folder.mkdir()
    for name, script in _TOOLS.items():
        (folder / name).write_text(f"#!/bin/sh\nset -eu\n{script}", "utf-8")
        (folder / name).chmod(0o755)
    (folder / "pipx").symlink_to("pip")


def _recipe(path: Path) -> Any:
    read = read_yaml(path.read_text("utf-8"), path.name)
    assert isinstance(read, Keyed), read
    return plain(read)


# ------------------------------------------------------------------ GitHub


@dataclass
class _Github:
    """A run of GitHub Actions."""

    at: Pipelines
    recipe: Any
    event: str
    env: Mapping[str, str]
    target: str
    log: str = ""

    def run(self) -> Ran:
        known = {
            "github.ref": "refs/heads/main",
            "vars.NOTICE_TARGET": self.target,
            "vars.NOTICE_TARGET || 'github-pages'": self.target or "github-pages",
        }
        for name, job in self.recipe["jobs"].items():
            if _holds(job, known):
                outputs = self._job(job, known)
                if outputs is None:
                    return Ran(False, self.log)
                known |= {f"needs.{name}.outputs.{key}": value for key, value in outputs.items()}
        return Ran(True, self.log)

    def _job(self, job: Any, known: Mapping[str, str]) -> Mapping[str, str] | None:
        """What the job hands on; None where it fails."""
        place = self.at.folder
        known = dict(known)
        for step in job["steps"]:
            if not _holds(step, known):
                continue
            action = step.get("uses", "").partition("@")[0]
            if action == "actions/checkout":
                place = self.at.clone()
            elif action == "actions/upload-artifact":
                assert (step["with"]["name"], step["with"]["path"]) == (
                    "github-pages",
                    "artifact.tar",
                )
                shutil.copy(place / "artifact.tar", self.at.folder)
            elif action == "actions/deploy-pages":
                self.at.show(self._unpacked)
            else:
                assert not action
                told = place / "told"
                told.touch()
                own = {name: _filled(value, known) for name, value in step.get("env", {}).items()}
                more = {"GITHUB_EVENT_NAME": self.event, "GITHUB_OUTPUT": str(told)}
                code, said = self.at.bash(step["run"], place, {**self.env, **more, **own})
                self.log += said
                if code:
                    return None
                said_on = (line.split("=", 1) for line in told.read_text().splitlines())
                known |= {f"steps.{step.get('id')}.outputs.{k}": value for k, value in said_on}
        return {key: _filled(value, known) for key, value in job.get("outputs", {}).items()}

    def _unpacked(self, folder: Path) -> None:
        folder.mkdir()
        subprocess.run(["tar", "-xf", self.at.folder / "artifact.tar", "-C", folder], check=True)


def _holds(part: Any, known: Mapping[str, str]) -> bool:
    """Whether the `if` of a job or a step holds."""
    if "if" not in part:
        return True
    read = _IS.fullmatch(part["if"])
    assert read, part["if"]
    return (known.get(read[1], "") == read[3]) is (read[2] == "==")


def _filled(text: str, known: Mapping[str, str]) -> str:
    return _EXPRESSION.sub(lambda found: known.get(found[1], ""), text)


# ------------------------------------------------------------------ GitLab


@dataclass
class _Gitlab:
    """A pipeline of GitLab."""

    at: Pipelines
    recipe: Any
    event: str
    env: Mapping[str, str]
    target: str
    log: str = ""

    def run(self) -> Ran:
        jobs = [
            (name, self._extended(job)) for name, job in self.recipe.items() if _is_job(name, job)
        ]
        for stage in self.recipe["stages"]:
            for name, job in jobs:
                if job["stage"] == stage and self._is_wanted(job) and not self._job(name, job):
                    return Ran(False, self.log)
        return Ran(True, self.log)

    def _extended(self, job: Any) -> Any:
        return {**self.recipe[job["extends"]], **job} if "extends" in job else job

    def _is_wanted(self, job: Any) -> bool:
        for rule in job["rules"]:
            assert rule.get("if", "$NOTICE_TARGET") == "$NOTICE_TARGET"
            if "if" not in rule or self.target:
                return bool(rule.get("when") != "never")
        return False

    def _job(self, name: str, job: Any) -> bool:
        """Whether the pipeline goes on after the job."""
        place = self.at.clone()
        for need in job.get("needs", ()):
            kept = self.at.folder / "artifacts" / need
            if kept.exists():
                shutil.copytree(kept, place, dirs_exist_ok=True)
        script = "\n".join((*job.get("before_script", ()), *job["script"]))
        own = {"CI_PIPELINE_SOURCE": self.event}
        if self.target:
            own["NOTICE_TARGET"] = self.target
        code, said = self.at.bash(script, place, {**self.env, **own})
        self.log += said
        kept = self.at.folder / "artifacts" / name
        shutil.rmtree(kept, ignore_errors=True)
        if code:
            return str(code) in job.get("allow_failure", {}).get("exit_codes", ())
        for path in job.get("artifacts", {}).get("paths", ()):
            shutil.copytree(place / path, kept / path)
        if name == "pages":
            self.at.show(lambda folder: shutil.copytree(kept / "public", folder))
        return True


def _is_job(name: str, part: Any) -> bool:
    return not name.startswith(".") and isinstance(part, Mapping) and "script" in part


def actions(recipe: str) -> Iterable[str]:
    """The actions that a recipe uses, with what they are pinned to."""
    return re.findall(r"uses: (\S+.*)", recipe)
