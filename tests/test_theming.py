"""docs/theming.md is a contract: templates are given what it lists, and nothing else."""

from __future__ import annotations

import importlib.util
import re
import tomllib
import types
import typing
from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import jinja2
import pytest
from jinja2 import meta, nodes

from noticegen.build import Checked, check_site, prepare, read
from noticegen.plan import plan
from noticegen.render import artifacts
from noticegen.steps import ANEW, Steps
from noticegen.theme import BUILT_IN, Theme, read_theme
from sites import (
    ROOT,
    SAMPLE_MOMENT,
    copy_of_sample,
    moment,
    page,
    put,
    settings,
    small_site,
)
from story import Story, at

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


def script() -> ModuleType:
    """`scripts/theming.py` as a module."""
    spec = importlib.util.spec_from_file_location("theming_page", ROOT / "scripts/theming.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MADE = script()
GIVEN: Mapping[str, Mapping[str, Any]] = MADE.GIVEN
PIECES = {
    "base.html", "sharing.html", "macros.html", "figures.html", "genuine-block.html", "qr.html",
    "check-record.html",
}  # fmt: skip
"""What other templates take in; noticegen does not render them by themselves."""

TEMPLATES = {
    path.relative_to(BUILT_IN).as_posix(): path.read_text("utf-8")
    for path in sorted(BUILT_IN.rglob("*.html"))
}


class Listening(jinja2.Template):
    """A template that keeps what it is given."""

    heard: typing.ClassVar[dict[str, list[Mapping[str, Any]]]] = defaultdict(list)

    def render(self, *args: Any, **values: Any) -> str:
        """As any template does."""
        assert not args
        self.heard[str(self.name)].append(values)
        return super().render(**values)


class InOrder:
    """Everything is done here, and in no other process."""

    def each(
        self,
        step: str,  # noqa: ARG002
        function: Callable[[_Item], _Result],
        items: Sequence[_Item],
        *,
        name: Callable[[_Item], Hashable],  # noqa: ARG002
        inputs: Callable[[_Item], object],  # noqa: ARG002
        is_heavy: bool = True,  # noqa: ARG002
    ) -> list[_Result]:
        """`function` of every item, in order."""
        return [function(item) for item in items]

    def apart(self, purpose: str) -> Steps:  # noqa: ARG002
        """The same."""
        return self


BLOCKS = """\
::: known
How many
:   ${people}
:::

::: steps
1. Change your password.
:::

::: important
We never ask for it.
:::

::: compensation
who
:   Everybody in the list.

what
:   A voucher.

how
:   By mail.

until
:   31 March 2027

not_waived
:   Nobody gives up a right.
:::

::: facts
:::

::: contacts
:::

::: hours hotline
:::

The [list](../files/list.csv).
"""


def every_kind_of_page() -> dict[str, str | bytes]:
    """A site whose pages need every template that noticegen has."""
    home = page("Notice", "Something happened.", date="2026-03-02 15:00", summary="It leaked.")
    return small_site() | {
        "noticegen.yml": settings("en", "ja"),
        "content/en/index.md": home,
        "content/en/more.md": page(
            "More",
            BLOCKS + "\n## How many {#many about=people}\n\nThis many: see the numbers.\n",
            date="2026-03-02 15:00",
        ),
        "content/facts.yml": (
            "people:\n  type: number\n  name: {en: People, ja: 人数}\n"
            "  unit: {en: {one: person, other: people}, ja: 人}\n  values:\n"
            "    - {with: 2026-03-02-first, value: 10000, as_of: 2026-03-01}\n"
            "    - with: 2026-03-09-second\n      value: 12000\n      change: correction\n"
            "      note: {en: Some were missing., ja: 不足がありました。}\n"
        ),
        "content/contacts.yml": (
            "hotline:\n  name: {en: Hotline, ja: 窓口}\n  phone: 0800-000-0140\n  region: JP\n"
            "  free: true\n  languages: [ja, en]\n  holidays: JP\n  hours:\n"
            '    - {from: 2026-03-02, weekly: {mon-fri: "9:00-18:00"}, on_holidays: closed}\n'
        ),
        "content/files.yml": (
            "list:\n  title: {en: List, ja: 一覧}\n"
            "  values:\n    - {with: 2026-03-02-first, file: list.csv}\n"
        ),
        "content/files/list.csv": "kind,count\npeople,12000\n",
    }


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, list[Mapping[str, Any]]]:
    """What each template was given for a site with a record that has changed."""
    project = put(tmp_path_factory.mktemp("contract"), every_kind_of_page())
    story = Story(project)
    assert story.record("2026-03-03 10:00") == 0, story.said
    story.edit("content/en/more.md", "We never ask", "We do not ask")
    story.edit(
        "content/en/more.md",
        "date: 2026-03-02 15:00\n",
        "date: 2026-03-02 15:00\nchanges:\n"
        "  - {at: 2026-03-10 10:00, kind: wording, note: A clearer word., "
        'before: "We never ask", after: "We do not ask"}\n',
    )
    assert story.record("2026-03-11 10:00") == 0, story.said
    checked = check_site(read(project), at("2026-03-12 10:00"))
    assert isinstance(checked, Checked), checked
    environment = checked.theme.environment.overlay(cache_size=0)
    environment.template_class = Listening
    theme = replace(checked.theme, environment=environment)
    planned = plan(checked.public, checked.log, stood=checked.stood)
    assert artifacts(planned, checked.config, theme, checked.files, InOrder())
    return Listening.heard


