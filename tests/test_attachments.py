"""What a file carries besides what its readers see."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import attachment_files as made
from attachment_files import HOME, SECRET
from noticegen.attachments import Kind, MissingLibrary, Unreadable, carried
from noticegen.check.attachments import files_carry_only_what_is_seen
from noticegen.diagnostics import Code
from sites import ROOT

PERSON, PLACE, PATH = Kind.PERSON, Kind.PLACE, Kind.PATH
COMMENT, REVISION, HIDDEN, SCRIPT = Kind.COMMENT, Kind.REVISION, Kind.HIDDEN, Kind.SCRIPT

Make = Callable[[], bytes]

# Name: how it is made, and what is found.
CARRYING: dict[str, tuple[Make, tuple[Kind, str]]] = {
    "pdf author": (
        lambda: made.pdf(made.with_info(Author=SECRET)),
        (PERSON, "PDF Info /Author"),
    ),
    "pdf path in the title": (
        lambda: made.pdf(made.with_info(Title=HOME)),
        (PATH, "PDF Info /Title"),
    ),
    "pdf comments": (
        lambda: made.pdf(made.with_info(Comments=SECRET)),
        (COMMENT, "PDF Info /Comments"),
    ),
    "pdf xmp creator": (
        lambda: made.pdf(
            made.with_xmp(
                made.xmp(f"<dc:creator><rdf:Seq><rdf:li>{SECRET}</rdf:li></rdf:Seq></dc:creator>")
            )
        ),
        (PERSON, "XMP dc:creator"),
    ),
    "pdf xmp path": (
        lambda: made.pdf(
            made.with_xmp(
                made.xmp(f'<xmpMM:DerivedFrom stRef:filePath="file:///Users/{SECRET}/a.indd"/>')
            )
        ),
        (PATH, "XMP xmpMM:DerivedFrom"),
    ),
    "pdf note": (lambda: made.pdf(made.with_annotation("Text")), (COMMENT, "PDF page 1: /Text")),
    "pdf highlight": (
        lambda: made.pdf(made.with_annotation("Highlight")),
        (COMMENT, "PDF page 1: /Highlight"),
    ),
    "pdf file on a page": (
        lambda: made.pdf(made.with_annotation("FileAttachment")),
        (HIDDEN, "PDF page 1: /FileAttachment"),
    ),
    "pdf file inside": (lambda: made.pdf(made.with_file), (HIDDEN, "PDF /EmbeddedFiles")),
    "pdf script": (lambda: made.pdf(made.with_script), (SCRIPT, "PDF action /JavaScript")),
    "pdf hidden layer": (lambda: made.pdf(made.with_layer), (HIDDEN, "PDF layers that are off")),
    "pdf private data": (lambda: made.pdf(made.with_private_data), (HIDDEN, "PDF /PieceInfo")),
    "pdf photo": (lambda: made.pdf(made.with_photo), (PERSON, "picture in PDF: EXIF Artist")),
    "pdf appended": (lambda: made.appended(made.pdf()), (REVISION, "PDF incremental update")),
    "pdf for the web appended": (
        lambda: made.appended(made.pdf(linearize=True)),
        (REVISION, "PDF incremental update"),
    ),
    "jpeg artist": (lambda: made.jpeg({0x013B: SECRET}), (PERSON, "EXIF Artist")),
    "jpeg author of windows": (
        lambda: made.jpeg({0x9C9D: SECRET.encode("utf-16-le")}),
        (PERSON, "EXIF XPAuthor"),
    ),
    "jpeg owner of the camera": (
        lambda: made.jpeg(inner={0xA430: SECRET}),
        (PERSON, "EXIF CameraOwnerName"),
    ),
    "jpeg number of the camera": (
        lambda: made.jpeg(inner={0xA431: "12345"}),
        (PERSON, "EXIF BodySerialNumber"),
    ),
    "jpeg place": (lambda: made.jpeg(gps=made.GPS), (PLACE, "EXIF GPSInfo")),
    "jpeg description": (
        lambda: made.jpeg({0x010E: SECRET}),
        (COMMENT, "EXIF ImageDescription"),
    ),
    "jpeg user's comment": (
        lambda: made.jpeg(inner={0x9286: b"ASCII\0\0\0" + SECRET.encode()}),
        (COMMENT, "EXIF UserComment"),
    ),
    "jpeg path": (lambda: made.jpeg({0x010D: HOME}), (PATH, "EXIF DocumentName")),
    "jpeg maker's note": (
        lambda: made.jpeg(inner={0x927C: b"something of the maker"}),
        (HIDDEN, "EXIF MakerNote"),
    ),
    "jpeg thumbnail": (lambda: made.with_thumbnail(made.jpeg()), (REVISION, "EXIF thumbnail")),
    "jpeg comment": (lambda: made.jpeg(comment=SECRET), (COMMENT, "JPEG comment")),
    "jpeg xmp place": (
        lambda: made.jpeg(packet=made.xmp(attributes='photoshop:City="Minato"')),
        (PLACE, "XMP photoshop:City"),
    ),
    "jpeg xmp gps": (
        lambda: made.jpeg(packet=made.xmp(attributes='exif:GPSLatitude="35,41.36N"')),
        (PLACE, "XMP exif:GPSLatitude"),
    ),
    "jpeg xmp thumbnail": (
        lambda: made.jpeg(packet=made.xmp("<xmp:Thumbnails>AAAA</xmp:Thumbnails>")),
        (REVISION, "XMP xmp:Thumbnails"),
    ),
    "jpeg iptc by-line": (lambda: made.with_iptc(made.jpeg(), 80), (PERSON, "IPTC By-line")),
    "jpeg iptc city": (lambda: made.with_iptc(made.jpeg(), 90), (PLACE, "IPTC City")),
    "jpeg iptc caption": (lambda: made.with_iptc(made.jpeg(), 120), (COMMENT, "IPTC Caption")),
    "webp artist": (
        lambda: made.jpeg({0x013B: SECRET}, format="WEBP"),
        (PERSON, "EXIF Artist"),
    ),
    "tiff artist": (
        lambda: made.jpeg({0x013B: SECRET}, format="TIFF"),
        (PERSON, "EXIF Artist"),
    ),
    "png author": (lambda: made.png(Author=SECRET), (PERSON, "PNG Author")),
    "png comment": (lambda: made.png(Comment=SECRET), (COMMENT, "PNG Comment")),
    "png path": (lambda: made.png(Title=HOME), (PATH, "PNG Title")),
    "png drawing inside": (lambda: made.png(mxfile=SECRET), (HIDDEN, "PNG text mxfile")),
    "png xmp": (
        lambda: made.png(
            **{"XML:com.adobe.xmp": made.xmp(attributes='photoshop:City="x"').decode()}
        ),
        (PLACE, "XMP photoshop:City"),
    ),
    "gif comment": (lambda: made.gif(SECRET), (COMMENT, "GIF comment")),
    "svg comment": (lambda: made.svg(f"<!-- {SECRET} -->"), (COMMENT, "SVG comment")),
    "svg creator": (
        lambda: made.svg(f"<metadata><dc:creator>{SECRET}</dc:creator></metadata>"),
        (PERSON, "XMP dc:creator"),
    ),
    "svg path": (
        lambda: made.svg(attributes='inkscape:export-filename="/home/aoki/a.png"'),
        (PATH, "SVG inkscape:export-filename"),
    ),
    "svg script": (lambda: made.svg("<script>1</script>"), (SCRIPT, "SVG script")),
    "svg handler": (lambda: made.svg(attributes='onload="x()"'), (SCRIPT, "SVG onload")),
    "svg photo": (
        lambda: made.svg_with(made.jpeg({0x013B: SECRET})),
        (PERSON, "picture in SVG: EXIF Artist"),
    ),
    "docx author": (
        lambda: made.ooxml(docProps__core_xml=made.part(f"<dc:creator>{SECRET}</dc:creator>")),
        (PERSON, "docProps/core.xml dc:creator"),
    ),
    "docx last author": (
        lambda: made.ooxml(
            docProps__core_xml=made.part(f"<cp:lastModifiedBy>{SECRET}</cp:lastModifiedBy>")
        ),
        (PERSON, "docProps/core.xml cp:lastModifiedBy"),
    ),
    "docx manager": (
        lambda: made.ooxml(docProps__app_xml=made.part(f"<app:Manager>{SECRET}</app:Manager>")),
        (PERSON, "docProps/app.xml app:Manager"),
    ),
    "docx template": (
        lambda: made.ooxml(docProps__app_xml=made.part(f"<app:Template>{HOME}</app:Template>")),
        (PATH, "docProps/app.xml app:Template"),
    ),
    "docx description": (
        lambda: made.ooxml(
            docProps__core_xml=made.part(f"<dc:description>{SECRET}</dc:description>")
        ),
        (COMMENT, "docProps/core.xml dc:description"),
    ),
    "docx own property": (
        lambda: made.ooxml(docProps__custom_xml=made.part(SECRET)),
        (HIDDEN, "docProps/custom.xml"),
    ),
    "docx comment": (
        lambda: made.ooxml(word__comments_xml=made.part(f"<w:comment>{SECRET}</w:comment>")),
        (COMMENT, "word/comments.xml w:comment"),
    ),
    "docx insertion": (
        lambda: made.ooxml(word__document_xml=made.part(f"<w:ins>{SECRET}</w:ins>")),
        (REVISION, "word/document.xml w:ins"),
    ),
    "docx deletion in a footnote": (
        lambda: made.ooxml(word__footnotes_xml=made.part(f"<w:del>{SECRET}</w:del>")),
        (REVISION, "word/footnotes.xml w:del"),
    ),
    "docx hidden text": (
        lambda: made.ooxml(word__document_xml=made.part("<w:vanish/>")),
        (HIDDEN, "word/document.xml w:vanish"),
    ),
    "docx link to a folder": (
        lambda: made.ooxml(
            word___rels__document_xml_rels=made.part(f'<rel:Relationship Target="{HOME}"/>')
        ),
        (PATH, "word/_rels/document_xml.rels rel:Relationship"),
    ),
    "docx sheet behind a chart": (
        lambda: made.ooxml(word__embeddings__sheet_xlsx=b"PK"),
        (HIDDEN, "word/embeddings/sheet.xlsx"),
    ),
    "docx macro": (
        lambda: made.ooxml(word__vbaProject_bin=b"x"),
        (SCRIPT, "word/vbaProject.bin"),
    ),
    "docx photo": (
        lambda: made.ooxml(word__media__image1_jpeg=made.jpeg(gps=made.GPS)),
        (PLACE, "word/media/image1.jpeg: EXIF GPSInfo"),
    ),
    "xlsx hidden sheet": (
        lambda: made.ooxml(xl__workbook_xml=made.part('<x:sheet state="veryHidden"/>')),
        (HIDDEN, "xl/workbook.xml x:sheet"),
    ),
    "xlsx hidden column": (
        lambda: made.ooxml(xl__worksheets__sheet1_xml=made.part('<x:col hidden="1"/>')),
        (HIDDEN, "xl/worksheets/sheet1.xml x:col"),
    ),
    "xlsx comment": (
        lambda: made.ooxml(xl__comments1_xml=made.part(f"<x:comment>{SECRET}</x:comment>")),
        (COMMENT, "xl/comments1.xml x:comment"),
    ),
    "xlsx conversation": (
        lambda: made.ooxml(xl__threadedComments__one_xml=made.part(SECRET)),
        (COMMENT, "xl/threadedComments/one.xml"),
    ),
    "xlsx rows behind a pivot table": (
        lambda: made.ooxml(xl__pivotCache__pivotCacheRecords1_xml=made.part("")),
        (HIDDEN, "xl/pivotCache/pivotCacheRecords1.xml"),
    ),
    "xlsx printer": (
        lambda: made.ooxml(xl__printerSettings__one_bin="\\\\server7\\Printer".encode("utf-16-le")),
        (PATH, "xl/printerSettings/one.bin"),
    ),
    "pptx notes": (
        lambda: made.ooxml(ppt__notesSlides__one_xml=made.part(f"<a:r><a:t>{SECRET}</a:t></a:r>")),
        (HIDDEN, "ppt/notesSlides/one.xml"),
    ),
    "pptx hidden slide": (
        lambda: made.ooxml(
            ppt__slides__one_xml=made.part("")
            .replace("<root", '<p:sld show="0"', 1)
            .replace("</root", "</p:sld")
        ),
        (HIDDEN, "ppt/slides/one.xml p:sld"),
    ),
    "pptx comment's author": (
        lambda: made.ooxml(ppt__commentAuthors_xml=made.part("<p:cmAuthor/>")),
        (PERSON, "ppt/commentAuthors.xml p:cmAuthor"),
    ),
    "odt author": (
        lambda: made.odf(meta_xml=made.part(f"<dc:creator>{SECRET}</dc:creator>")),
        (PERSON, "meta.xml dc:creator"),
    ),
    "odt first author": (
        lambda: made.odf(
            meta_xml=made.part(f"<meta:initial-creator>{SECRET}</meta:initial-creator>")
        ),
        (PERSON, "meta.xml meta:initial-creator"),
    ),
    "odt comment": (
        lambda: made.odf(content_xml=made.part(f"<office:annotation>{SECRET}</office:annotation>")),
        (COMMENT, "content.xml office:annotation"),
    ),
    "odt tracked change": (
        lambda: made.odf(content_xml=made.part("<text:changed-region/>")),
        (REVISION, "content.xml text:changed-region"),
    ),
    "odt earlier version": (
        lambda: made.odf(Versions__one_xml=made.part("")),
        (REVISION, "Versions/one.xml"),
    ),
    "ods hidden row": (
        lambda: made.odf(content_xml=made.part('<table:table-row table:visibility="collapse"/>')),
        (HIDDEN, "content.xml table:table-row"),
    ),
    "odp notes": (
        lambda: made.odf(
            content_xml=made.part(f"<presentation:notes>{SECRET}</presentation:notes>")
        ),
        (HIDDEN, "content.xml presentation:notes"),
    ),
}


@pytest.mark.parametrize("what", CARRYING)
def test_what_a_file_carries_is_found_and_not_repeated(what: str) -> None:
    make, (kind, field) = CARRYING[what]
    found = carried("a.bin", make())
    assert [(one.kind, one.field) for one in found] == [(kind, field)]
    [finding] = files_carry_only_what_is_seen({"a.bin": make()})
    assert finding.code is Code.METADATA
    assert field in str(finding.message)
    assert SECRET not in f"{finding.message} {finding.hint}"
    assert "aoki" not in f"{finding.message} {finding.hint}".lower()


CLEAN: dict[str, Make] = {
    "pdf": made.pdf,
    "pdf of a program": lambda: made.pdf(
        made.with_info(
            Title="Notice", Creator="Writer", Producer="LibreOffice 24.8", CreationDate="D:20260302"
        )
    ),
    "pdf with technical xmp": lambda: made.pdf(
        made.with_xmp(
            made.xmp(
                "<dc:description>About the leak</dc:description>",
                'xmp:CreatorTool="Writer" xmp:CreateDate="2026-03-02"',
            )
        )
    ),
    "pdf for the web": lambda: made.pdf(linearize=True),
    "pdf with a link": lambda: made.pdf(made.with_annotation("Link")),
    "pdf without an author": lambda: made.pdf(made.with_info(Author="  ")),
    "jpeg": made.jpeg,
    "jpeg with technical tags": lambda: made.jpeg(
        {0x010F: "Maker", 0x0110: "Model 7", 0x0112: 6, 0x0131: "Program 1.2"},
        inner={0x9003: "2026:03:02 15:00:00", 0x829A: 0.01},
    ),
    "jpeg of a program": lambda: made.jpeg(comment="CREATOR: gd-jpeg v1.0"),
    "jpeg with the version of gps only": lambda: made.jpeg(gps={0: b"\2\3\0\0"}),
    "webp": lambda: made.jpeg(format="WEBP"),
    "png": made.png,
    "png of a program": lambda: made.png(Software="gnome-screenshot", Creation_Time="2026"),
    "png made with": lambda: made.png(Comment="Created with GIMP"),
    "svg": made.svg,
    "svg of a program": lambda: made.svg("<!-- Generator: Drawing 1.0 --><title>Chart</title>"),
    "docx": made.ooxml,
    "docx with technical properties": lambda: made.ooxml(
        docProps__app_xml=made.part("<app:Application>Word</app:Application>"),
        docProps__core_xml=made.part("<dc:title>Notice</dc:title><dc:creator></dc:creator>"),
    ),
    "docx with a style for hidden text": lambda: made.ooxml(
        word__styles_xml=made.part("<w:vanish/>")
    ),
    "docx with a link": lambda: made.ooxml(
        word___rels__document_xml_rels=made.part(
            '<rel:Relationship Target="https://www.some.example/home/a"/>'
        )
    ),
    "pptx with the number of a slide": lambda: made.ooxml(
        ppt__notesSlides__one_xml=made.part("<a:fld><a:t>7</a:t></a:fld>")
    ),
    "odt": made.odf,
}  # fmt: skip


@pytest.mark.parametrize("what", CLEAN)
def test_technical_fields_pass(what: str) -> None:
    assert carried("a.bin", CLEAN[what]()) == ()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", "件,数\n".encode()),
        ("a.csv", "件,数\n".encode("cp932")),
        ("a.txt", "件,数\n".encode("utf-16")),
        ("a.ICS", b"BEGIN:VCALENDAR"),
        ("a.csv", b""),
    ],
)
def test_plain_text_holds_what_is_seen(name: str, content: bytes) -> None:
    assert carried(name, content) == ()


def test_a_file_is_what_it_is_and_not_what_it_is_called() -> None:
    document = made.ooxml(docProps__core_xml=made.part(f"<dc:creator>{SECRET}</dc:creator>"))
    for name in ("a.pdf", "a.csv", "a"):
        assert [one.kind for one in carried(name, document)] == [PERSON]


UNREADABLE: dict[str, tuple[Make, str]] = {
    "a password": (
        lambda: made.locked_pdf(),
        "asks for a password",
    ),
    "a broken pdf": (lambda: b"%PDF-1.7\nnothing else", "broken PDF"),
    "an old document": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "old binary"),
    "an archive": (lambda: made.package({"list.csv": "x"}), "may hold anything"),
    "a cut document": (lambda: made.ooxml()[:60], "broken document"),
    "a cut picture": (lambda: made.jpeg()[:30], "broken picture"),
    "an unknown kind": (lambda: b"\0\1\2\3", "cannot be told"),
    "broken xml": (lambda: made.ooxml(word__document_xml="<a>"), "is no XML"),
    "entities": (
        lambda: b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg"/>',
        "defines entities",
    ),
    "an unpacked giant": (
        lambda: made.ooxml(word__media__a_bin=bytes(130 * 1024 * 1024)),
        "larger than 128 MiB",
    ),
}


@pytest.mark.parametrize("what", UNREADABLE)
def test_what_cannot_be_looked_into_is_refused_with_the_reason(what: str) -> None:
    make, reason = UNREADABLE[what]
    content = make()
    with pytest.raises(Unreadable, match=reason):
        carried("a.bin", content)
    [finding] = files_carry_only_what_is_seen({"a.bin": content})
    assert (finding.code, str(finding.at)) == (Code.METADATA, "content/files/a.bin")


@pytest.mark.parametrize(
    ("library", "module", "make"),
    [("pikepdf", "pikepdf", made.pdf), ("Pillow", "PIL.Image", made.png)],
)
def test_a_library_that_is_missing_is_named(
    library: str, module: str, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = make()
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingLibrary, match=library):
        carried("a.bin", content)
    [finding] = files_carry_only_what_is_seen({"a.bin": content})
    assert finding.code is Code.MISSING_EXTRA
    assert carried("a.csv", b"a,b\n") == ()


WHOLE = [make() for make in (made.pdf, made.jpeg, made.png, made.svg, made.ooxml, made.odf)]
WHOLE += [make() for make, _ in CARRYING.values()]


@settings(
    max_examples=300, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)
@given(st.data())
def test_broken_files_are_refused_and_nothing_else_happens(data: st.DataObject) -> None:
    content = bytearray(data.draw(st.sampled_from(WHOLE)))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, max(len(content) - 1, 0)))
        if data.draw(st.booleans()):
            content[at : at + 1] = data.draw(st.binary(max_size=4))
        else:
            del content[at : at + data.draw(st.integers(0, 200))]
    with suppress(Unreadable):
        assert all(isinstance(one.field, str) for one in carried("a.bin", bytes(content)))


def test_the_files_of_the_sample_carry_nothing() -> None:
    files = {path.name: path.read_bytes() for path in (ROOT / "content/files").iterdir()}
    assert files
    assert list(files_carry_only_what_is_seen(files)) == []
