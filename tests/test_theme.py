from __future__ import annotations

import re
import shutil
import string
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

from noticegen.diagnostics import Code, Diagnostic, Exit, exit_code
from noticegen.theme import BUILT_IN, Theme, read_theme
from sites import build_well, built, page, put, said, settings, small_site, tree

TEMPLATES = sorted(p.relative_to(BUILT_IN).as_posix() for p in BUILT_IN.rglob("*.html"))
LANGUAGES = sorted(p.stem for p in (BUILT_IN / "strings").glob("*.toml"))


def site_with(folder: Path, theme: Mapping[str, str | bytes]) -> Path:
    """The small site with files of its own in themes/default/."""
    files = {**small_site(), **{f"themes/default/{name}": text for name, text in theme.items()}}
    return put(folder, files)


def findings(folder: Path, theme: Mapping[str, str | bytes]) -> tuple[Diagnostic, ...]:
    """What a build says of such a theme. Nothing may be written."""
    project = site_with(folder, theme)
    result = built(project)
    assert result.written is None
    assert not (project / "output").exists()
    return result.findings


def built_in(name: str) -> str:
    return (BUILT_IN / name).read_text("utf-8")


LIGHT_GREY = built_in("colours.css").split("@media")[0].replace("--ground: #fff", "--ground: #eee")
"""Colours without a dark scheme."""


def test_the_built_in_theme_is_complete() -> None:
    assert LANGUAGES == ["de", "en", "fr", "ja"]
    assert {"base.html", "home.html", "update.html", "page.html", "faq.html"} <= set(TEMPLATES)
    assert isinstance(read_theme(Path("/nonexistent"), "default", tuple(LANGUAGES)), Theme)


def test_a_site_overrides_single_files(tmp_path: Path) -> None:
    plain = tree(build_well(put(tmp_path / "plain", small_site())))
    own = {
        "page.html": "never used",
        "directives/steps.html": "never used",
        "update.html": built_in("update.html").replace("<article>", '<article class="mine">'),
    }
    other = tree(build_well(site_with(tmp_path / "own", own)))
    changed = {path for path in plain if plain[path] != other[path]}
    assert changed == {path for path in plain if "updates/" in path} | {"SHA256SUMS"}
    assert b'<article class="mine">' in other["updates/2026-03-02-first.html"]


def test_a_style_of_the_site_takes_the_place_of_the_built_in_one(tmp_path: Path) -> None:
    output = tree(build_well(site_with(tmp_path, {"colours.css": LIGHT_GREY})))
    html = output["index.html"].decode()
    assert "--ground: #eee" in html
    assert "--ground: #191816" not in html
    assert "--text-m: 1rem" in html, "tokens.css is still the built-in one"


def test_a_theme_of_another_name_builds_upon_the_built_in_one(tmp_path: Path) -> None:
    files = small_site()
    files["noticegen.yml"] = settings("en", "ja", more="theme: mine\n")
    files["themes/mine/colours.css"] = LIGHT_GREY
    assert b"--ground: #eee" in tree(build_well(put(tmp_path, files)))["index.html"]


def test_a_theme_without_a_folder_is_named(tmp_path: Path) -> None:
    files = small_site()
    files["noticegen.yml"] = settings("en", "ja", more="theme: mine\n")
    result = built(put(tmp_path, files))
    assert [finding.code for finding in result.findings] == [Code.NO_THEME]
    assert exit_code(result.findings) is Exit.USAGE


