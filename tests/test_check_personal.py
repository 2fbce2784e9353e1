"""Persons, secrets, notes of staff and strange addresses: what is found, and what is let pass."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pikepdf
import pytest

from noticegen.attachments import words_in
from noticegen.build import prepare, read
from noticegen.check.addresses import owned_domain
from noticegen.check.everywhere import FINDERS_OF_BUILD, FINDERS_OF_CHECK
from noticegen.check.identifiers import plain
from noticegen.check.suspects import Ours
from noticegen.contacts import Contacts
from noticegen.report import as_text, translator
from sites import page, put, small_site

_CASES = (Path(__file__).parent / "cases" / "personal.txt").read_text("utf-8")
_BAD, _GOOD = (part.split("\n") for part in _CASES.split("\n-----\n"))
BAD = [tuple(line.split("\t", 1)) for line in _BAD[1:]]
GOOD = [line for line in _GOOD if line]
NOBODYS = Ours(Contacts((), (), ()))
MOMENT = datetime(2026, 4, 10, 12, tzinfo=ZoneInfo("Asia/Tokyo"))
DRAFT = "content/en/updates/draft-more.md"
UPDATE = "content/en/updates/2026-03-05-more.md"
MAIL = "hanako.tanaka@some.example"


def found_in(text: str) -> list[str]:
    flat = plain(text.replace("\\n", "\n"))
    finders = (*FINDERS_OF_BUILD, *FINDERS_OF_CHECK)
    return [str(one.code) for finder in finders for one in finder(flat, NOBODYS)]


def findings(folder: Path, files: dict[str, str | bytes], *, thorough: bool = True) -> list[str]:
    project = put(folder, {**small_site(), **files})
    found = prepare(read(project), MOMENT, thorough=thorough).findings
    return [f"{one.at} {one.severity} {one.code}" for one in found]


def update(body: str, **header: str) -> str:
    given = {"date": "2026-03-05 10:00", "summary": "More.", **header}
    return page("More", body, **given)


@pytest.mark.parametrize(("code", "text"), BAD, ids=[text[:40] for _, text in BAD])
def test_what_nobody_should_be_given_is_found_once(code: str, text: str) -> None:
    assert found_in(text) == [code]


@pytest.mark.parametrize("text", GOOD, ids=[text[:40] for text in GOOD])
def test_innocent_texts_pass(text: str) -> None:
    assert found_in(text) == []


def test_there_are_more_innocent_texts_than_faults() -> None:
    assert len(GOOD) > len(BAD)


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        (UPDATE, update(f"![{MAIL}](../../files/a.png)"), ":7:3 error NG421"),
        (UPDATE, update(f'[x](index.md "{MAIL}")'), None),
        (UPDATE, update("x", summary=f"by {MAIL}"), ":4:13 error NG421"),
        (UPDATE, update('[x](../index.md "Jo, 07700 900142")'), ":7:22 error NG402"),
        (UPDATE, update("x", summary="x # 社内限"), None),
        (DRAFT, page("More", f"Ask {MAIL}.", draft="true", summary="x"), ":7:5 warning NG421"),
        (DRAFT, page("More", "(Legal: ok?)", draft="true", summary="x"), ":7:1 warning NG429"),
        (DRAFT, page("More", "AKIAIOSFODNN7EXAMPLE", draft="true", summary="x"),
         ":7:1 warning NG427"),
        (DRAFT, page("More", "4111111111111111", draft="true", summary="x"), ":7:1 warning NG424"),
    ],
)  # fmt: skip
def test_attributes_front_matter_and_drafts_are_looked_at(
    path: str, text: str, expected: str | None, tmp_path: Path
) -> None:
    found = findings(tmp_path, {path: text, "content/files/a.png": b""})
    of_rules = [one for one in found if "NG42" in one or "NG402" in one]
    if expected:
        assert path + expected in of_rules
    else:
        assert not [one for one in of_rules if "NG429" in one]


def test_a_build_says_nothing_of_drafts(tmp_path: Path) -> None:
    text = page("More", f"Ask {MAIL}.", draft="true", summary="x")
    assert not [f for f in findings(tmp_path, {DRAFT: text}, thorough=False) if "NG421" in f]


def test_a_draft_question_is_a_warning(tmp_path: Path) -> None:
    body = (
        "## Who {#people}\n\n### Who is affected? {#who}\n\nCustomers.\n\n"
        f"### Whom to ask? {{#ask draft=true}}\n\nAsk {MAIL}."
    )
    faq = page("Questions", body, date="2026-03-02 15:00")
    found = findings(tmp_path, {"content/en/faq.md": faq})
    assert "content/en/faq.md:14:5 warning NG421" in found


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("customer-number-10482735.txt", "NG422"),
        ("123456789018.txt", "NG423"),
        ("4111111111111111.txt", "NG424"),
        ("DE89370400440532013000.txt", "NG425"),
        ("log-203.0.113.45.txt", "NG426"),
        ("internal-use-only.txt", "NG429"),
        ("090-0000-0012.txt", "NG402"),
    ],
)
def test_names_of_files_are_looked_at(name: str, code: str, tmp_path: Path) -> None:
    """One that nothing public leads to is a warning."""
    found = findings(tmp_path, {f"content/files/{name}": "x\n"})
    assert f"content/files/{name} warning {code}" in found


def test_an_attachment_is_looked_at_line_by_line(tmp_path: Path) -> None:
    files = {UPDATE: update("[x](../../files/a.csv)"), "content/files/a.csv": f"a,b\n1,{MAIL}\n"}
    assert "content/files/a.csv:2:3 error NG421" in findings(tmp_path, dict(files))


def test_words_of_office_documents() -> None:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    runs = f"<w:r><w:t>Ask </w:t></w:r><w:r><w:t>{MAIL}</w:t></w:r>"
    xml = f'<w:document xmlns:w="{space}"><w:p>{runs}</w:p></w:document>'
    packed = BytesIO()
    with ZipFile(packed, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", xml)
    assert words_in("a.docx", packed.getvalue()) == (f"Ask {MAIL}", False)


def test_words_of_drawings() -> None:
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg"><text>{MAIL}</text></svg>'
    assert words_in("a.svg", drawing.encode()) == (MAIL, False)


def test_words_of_pdf() -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1)
    pdf.pages[0].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    content = f"BT /F1 12 Tf ({MAIL[:6]}) Tj [({MAIL[6:]})] TJ ET".encode()
    pdf.pages[0].Contents = pdf.make_stream(content)
    out = BytesIO()
    pdf.save(out)
    assert MAIL in words_in("a.pdf", out.getvalue())[0]


def test_addresses_of_contacts_are_ours(tmp_path: Path) -> None:
    contacts = f"office: {{name: Office, mail: {MAIL}}}\n"
    files = {"content/contacts.yml": contacts, UPDATE: update(f"Ask {MAIL}.")}
    assert not [one for one in findings(tmp_path, dict(files)) if "NG421" in one]


def test_the_report_shows_no_line_on_which_something_is_masked(tmp_path: Path) -> None:
    project = put(tmp_path, {**small_site(), UPDATE: update(f"TODO ask {MAIL}.")})
    prepared = prepare(read(project), MOMENT, thorough=True)
    report = "\n".join(as_text(prepared.findings, prepared.texts, translator(["en"])))
    assert "NG421" in report
    assert "NG401" in report
    assert MAIL not in report


@pytest.mark.parametrize(
    ("host", "owned"),
    [
        ("www.firm.example", "firm.example"),
        ("a.b.firm.co.uk", "firm.co.uk"),
        ("www.firm.co.jp", "firm.co.jp"),
        ("www.city.minato.tokyo.jp", "city.minato.tokyo.jp"),
        ("firm.github.io", "firm.github.io"),
        ("docs.firm.de", "firm.de"),
    ],
)
def test_the_domain_of_an_owner(host: str, owned: str) -> None:
    assert owned_domain(host) == owned
