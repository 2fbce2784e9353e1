"""Every page is valid: the Nu HTML checker and html-validate find nothing on any that is built.

Each of them runs once, over the pages of all sites and a few of our own that show what it finds.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pytest

from browser import every_construct
from noticegen.build import Checked, check_site, read
from noticegen.plan import Template, plan
from noticegen.theme import BUILT_IN, STRINGS
from sites import SAMPLE_MOMENT, build_well, copy_of_sample, moment, page, put
from story import Story
from validators import Known, Remark, html_validate, nu

pytestmark = pytest.mark.slow

NU, HTML_VALIDATE = "nu", "html-validate"
CHECKERS = {NU: nu, HTML_VALIDATE: html_validate}

KNOWN = (
    Known(
        "info",
        "Trailing slash on void elements has no effect and interacts badly with unquoted "
        r"attribute values\.",
        "Pages are well-formed XML as well, and every attribute is quoted.",
    ),
    Known(
        "warning",
        r"Resource violates Content Security Policy \(meta tag\): image “(?!https?:|/)[^“”]*” "
        r"blocked by “img-src” directive\.",
        "The checker has no origin for files, which `'self'` could mean, and does not know "
        "`data:`. That images are shown under the policy is tested in a browser.",
    ),
    Known(
        "warning",
        r"Inline script violates Content Security Policy \(meta tag\): blocked by “script-src” "
        r"directive \(missing “‘unsafe-inline’” or nonce/hash\)\.",
        "Structured data stands in an element of that name and is never run. A script would have "
        "stopped the build (NG505).",
    ),
    Known(
        "prefer-native-element",
        "Prefer to use the native <section> element",
        "The snippet goes into pages of others, whose style may have a look for sections.",
        "banner.html",
    ),
    Known("missing-doctype", "Document is missing doctype", "It is a snippet.", "banner.html"),
)
"""What is no fault of a page."""

FRAME = """\
<!DOCTYPE html>
<html lang="en">
<head><title>A page of the organisation</title>{head}</head>
<body>
<h1>The organisation</h1>
{body}
</body>
</html>
"""
"""A page that is valid, and takes what is to be looked at."""

_ALLOWED = base64.b64encode(hashlib.sha256(b"p { color: red }").digest()).decode()
_POLICY = (
    '<meta http-equiv="Content-Security-Policy" '
    f"content=\"default-src 'none'; style-src 'sha256-{_ALLOWED}'; img-src 'self'\"/>"
)
OWN = {
    "valid.html": FRAME.format(
        head=_POLICY + "<style>p { color: red }</style>",
        body='<p><img src="x.png" alt="One"/><br/></p>\n'
        '<script type="application/ld+json">{}</script>',
    ),
    "element.html": FRAME.format(head="", body="<p><big>One</big></p>"),
    "attribute.html": FRAME.format(head="", body='<p colour="red">One</p>'),
    "link.html": FRAME.format(head="", body='<p><a href="x.html"></a></p>'),
    "style.html": FRAME.format(head="<style>p { colour: red }</style>", body="<p>One</p>"),
    "policy.html": FRAME.format(
        head=_POLICY + "<style>p { color: blue }</style>",
        body='<p><img src="https://elsewhere.example/x.png" alt="One"/></p>',
    ),
}
"""A page that is valid, and pages with a fault each, by the name of the file."""

FOUND = {
    (NU, "element.html"): "The “big” element is obsolete. Use CSS instead.",
    (NU, "attribute.html"): "Attribute “colour” not allowed on element “p” at this point.",
    (NU, "style.html"): "CSS: “colour”: Property “colour” doesn't exist.",
    (HTML_VALIDATE, "element.html"): "<big> is deprecated: use CSS instead",
    (HTML_VALIDATE, "link.html"): "Anchor link must have a text describing its purpose",
}
"""What a checker says of them."""

DIRECTIVES = """\
::: important
{words}
:::

::: steps
1. {words}
:::

::: facts
:::

::: contacts
:::

::: hours hotline
:::

::: compensation
who
: {words}

what
: {words}

how
: {words}

until
: {words}

