"""What is marked as being in another language says so wherever HTML is published.

Feeds carry summaries, which are plain text without marks.
"""

from __future__ import annotations

from pathlib import Path

from sites import build_well, page, put, settings

BODY = """\
Gäste erhielten „[Votre réservation est annulée]{lang=fr}“.

::: lang en
> Your booking is cancelled.
:::
"""
SPAN = '<span lang="fr">Votre réservation est annulée</span>'
BLOCK = '<div lang="en">\n<blockquote><p>Your booking is cancelled.</p>\n</blockquote>\n</div>'


def test_the_mark_is_on_pages_and_in_the_single_file_and_not_in_plain_text(
    tmp_path: Path,
) -> None:
    project = {
        "noticegen.yml": settings("de"),
        "content/de/index.md": page("Mitteilung", BODY, date="2026-03-02 10:00"),
        "content/de/updates/2026-03-09-mails.md": page(
            "Mails", BODY, date="2026-03-09 10:00", summary="Falsche Mails."
        ),
    }
    output = build_well(put(tmp_path, project))
    update = "updates/2026-03-09-mails.html"
    texts = [(output / name).read_text("utf-8") for name in ("index.html", update, "notice.html")]
    for text in texts:
        assert SPAN in text
        assert BLOCK in text
    plain = (output / "notice.txt").read_text("utf-8")
    assert "„Votre réservation est annulée“" in plain
    assert "> Your booking is cancelled." in plain
    assert "lang" not in plain
