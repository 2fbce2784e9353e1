"""What a link target means, seen from the file that it stands in."""

from __future__ import annotations

import pytest

from noticegen.diagnostics import Code
from noticegen.links import External, Refused, Target, ToFile, ToGenerated, ToPage, meaning


@pytest.mark.parametrize(
    ("page", "target", "means"),
    [
        ("index", "faq.md", ToPage("faq", "ja", "")),
        ("index", "faq.md#deadline", ToPage("faq", "ja", "deadline")),
        ("index", "./faq.md", ToPage("faq", "ja", "")),
        ("index", "#what-happened", ToPage("index", "ja", "what-happened")),
        ("index", "", ToPage("index", "ja", "")),
        ("index", "updates/2026-03-02-first.md", ToPage("updates/2026-03-02-first", "ja", "")),
        ("updates/2026-03-02-first", "../faq.md", ToPage("faq", "ja", "")),
        (
            "updates/2026-03-02-first",
            "2026-03-09-second.md",
            ToPage("updates/2026-03-09-second", "ja", ""),
        ),
        ("updates/2026-03-02-first", "../../en/faq.md#a", ToPage("faq", "en", "a")),
        ("index", "../en/index.md", ToPage("index", "en", "")),
        ("index", "faq.md#%E7%B5%8C%E7%B7%AF", ToPage("faq", "ja", "経緯")),
        ("index", "%66aq.md", ToPage("faq", "ja", "")),
        ("index", "../files/plan.png", ToFile("plan.png")),
        ("updates/2026-03-02-first", "../../files/a/b.pdf", ToFile("a/b.pdf")),
        ("index", "site:changelog", ToGenerated("changelog")),
        ("index", "https://com.example/a?b=c#d", External("https://com.example/a?b=c#d")),
        ("index", "HTTPS://com.example/", External("HTTPS://com.example/")),
        ("index", " https://com.example/ ", External("https://com.example/")),
        ("index", "mailto:a@com.example", External("mailto:a@com.example")),
        ("index", "tel:+81-120-000-000", External("tel:+81-120-000-000")),
    ],
)
def test_a_target_means_something(page: str, target: str, means: Target) -> None:
    assert meaning(target, page, "ja") == means


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("javascript:alert(1)", Code.LINK_SCHEME),
        ("JaVaScRiPt:alert(1)", Code.LINK_SCHEME),
        (" javascript :alert(1)", Code.LINK_SCHEME),
        ("java\tscript:alert(1)", Code.LINK_SCHEME),
        ("java\nscript:alert(1)", Code.LINK_SCHEME),
        ("\x01javascript:alert(1)", Code.LINK_SCHEME),
        ("vbscript:a", Code.LINK_SCHEME),
        ("data:text/html,a", Code.LINK_SCHEME),
        ("file:///etc/passwd", Code.LINK_SCHEME),
        ("http://com.example/", Code.LINK_SCHEME),
        ("//evil.example/", Code.LINK_SCHEME),
        ("\\\\evil.example", Code.LINK_SCHEME),
        ("https:\\\\evil.example", Code.LINK_SCHEME),
        ("a b.md", Code.LINK_SCHEME),
        ("site:nowhere", Code.NO_SUCH_PAGE),
        ("/faq.md", Code.NO_SUCH_PAGE),
        ("../../README.md", Code.NO_SUCH_PAGE),
        ("../../../../etc/passwd", Code.NO_SUCH_PAGE),
        ("%2e%2e/%2e%2e/a.md", Code.NO_SUCH_PAGE),
        ("faq.html", Code.NO_SUCH_PAGE),
        ("faq", Code.NO_SUCH_PAGE),
        ("../facts.md", Code.NO_SUCH_PAGE),
        ("www.firm.example", Code.NO_SUCH_PAGE),
    ],
)
def test_a_target_is_refused(target: str, code: Code) -> None:
    refused = meaning(target, "index", "ja")
    assert isinstance(refused, Refused)
    assert refused.code is code
    assert str(refused.message)
    assert str(refused.hint)
