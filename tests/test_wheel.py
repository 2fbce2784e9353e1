"""What `pip install` gives works without the repository."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from build_site import cannot, plain_environment
from sites import ROOT, SAMPLE_MOMENT, put, small_site, tree

pytestmark = pytest.mark.slow

NO_NETWORK = re.compile(
    r"Could not find a version|No matching distribution|NewConnectionError|Temporary failure"
    r"|ConnectTimeout|ProxyError|Network is unreachable"
)
CONSTRAINTS = ROOT / "constraints.txt"


def run(words: Sequence[str | Path], cwd: Path) -> str:
    """Run a command that must succeed. pip needs a package index; without one, say so."""
    done = subprocess.run(
        words,
        cwd=cwd,
        env=plain_environment({"PIP_CONSTRAINT": str(CONSTRAINTS), "PYTHONPATH": None}),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    if done.returncode and "pip" in words and NO_NETWORK.search(done.stderr):
        cannot(f"pip finds no package index: {done.stderr.strip().splitlines()[-1]}")
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of the sources as they are, made from a copy without what was built before."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    source.mkdir()
    ignored = shutil.ignore_patterns("__pycache__", "*.pyc")
    shutil.copytree(ROOT / "src", source / "src", ignore=ignored)
    put(source / "tests", {"test_nothing.py": "", "conftest.py": ""})
    for name in ("pyproject.toml", "README.md", "LICENSE", ".gitignore"):
        shutil.copy(ROOT / name, source)
    # What a run leaves beside the built-in theme must not travel.
    put(source / "src/noticegen/themes/default/__pycache__", {"__jinja2_x.cache": "x"})
    run([sys.executable, "-m", "pip", "wheel", ".", "--no-deps", "--wheel-dir", folder], source)
    [made] = folder.glob("*.whl")
    return made


def test_the_wheel_holds_the_package_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    info = {name for name in names if ".dist-info/" in name}
    sources = {
        path.relative_to(ROOT / "src").as_posix()
        for path in (ROOT / "src").rglob("*")
        if path.is_file() and not re.search(r"/(?:__pycache__|\.[^/]+)/", path.as_posix())
    }
    assert names - info == sources
    assert {
        "noticegen/py.typed",
        "noticegen/codes.ja.md",
        "noticegen/codes.md",
        "noticegen/locales/ja/LC_MESSAGES/noticegen.po",
        "noticegen/themes/default/base.html",
        "noticegen/themes/default/directives/steps.html",
        "noticegen/themes/default/style.css",
        "noticegen/themes/default/colours.css",
        *(f"noticegen/themes/default/strings/{name}.toml" for name in ("de", "en", "fr", "ja")),
    } <= names
    assert any(name.endswith("/licenses/LICENSE") for name in info)
    assert not [name for name in names if "test" in Path(name).name or "__pycache__" in name]


def test_the_wheel_says_what_it_needs(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        [name] = [name for name in archive.namelist() if name.endswith("/METADATA")]
        metadata = archive.read(name).decode()
        [points] = [n for n in archive.namelist() if n.endswith("/entry_points.txt")]
        assert "noticegen = noticegen.cli:main" in archive.read(points).decode()
    needed = {
        re.split(r"[<>=]", line.removeprefix("Requires-Dist: "))[0].lower()
        for line in metadata.splitlines()
        if line.startswith("Requires-Dist: ") and "extra ==" not in line
    }
    assert needed == {
        "babel", "brotli", "budoux", "click", "holidays", "jinja2", "markdown-it-py",
        "mdit-py-plugins", "phonenumbers", "pyyaml", "segno", "tzdata", "watchdog",
    }  # fmt: skip
    assert "Requires-Python: >=3.11" in metadata
    assert "License-Expression: Apache-2.0" in metadata


def test_what_is_installed_builds_the_same_bytes(wheel: Path, tmp_path: Path) -> None:
    venv = tmp_path / "venv"
    run([sys.executable, "-m", "venv", venv], tmp_path)
    python = venv / "bin" / "python"
    run([python, "-m", "pip", "install", "--quiet", "--constraint", CONSTRAINTS, wheel], tmp_path)
    project = put(tmp_path / "site", small_site())
    noticegen = venv / "bin" / "noticegen"
    build = ("build", "--as-of", SAMPLE_MOMENT, "--output")
    where = run([python, "-c", "import noticegen; print(noticegen.__file__)"], project)
    assert where.startswith(str(venv))
    run([noticegen, *build, "installed"], project)
    run([sys.executable, "-m", "noticegen", *build, "from-source"], project)
    run([noticegen, *build, "installed-again"], project)
    installed = tree(project / "installed")
    assert len(installed) > 15
    assert installed == tree(project / "from-source")
    assert installed == tree(project / "installed-again")
    assert run([noticegen, "--version"], project).startswith("noticegen ")
    assert "NG204" in run([noticegen, "explain", "NG204"], project)


def test_what_is_installed_read_only_builds_too(wheel: Path, tmp_path: Path) -> None:
    """A package that may not keep compiled templates beside itself does without."""
    folder = tmp_path / "site-packages"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    put(folder / "noticegen/themes/default", {"__pycache__": "in the way"})
    project = put(tmp_path / "site", small_site())
    script = (
        f"import sys; sys.path.insert(0, {str(folder)!r}); from noticegen.cli import main; main()"
    )
    build = ("build", "--as-of", SAMPLE_MOMENT)
    run([sys.executable, "-c", script, *build, "--output", "read-only"], project)
    run([sys.executable, "-m", "noticegen", *build, "--output", "from-source"], project)
    assert tree(project / "read-only") == tree(project / "from-source")