not_waived
: {words}
:::
"""
WORDS = {
    "ja": "お手紙をお待ちください。",
    "en": "Wait for the letter.",
    "fr": "Attendez la lettre.",
    "de": "Warten Sie auf den Brief.",
}

UNTIL = "::: until 2030-01-01 00:00\nまだ見えている文です。\n:::\n"
"""No note tells of this end, as a record wants."""
NOTE = "[{at: 2026-04-01 10:00, kind: wording, note: 言い回しを改めました。}]"


@dataclass(frozen=True)
class Looked:
    """Sites, and everything that the checkers said of their pages, and of our own."""

    projects: Mapping[str, Path]
    remarks: Mapping[str, tuple[Remark, ...]]
    """By the checker."""

    def faults(self, checker: str, file: str = "") -> list[str]:
        """What a checker says that is not known: of a page of our own, or of all others."""
        return [
            said.text if file else str(said)
            for said in self.remarks[checker]
            if (said.file.name == file if file else said.file.name not in OWN)
            and not any(known.is_for(said) for known in KNOWN)
        ]


@pytest.fixture(scope="module")
def looked(tmp_path_factory: pytest.TempPathFactory) -> Looked:
    """The sample, a site with every construct that keeps a record, and one in one language."""
    folder = tmp_path_factory.mktemp("html")
    projects = {
        "sample": copy_of_sample(folder / "sample"),
        "every": _every(folder / "every"),
        "single": put(folder / "single", every_construct.single()),
    }
    own = sorted(put(folder / "own", OWN).iterdir())
    built = [path for one in projects.values() for path in sorted(build_well(one).rglob("*.html"))]
    files = [*own, *built]
    remarks = {NU: nu(map(_whole, files)), HTML_VALIDATE: html_validate(files)}
    return Looked(projects, remarks)


def _every(folder: Path) -> Path:
    """The site with every construct, and every directive in each language; its record has a
    change of a page."""
    date = {"date": "2026-03-09 11:00"}
    pages = {
        f"content/{language}/directives.md": page(
            words, DIRECTIVES.format(words=words), **(date if language == "ja" else {})
        )
        for language, words in WORDS.items()
    }
    story = Story(put(folder, {**every_construct.files(), **pages}))
    story.edit("content/ja/index.md", UNTIL, "")
    assert story.record("2026-03-20 10:00") == 0, "\n".join(story.said)
    changed = page("お願い", DIRECTIVES.format(words="お手紙が届きます。"), **date, changes=NOTE)
    put(folder, {"content/ja/directives.md": changed})
    assert story.record(SAMPLE_MOMENT) == 0, "\n".join(story.said)
    return folder


def _whole(path: Path) -> Path:
    """The page; for a snippet one that holds it."""
    if path.name != "banner.html":
        return path
    whole = path.with_name("banner-in-a-page.html")
    whole.write_text(FRAME.format(head="", body=path.read_text("utf-8")), "utf-8")
    return whole


def test_every_template_is_looked_at_in_each_language(looked: Looked) -> None:
    project = looked.projects["every"]
    checked = check_site(read(project), moment(SAMPLE_MOMENT))
    assert isinstance(checked, Checked)
    planned = plan(checked.public, checked.log).pages
    languages = {path.stem for path in (BUILT_IN / STRINGS).iterdir()}
    assert set(product(Template, languages)) <= {(one.template, one.language) for one in planned}


@pytest.mark.parametrize("checker", CHECKERS)
def test_a_checker_finds_nothing_on_any_page(looked: Looked, checker: str) -> None:
    found = looked.faults(checker)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("checker", CHECKERS)
def test_a_checker_finds_nothing_on_a_page_that_is_valid(looked: Looked, checker: str) -> None:
    assert looked.faults(checker, "valid.html") == []


@pytest.mark.parametrize(("checker", "file"), FOUND)
def test_a_checker_finds_a_fault(looked: Looked, checker: str, file: str) -> None:
    assert FOUND[checker, file] in looked.faults(checker, file)


def test_the_nu_checker_holds_the_page_to_its_policy(looked: Looked) -> None:
    style, image = sorted(looked.faults(NU, "policy.html"))
    assert style.startswith("Inline style violates Content Security Policy")
    assert "image “https://elsewhere.example/x.png” blocked by" in image


def test_what_is_known_is_still_said(looked: Looked) -> None:
    said = [one for remarks in looked.remarks.values() for one in remarks]
    assert [known.text for known in KNOWN if not any(map(known.is_for, said))] == []