@pytest.mark.parametrize(
    ("name", "wrong", "line"),
    [
        (
            "home.html",
            '{% extends "base.html" %}\n{% block main %}\n{{ nobody }}\n{% endblock %}',
            3,
        ),
        (
            "home.html",
            '{% extends "base.html" %}\n{% block main %}{{ page.titel }}{% endblock %}',
            2,
        ),
        (
            "home.html",
            '{% extends "base.html" %}\n{% block main %}\n\n{{ t.nothing }}{% endblock %}',
            4,
        ),
        ("home.html", "\n{% for x in nothing %}{% endfor %}", 2),
        ("home.html", "\n{% if nothing %}{% endif %}", 2),
    ],
)
def test_an_unknown_name_is_reported_with_template_line_and_page(
    tmp_path: Path, name: str, wrong: str, line: int
) -> None:
    [finding] = findings(tmp_path, {name: wrong})
    assert finding.code is Code.UNDEFINED
    assert (finding.at.path, finding.at.line) == (f"themes/default/{name}", line)
    assert "index.html" in str(finding.message)


def test_an_unknown_name_in_an_imported_template_is_found_there(tmp_path: Path) -> None:
    macros = built_in("macros.html").replace("{{ page.heading }}", "{{ page.haeding }}")
    [finding] = findings(tmp_path, {"macros.html": macros})
    assert finding.at.path == "themes/default/macros.html"
    assert "{{ page.haeding }}" in macros.splitlines()[finding.at.line - 1]
    assert finding.code is Code.UNDEFINED


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        ("\n{% if %}", 2),
        ("\n\n{{ page.title", 3),
        ("{% block main %}", 1),
        ("\n{{ page.title | shout }}", 2),
        ("\n{% nothing %}", 2),
    ],
)
def test_a_template_that_cannot_be_read_is_reported_with_its_line(
    tmp_path: Path, wrong: str, line: int
) -> None:
    [finding] = findings(tmp_path, {"home.html": wrong})
    assert finding.code is Code.TEMPLATE
    assert (finding.at.path, finding.at.line) == ("themes/default/home.html", line)


@pytest.mark.parametrize(
    "wrong",
    [
        "\n{{ page.title + 1 }}",
        "\n{{ 1 / 0 }}",
        "\n{{ page.title() }}",
        '\n{{ t.published.format(wenn="x") }}',
        '\n{% include "home.html" %}',
    ],
)
def test_a_template_that_fails_while_it_runs_is_reported_with_its_line(
    tmp_path: Path, wrong: str
) -> None:
    [finding] = findings(tmp_path, {"home.html": wrong})
    assert finding.code is Code.TEMPLATE
    assert (finding.at.path, finding.at.line) == ("themes/default/home.html", 2)
    assert "index.html" in str(finding.message)


def test_a_missing_template_is_named(tmp_path: Path) -> None:
    [finding] = findings(tmp_path, {"home.html": '{% include "nowhere.html" %}'})
    assert finding.code is Code.TEMPLATE
    assert "nowhere.html" in str(finding.message)


def test_bytes_that_are_no_text_are_reported(tmp_path: Path) -> None:
    [finding] = findings(tmp_path, {"home.html": b"\xff\xfe"})
    assert finding.code is Code.NOT_UTF8
    assert finding.at.path == "themes/default/home.html"


# ---------------------------------------------------------------------------------- strings


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_strings_with_the_same_fields(language: str) -> None:
    english = tomllib.loads(built_in("strings/en.toml"))
    other = tomllib.loads(built_in(f"strings/{language}.toml"))
    assert list(other) == list(english), "the same keys, in the same order"
    for key, text in english.items():
        assert fields(other[key]) == fields(text), key
        assert other[key].strip(), key


GENERATED = ("changelog", "numbers", "contact", "genuine", "record")
"""Pages without a source, whose titles and summaries are strings."""


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_is_used(language: str) -> None:
    package = BUILT_IN.parents[1]
    sources = [*package.rglob("*.py"), *BUILT_IN.rglob("*.html")]
    used = "\n".join(path.read_text("utf-8") for path in sources)
    prefixes = tuple(set(re.findall(r'f"([a-z]+_)\{', used)))
    for key in tomllib.loads(built_in(f"strings/{language}.toml")):
        assert (
            re.search(rf"\b{key}\b", used)
            or key.startswith(prefixes)
            or (key.endswith("_summary") and key.removesuffix("_summary") in GENERATED)
        ), key


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_missing_string_is_named(tmp_path: Path, language: str) -> None:
    text = re.sub(r"(?m)^(skip|published) = .*\n", "", built_in(f"strings/{language}.toml"))
    [finding] = findings(tmp_path, {f"strings/{language}.toml": text})
    assert finding.code is Code.NO_STRING
    assert finding.at.path == f"themes/default/strings/{language}.toml"
    assert "published, skip" in str(finding.message)