def conforms(value: Any, kind: Any) -> bool:
    """Whether a value, with all that it holds, is of a type of the contract."""
    if get_origin(kind) is tuple:
        return isinstance(value, tuple) and all(conforms(one, get_args(kind)[0]) for one in value)
    if get_origin(kind) in (types.UnionType, typing.Union):
        return any(conforms(value, one) for one in get_args(kind))
    if get_origin(kind):
        return isinstance(value, Mapping)
    if hasattr(kind, "_fields") and isinstance(value, kind):
        hints = get_type_hints(kind)
        return all(conforms(getattr(value, name), hints[name]) for name in hints)
    return isinstance(value, (int, float) if kind is float else kind)


def test_every_template_is_in_the_contract() -> None:
    assert GIVEN.keys() == TEMPLATES.keys() - PIECES


@pytest.mark.parametrize("template", GIVEN)
def test_a_template_is_given_what_the_contract_says(
    template: str, heard: Mapping[str, list[Mapping[str, Any]]]
) -> None:
    assert template in heard, "the site of this test has no page that needs it"
    for values in heard[template]:
        assert values.keys() == GIVEN[template].keys()
        for name, value in values.items():
            assert conforms(value, GIVEN[template][name].type), (name, value)


def test_the_page_is_made_of_the_views(update_golden: bool) -> None:
    if update_golden:
        MADE.main()
    assert MADE.PAGE.read_text("utf-8") == MADE.page(), "run scripts/theming.py"


def test_every_field_that_a_template_can_reach_is_explained() -> None:
    text = MADE.PAGE.read_text("utf-8")
    for view in MADE.reachable():
        said = MADE.meanings(view)
        assert said.keys() == set(view._fields), view
        section = text.split(f"### {view.__name__}\n")[1].split("\n### ")[0]
        for name, meaning in said.items():
            assert meaning
            assert f"| `{name}` |" in section


def test_the_built_in_templates_use_nothing_else() -> None:
    """Neither names, nor fields, nor interface words."""
    environment = jinja2.Environment(autoescape=True)
    fields = {name for view in MADE.reachable() for name in view._fields}
    words = set(tomllib.loads((BUILT_IN / "strings/en.toml").read_text("utf-8")))
    macros = {
        macro.name
        for source in TEMPLATES.values()
        for macro in environment.parse(source).find_all(nodes.Macro)
    }
    of_jinja = {"format", "first", "last", "index"}
    for name, source in TEMPLATES.items():
        tree = environment.parse(source)
        known = set(GIVEN[name]) if name in GIVEN else set(GIVEN["page.html"])
        set_here = {
            assigned.target.name
            for assigned in tree.find_all(nodes.Assign)
            if isinstance(assigned.target, nodes.Name)
        }
        imported = {"m", "f"} | ({"qr"} if name == "qr.html" else set())
        assert meta.find_undeclared_variables(tree) <= known | set_here | imported, name
        for used in tree.find_all(nodes.Getattr):
            of = used.node.name if isinstance(used.node, nodes.Name) else ""
            if of == "t":
                assert used.attr in words, (name, used.attr)
            elif of in {"m", "f"}:
                assert used.attr in macros, (name, used.attr)
            else:
                assert used.attr in fields | of_jinja, (name, used.attr)


