"""The colours of themes can be read, and the style shows no pair that nobody measures."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from noticegen.contrast import (
    COLOURS,
    LINES,
    PAIRS,
    TEXT,
    colour_of,
    contrast,
    declared,
    low_contrast,
    luminance,
    used,
)
from noticegen.diagnostics import Code, Diagnostic, Location, Severity
from noticegen.theme import BUILT_IN, Theme, read_theme
from sites import ROOT

STYLE = re.sub(r"/\*.*?\*/", "", (BUILT_IN / "style.css").read_text("utf-8"), flags=re.DOTALL)
COLOUR_FILE = (BUILT_IN / "colours.css").read_text("utf-8")
FILES = [BUILT_IN / "colours.css", *sorted(ROOT.glob("themes/*/colours.css"))]
DECLARATION = re.compile(r"(?<=[{;])\s*([a-z-]+)\s*:\s*([^;{}]+)")


def found(style: str) -> list[Diagnostic]:
    return list(low_contrast(style, "colours.css"))


# -------------------------------------------------------------------------------- measuring


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000", "#fff", 21),
        ("#ffffff", "#000000", 21),
        ("#fff", "#FFF", 1),
        ("#abc", "#aabbcc", 1),
        # The examples of https://www.w3.org/WAI/WCAG22/Techniques/general/G18 and of its tools.
        ("#767676", "#fff", 4.54),
        ("#777", "#fff", 4.48),
        ("#f00", "#fff", 4.00),
        ("#0f0", "#fff", 1.37),
        ("#00f", "#fff", 8.59),
        ("#0a0a0a", "#000", 1.06),
    ],
)
def test_the_ratio_is_that_of_the_guidelines(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert contrast(other, one) == contrast(one, other)


@pytest.mark.parametrize(
    "colour", ["navy", "rgb(0 0 0)", "#1234", "#12345678", "#12", "#ggg", "", "var(--x)", "#fff "]
)
def test_other_ways_to_write_a_colour_are_not_guessed(colour: str) -> None:
    assert luminance(colour) is None
    assert contrast(colour, "#fff") is None
    assert contrast("#fff", colour) is None


def test_values_are_read_with_their_place_and_condition() -> None:
    style = (
        "/* --no: #000; */:root{--a:#fff;--b : #000 }\n"
        "  @media (prefers-color-scheme :  DARK) {\n :root { --a: #111; color: red;\n--b:#eee } }\n"
        ":root { @media print { --a: #222 } }\nhtml { --a: #333 }\n"
    )
    assert [(*value,) for value in declared(style)] == [
        ("--a", "#fff", "", 1, 28),
        ("--b", "#000", "", 1, 39),
        ("--a", "#111", "(prefers-color-scheme:dark)", 3, 15),
        ("--b", "#eee", "(prefers-color-scheme:dark)", 4, 5),
        ("--a", "#222", "print", 5, 29),
        ("--a", "#333", "html", 6, 13),
    ]


@pytest.mark.parametrize("style", ["", "}", "{", ":root {", "--a: #fff", "/* --a: #fff", "}};{--a"])
def test_a_style_that_is_no_style_is_read_nevertheless(style: str) -> None:
    assert {value.name for value in declared(style)} <= {"--a"}


def test_what_is_used_leaves_out_what_has_another_value_to_fall_back_on() -> None:
    style = "a { b: var(--x) var( --y ); c: var(--z, 1px) } /* var(--w) */"
    assert list(used(style)) == ["--x", "--y"]


# ------------------------------------------------------------------------------ what is said


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_the_colours_of_this_repository_can_be_read_in_every_scheme(path: Path) -> None:
    style = path.read_text("utf-8")
    assert found(style) == []
    for scheme in ("light", "dark", "print"):
        held = {value.name: value for value in declared(style) if scheme in value.schemes}
        assert held.keys() >= COLOURS
        for pair in PAIRS:
            ratio = contrast(colour_of(pair.front, held), colour_of(pair.behind, held))
            assert ratio is not None
            assert ratio >= pair.least, (scheme, pair)


def test_the_least_is_seven_for_text_and_three_for_lines() -> None:
    """WCAG 2.2, success criteria 1.4.6 and 1.4.11."""
    assert (TEXT, LINES) == (7, 3)
    least = {(pair.front, pair.behind): pair.least for pair in PAIRS}
    assert len(least) == len(PAIRS)
    for text in ("--ink", "--quiet", "--accent", "--visited"):
        for behind in ("--ground", "--tint", "--warn"):
            assert least[text, behind] == 7
    assert least["--ground", "--accent"] == least["--ground", "--ink"] == 7


def test_a_pair_that_is_too_near_is_named_with_place_colours_and_scheme() -> None:
    style = COLOUR_FILE.replace("--accent: #a3c8ff", "--accent: #4a90d9")
    line = style[: style.index("#4a90d9")].count("\n") + 1
    findings = found(style)
    assert {(finding.code, finding.severity) for finding in findings} == {
        (Code.LOW_CONTRAST, Severity.WARNING)
    }
    assert {finding.at for finding in findings} == {Location("colours.css", line, 15)}
    assert [str(finding.message) for finding in findings] == [
        "--accent #4a90d9 on --ground #191816 is 5.3 to 1 in the dark scheme; text needs 7 to 1",
        "--accent #4a90d9 on --tint #26241f is 4.6 to 1 in the dark scheme; text needs 7 to 1",
        "--accent #4a90d9 on --warn #33290f is 4.2 to 1 in the dark scheme; text needs 7 to 1",
    ]


def test_a_ratio_is_rounded_down() -> None:
    """6.99 to 1 must not be said to be 7.0 to 1, which would be enough."""
    style = ":root { --ink: #595959; --ground: #ffffff }"
    assert contrast("#595959", "#fff") == pytest.approx(7.0047, abs=0.001)
    assert found(style) == []
    [finding] = found(style.replace("#595959", "#5a5959"))
    assert "is 6.9 to 1" in str(finding.message)


def test_lines_need_less_than_text() -> None:
    style = ":root { --line: #909090; --ink: #000; --ground: #fff }"
    assert found(style) == []
    [finding] = found(style.replace("#909090", "#999"))
    assert str(finding.message).endswith("; lines and the focus need 3 to 1")


def test_paper_has_what_screens_have_unless_it_is_given_something_else() -> None:
    style = ":root { --ink: #000; --ground: #fff }\n@media print { :root { --ink: #888 } }"
    [finding] = found(style)
    assert finding.at.line == 2
    assert "on paper" in str(finding.message)
    [once] = found(":root { --ink: #888; --ground: #fff }")
    assert "in the light scheme" in str(once.message)


def test_a_dark_ground_without_a_light_text_is_found() -> None:
    style = (
        ":root { --ink: #000; --ground: #fff }\n"
        "@media (prefers-color-scheme: dark) { :root { --ground: #111 } }"
    )
    [finding] = found(style)
    assert finding.at.line == 1
    assert "in the dark scheme" in str(finding.message)


def test_a_colour_may_be_said_to_be_another_one() -> None:
    style = ":root { --house: #00428c; --accent: var(--house); --ground: #fff }"
    assert found(style) == []
    [finding] = found(style.replace("#00428c", "#4a90d9"))
    assert "--accent #4a90d9 on --ground #fff" in str(finding.message)
    [circle] = found(":root { --accent: var(--ink); --ink: var(--accent) }")[:1]
    assert circle.code is Code.UNMEASURED_COLOUR


@pytest.mark.parametrize(
    "colour", ["navy", "rgb(0 0 80)", "color-mix(in srgb, #000, #fff)", "#1234"]
)
def test_a_colour_that_is_not_measured_is_said_once(colour: str) -> None:
    [finding] = found(f":root {{\n  --accent: {colour};\n  --ground: #fff;\n}}")
    assert (finding.code, finding.severity) == (Code.UNMEASURED_COLOUR, Severity.WARNING)
    assert finding.at == Location("colours.css", 2, 13)
    assert colour in str(finding.message)


@pytest.mark.parametrize(
    "where",
    ["@media (prefers-contrast: more) { :root", "@supports (color: red) { :root", "main { a"],
)
def test_a_colour_for_another_condition_is_said(where: str) -> None:
    [finding] = found(f"{where} {{ --accent: #000 }} }}")
    assert finding.code is Code.UNMEASURED_COLOUR


# ----------------------------------------------------------------- the style, and the table


NO_COLOURS = {
    "currentColor", "Canvas", "CanvasText", "transparent", "none", "inherit", "solid", "collapse",
}  # fmt: skip
"""What may stand in the value of something painted, besides tokens and measures."""


def test_the_style_has_no_colour_of_its_own() -> None:
    """Nor do templates: what is painted is a token, or what stands around it."""
    painted = {
        (name, value.strip())
        for name, value in DECLARATION.findall(STYLE)
        if re.fullmatch(r"(.*-)?(color|background|fill|stroke|border.*|outline|box-shadow)", name)
    }
    assert painted
    for name, value in painted:
        words = re.findall(r"(?<![\w.-])[a-zA-Z][\w-]*", re.sub(r"var\(--[\w-]+\)", "", value))
        assert set(words) <= NO_COLOURS, f"{name}: {value}"
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b|\b(rgb|hsl|hwb|lab|lch|oklab|oklch)a?\(", STYLE)


def test_every_colour_is_measured_and_used() -> None:
    assert {value.name for value in declared(COLOUR_FILE)} == COLOURS
    assert set(used(STYLE)) >= COLOURS


def test_every_way_in_which_the_style_paints_is_in_the_table() -> None:
    """What is painted behind text, and what is painted before it."""
    grounds: set[str] = set()
    texts: set[str] = set()
    for name, value in DECLARATION.findall(STYLE):
        colours = COLOURS & set(used(value))
        if name == "background":
            grounds |= colours
        elif name == "color":
            texts |= colours
    measured = {(pair.front, pair.behind) for pair in PAIRS if pair.least == TEXT}
    marks = {"--accent", "--ink"}  # behind a step's number and a warning's sign
    assert grounds == {"--ground", "--tint", "--warn"} | marks
    assert texts == {"--ink", "--quiet", "--accent", "--visited", "--ground"}
    assert {(text, ground) for text in texts - {"--ground"} for ground in grounds - marks} | {
        ("--ground", mark) for mark in marks
    } == measured
    for rule in re.findall(r"\{([^{}]*)\}", STYLE):
        if re.search(r"background: var\((--accent|--ink)\)", rule):
            assert "color: var(--ground)" in rule


def test_sizes_of_letters_and_lines_are_tokens_or_follow_the_text_around_them() -> None:
    sizes = [
        value.strip()
        for name, value in DECLARATION.findall(STYLE)
        if name in {"font-size", "line-height", "font"}
    ]
    assert sizes
    part = r"var\(--[\w-]+\)|\.?\d+(\.\d+)?(em|%)|1|calc\(1\.5 \* var\(--text-body\)\)"
    kept = {"9pt", "1.75rem"}  # the number of a printed page; the sign of a warning in its circle
    literal = [
        value
        for value in sizes
        if not re.fullmatch(rf"(?:{part})(/(?:{part}))?( var\(--font\))?", value)
    ]
    assert set(literal) <= kept


def test_a_token_that_no_file_gives_is_an_error(tmp_path: Path) -> None:
    def theme(**files: str) -> Theme | tuple[Diagnostic, ...]:
        for name, text in files.items():
            (tmp_path / "themes/own").mkdir(parents=True, exist_ok=True)
            (tmp_path / f"themes/own/{name}.css").write_text(text, "utf-8")
        return read_theme(tmp_path, "own", ("en",))

    without = "\n".join(line for line in COLOUR_FILE.splitlines() if "--visited" not in line)
    missing = theme(colours=without)
    assert isinstance(missing, tuple)
    assert [(finding.code, finding.at.path) for finding in missing] == [
        (Code.NO_TOKEN, "themes/own/colours.css")
    ]
    assert "--visited" in str(missing[0].message)

    only_dark = without + "@media (prefers-color-scheme: dark) { :root { --visited: #fff } }"
    assert isinstance(theme(colours=only_dark), tuple)

    sized = theme(colours=COLOUR_FILE, tokens=":root { --text-s: 1rem }")
    assert isinstance(sized, tuple)
    assert {finding.at.path for finding in sized} == {"themes/own/tokens.css"}

    built_in_tokens = (BUILT_IN / "tokens.css").read_text("utf-8")
    new = theme(colours=COLOUR_FILE, tokens=built_in_tokens, style="p { color: var(--brass) }")
    assert isinstance(new, tuple)
    assert [finding.at.path for finding in new] == ["themes/own/style.css"]

    whole = theme(colours=COLOUR_FILE, style="p { color: var(--brass, red) }")
    assert isinstance(whole, Theme)
    assert whole.findings == ()