@pytest.mark.parametrize(
    "wrong", ['published = "on {wenn}"', 'published = "on {"', 'published = "on {0}"']
)
def test_a_string_with_a_field_that_is_not_filled_is_named(tmp_path: Path, wrong: str) -> None:
    text = re.sub(r"(?m)^published = .*$", wrong, built_in("strings/ja.toml"))
    [finding] = findings(tmp_path, {"strings/ja.toml": text})
    assert finding.code is Code.NO_STRING
    assert finding.at.path == "themes/default/strings/ja.toml"
    assert "published" in str(finding.message)


def test_strings_that_are_no_toml_are_reported_with_their_line(tmp_path: Path) -> None:
    found = findings(tmp_path, {"strings/ja.toml": "a = 1\nb ="})
    assert (found[0].code, found[0].at.path) == (Code.TEMPLATE, "themes/default/strings/ja.toml")


def test_a_language_without_strings_is_named_and_a_site_can_add_them(tmp_path: Path) -> None:
    files = small_site()
    files["noticegen.yml"] = settings("en", "it")
    del files["content/ja/index.md"], files["content/ja/updates/2026-03-02-first.md"]
    project = put(tmp_path, files)
    result = built(project)
    assert [finding.code for finding in result.findings] == [Code.NO_STRING]
    assert "`it`" in str(result.findings[0].message)
    shutil.copy(BUILT_IN / "strings" / "en.toml", tmp_path / "it.toml")
    put(project, {"themes/default/strings/it.toml": (tmp_path / "it.toml").read_bytes()})
    assert (build_well(project) / "it" / "index.html").is_file()


def test_a_regional_language_uses_the_strings_of_its_language(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "noticegen.yml": settings("de-CH"),
        "content/de-CH/index.md": page("Mitteilung", "Text.", date="2026-03-01 10:00"),
    }
    project = put(tmp_path, files)
    assert "Zum Text" in (build_well(project) / "index.html").read_text("utf-8")
    short = re.sub(r"(?m)^skip = .*\n", "", built_in("strings/de.toml"))
    result = built(put(project, {"themes/default/strings/de.toml": short}))
    [finding] = result.findings
    assert finding.code is Code.NO_STRING
    assert finding.at.path == "themes/default/strings/de.toml"


# ------------------------------------------------------------------------------ what is safe

NASTY = "<b>'bold'</b> & \"more\" {{ 7 * 7 }}"
QUOTED = "'" + NASTY.replace("'", "''") + "'"