def test_steps_in_order_are_those_of_a_build(tmp_path: Path) -> None:
    """What the templates were seen to be given is what a build gives them."""
    checked = check_site(read(put(tmp_path, small_site())), at("2026-03-12 10:00"))
    assert isinstance(checked, Checked)
    planned = plan(checked.public, checked.log, stood=checked.stood)

    def made(steps: Steps) -> object:
        return artifacts(planned, checked.config, checked.theme, checked.files, steps)

    assert made(InOrder()) == made(ANEW)


# ------------------------------------------------------------------------------ the second theme

HARBOUR = ROOT / "themes/harbour"


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Mapping[str, bytes]]:
    """What the sample site is in its own theme, and in that of Harbour Books."""
    made = {}
    for theme in ("minato", "harbour"):
        project = copy_of_sample(tmp_path_factory.mktemp(theme))
        text = (project / "noticegen.yml").read_text("utf-8")
        assert "theme: minato\n" in text
        put(project, {"noticegen.yml": text.replace("theme: minato\n", f"theme: {theme}\n")})
        prepared = prepare(read(project), moment(SAMPLE_MOMENT))
        of_theme = [finding for finding in prepared.findings if finding.code.startswith("NG5")]
        assert of_theme == [], "well-formed, within the budget, and its colours can be read"
        made[theme] = {one.path: one.content for one in prepared.artifacts}
    return made


@pytest.mark.slow
def test_a_theme_changes_how_the_site_looks_and_not_what_it_says(
    both: Mapping[str, Mapping[str, bytes]],
) -> None:
    minato, harbour = both["minato"], both["harbour"]
    assert minato.keys() == harbour.keys()
    for path, content in harbour.items():
        if path.endswith(".html"):
            assert words(content) == words(minato[path]), path
        elif path != "SHA256SUMS":
            assert content == minato[path], path


def words(html: bytes) -> str:
    """What is read on a page, without the word that Harbour Books puts before a warning."""
    text = re.sub(r"<style>.*?</style>", "", html.decode(), flags=re.DOTALL)
    block = r'(<div class="important"[^>]*>)\s*<p class="label">[^<]*</p>'
    text = re.sub(block, r"\1", text)
    return " ".join(re.sub(r"<[^>]*>", " ", text).split())


@pytest.mark.slow
def test_the_second_theme_is_one_of_colours_and_a_template(
    both: Mapping[str, Mapping[str, bytes]],
) -> None:
    own = {path.relative_to(HARBOUR).as_posix() for path in HARBOUR.rglob("*.*")}
    assert own == {"README.md", "colours.css", "directives/important.html"}
    home = both["harbour"]["index.html"].decode()
    assert "--navy: #14376e" in home
    assert '<p class="label">重要</p>' in home
    assert '<p class="label">重要</p>' not in both["minato"]["index.html"].decode()


def test_the_walk_through_shows_what_the_files_and_the_program_say(tmp_path: Path) -> None:
    """docs/theming.md prints a template and a warning as they are."""
    text = MADE.PAGE.read_text("utf-8")
    assert (HARBOUR / "directives/important.html").read_text("utf-8") in text
    colours = (HARBOUR / "colours.css").read_text("utf-8")
    pale = colours.replace("--navy: #14376e", "--navy: #4a90d9")
    project = put(tmp_path, {**small_site(), "themes/harbour/colours.css": pale})
    theme = read_theme(project, "harbour", ("en", "ja"))
    assert isinstance(theme, Theme)
    first, *_ = theme.findings
    assert f"{first.at}: {first.severity} {first.code} {first.code.label}: {first.message}" in text
