"""The whole site as one text and as one file: in the order in which people ask, with its images."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest

from attachment_files import png
from sites import build_well, copy_of_sample, page, put, small_site

ORDER = {
    "": ("よくあるご質問", "補償の方針", "お問い合わせ", "第12報「", "第1報「", "数字とその経過"),
    "en/": ("Questions and answers", "Our compensation policy", "Contact", "Update 11", "Update 1:",
            "Figures and their history"),
}  # fmt: skip
"""After the notice itself: questions, further pages, contacts, updates from the newest, figures."""


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_well(copy_of_sample(tmp_path_factory.mktemp("sample")))


def parts(output: Path, folder: str) -> list[str]:
    """The parts of the plain text, without the head."""
    return (output / folder / "notice.txt").read_text("utf-8").split(f"\n{'=' * 40}\n\n")[1:]


@pytest.mark.parametrize("folder", ORDER)
def test_the_parts_stand_in_the_order_of_the_questions(output: Path, folder: str) -> None:
    titles = [part.partition("\n")[0] for part in parts(output, folder)]
    places = [next(i for i, t in enumerate(titles) if t.startswith(want)) for want in ORDER[folder]]
    assert places == sorted(places)
    html = (output / folder / "notice.html").read_text("utf-8")
    headings = [
        re.sub(r"<[^>]*>", "", heading)
        for heading in re.findall(r"<h[12] id=\"page_[^_\"]*\"[^>]*>(.*?)</h[12]>", html)
    ]
    headings.remove("目次" if not folder else "Contents")
    assert headings == titles


@pytest.mark.parametrize("folder", ORDER)
def test_the_notice_says_what_is_known_before_its_sections_and_its_history_last(
    output: Path, folder: str
) -> None:
    notice = parts(output, folder)[0]
    sections = notice.index("\n## ")
    for known in ("912,455", "0800-000-0140" if not folder else "050-0000-0143"):
        assert 0 < notice.index(known) < sections, known
    assert notice.index("912,480", sections) < notice.rindex("\n## ") < notice.rindex("912,480")


def test_the_one_file_carries_images_and_links_to_files(tmp_path: Path) -> None:
    files = small_site()
    image = png()
    files["content/files/plan.png"] = image
    files["content/en/index.md"] = page(
        "Notice",
        "![A plan of the office](../files/plan.png)\n\n[The plan as a file](../files/plan.png)\n",
        date="2026-03-01 10:00",
    )
    html = (build_well(put(tmp_path, files)) / "notice.html").read_text("utf-8")
    assert f'<img src="data:image/png;base64,{base64.b64encode(image).decode()}"' in html
    assert re.search(r'<a href="https://[^"]*/files/plan\.png">The plan as a file</a>', html)


def test_a_notice_that_never_changed_has_no_empty_history(tmp_path: Path) -> None:
    notice = parts(build_well(put(tmp_path, small_site())), "")[0]
    assert "A list was copied." in notice
    assert "Changes to this page" not in notice


def test_a_notice_that_was_withdrawn_is_not_summed_up(tmp_path: Path) -> None:
    files = small_site()
    files["content/en/index.md"] = page(
        "Notice",
        "",
        date="2026-03-02 15:00",
        summary="Nothing was copied.",
        changes="\n  - {at: 2026-03-03 10:00, kind: withdrawal, note: It was wrong.}",
    )
    del files["content/ja/index.md"], files["content/en/faq.md"]
    output = build_well(put(tmp_path, files))
    main = (output / "index.html").read_text("utf-8").partition("<main")[2]
    for text in (main, parts(output, "")[0], (output / "notice.html").read_text("utf-8")):
        assert "It was wrong." in text
        assert 'class="lead"' not in text
    assert "Nothing was copied." not in parts(output, "")[0]