def test_every_template_escapes_every_text(tmp_path: Path) -> None:
    def nasty(text: str) -> str:
        return "'" + f"{text} {NASTY}".replace("'", "''") + "'"

    files: dict[str, str | bytes] = {
        "noticegen.yml": settings("en", "de", title=nasty("site")).replace(
            "Example Works", nasty("organisation")
        )
        + f"representative: {nasty('representative')}\naddress: {nasty('address')}\n"
        + f"banner: {nasty('banner')}\n",
        "content/en/index.md": page(
            nasty("home"),
            "Text 'here'.",
            date="2026-03-01 10:00",
            summary=nasty("summary"),
            backdated=nasty("reason"),
            changes=f"\n  - {{at: 2026-03-02 10:00, kind: wording, note: {nasty('note')}}}",
        ),
        "content/en/more.md": page(
            nasty("further"),
            "",
            date="2026-03-01 10:00",
            changes=f"\n  - {{at: 2026-03-02 10:00, kind: withdrawal, note: {nasty('gone')}}}",
        ),
        "content/en/faq.md": page(
            nasty("questions"),
            "## Topic &lt;b> \\<b>\n\n### Question \\<b>? {#q}\n\nYes.\n\n"
            '### Late \\<b>? {#late date="2026-03-03 10:00" backdated="late \'<b>\'"}\n\nYes.\n\n'
            "### Gone \\<b>? {#gone}\n\n",
            date="2026-03-01 10:00",
            changes="\n  - {at: 2026-03-02 10:00, kind: withdrawal, question: gone,"
            f" note: {nasty('answer')}}}"
            "\n  - {at: 2026-03-02 10:00, kind: wording, question: q,"
            f" note: {nasty('reworded')}}}",
        ),
        "content/en/updates/2026-03-01-first.md": page(
            nasty("first"), "Text.", date="2026-03-01 10:00", summary=nasty("first summary")
        ),
        "content/en/updates/2026-03-04-second.md": page(
            nasty("second"),
            "Text.",
            date="2026-03-04 10:00",
            summary=nasty("second summary"),
            corrects="[index, faq#q]",
        ),
    }
    output = tree(build_well(put(tmp_path, files)))
    pages = {path: text.decode() for path, text in output.items() if path.endswith(".html")}
    assert len(pages) > 14
    for path, html in pages.items():
        assert "<b>" not in html, path
        assert "49" not in re.sub(r"sha256-\S+|<style>.*?</style>", "", html, flags=re.DOTALL), path
        assert "&lt;b&gt;" in html, path
        assert "{{ 7 * 7 }}" in html, path
        assert "&amp;amp;" not in html, path
        assert "&amp;lt;" not in html, path
    everything = "".join(pages.values())
    for text in (
        "site", "organisation", "representative", "address", "banner", "home", "summary",
        "reason", "note", "further", "gone", "questions", "answer", "reworded", "first", "second",
    ):  # fmt: skip
        assert f"{text} &lt;b&gt;" in everything, text


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_template_turns_escaping_off(name: str) -> None:
    assert not re.search(r"\|\s*safe\b|autoescape|Markup", built_in(name))


@pytest.mark.parametrize(
    "unsafe",
    [
        "@import 'https://org.example/x.css';",
        "body { background: url(https://org.example/x.png) }",
        "body { background: URL( 'x.png' ) }",
        "body::after { content: '</style><script>' }",
        "a > b { color: red } /* a & b */",
        "/* < */",
    ],
)
@pytest.mark.parametrize("name", ["style.css", "colours.css"])
def test_a_style_that_fetches_or_breaks_out_is_refused(
    tmp_path: Path, name: str, unsafe: str
) -> None:
    found = findings(tmp_path, {name: f"p {{}}\n{unsafe}\n"})
    assert {finding.code for finding in found} == {Code.UNSAFE_STYLE}
    assert {(finding.at.path, finding.at.line) for finding in found} == {
        (f"themes/default/{name}", 2)
    }
    assert exit_code(found) is Exit.USAGE


def test_a_style_may_hold_pictures_of_its_own(tmp_path: Path) -> None:
    style = LIGHT_GREY + "body { background: url(data:image/gif;base64,AAAA) }\n"
    result = built(site_with(tmp_path, {"colours.css": style}))
    assert result.written is not None, said(result.findings)


@pytest.mark.parametrize(
    "template",
    [
        "<script>alert(1)</script>",
        '<p style="color:red">x</p>',
        '<p onclick="x()">x</p>',
        '<img src="https://org.example/x.png" alt=""/>',
        "<p>not closed",
        '<p id="page_main">twice</p>',
        '<a href="nowhere.html">dead</a>',
    ],
)
def test_a_theme_is_held_to_the_promises_of_the_built_in_one(tmp_path: Path, template: str) -> None:
    base = built_in("base.html").replace("</main>", f"{template}</main>")
    found = findings(tmp_path, {"base.html": base})
    assert {finding.code for finding in found} <= {Code.NOT_WELL_FORMED, Code.DEAD_LINK}
    assert exit_code(found) is Exit.USAGE
