"""Real files of every kind that people attach, made with the libraries that read them."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Callable, Mapping

import pikepdf
from PIL import Image, PngImagePlugin
from PIL.TiffImagePlugin import IFDRational

SECRET = "Naoko Aoki"
"""Whatever is to be found holds it where it holds words; no finding may say it."""
HOME = r"C:\Users\naoko.aoki\Desktop\report.docx"

RDF = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
    'xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" '
    'xmlns:stRef="http://ns.adobe.com/xap/1.0/sType/ResourceRef#" '
    'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" '
    'xmlns:exif="http://ns.adobe.com/exif/1.0/">'
    '<rdf:Description rdf:about="" {attributes}>{elements}</rdf:Description></rdf:RDF></x:xmpmeta>'
)


def xmp(elements: str = "", attributes: str = "") -> bytes:
    """A packet of XMP."""
    return RDF.format(elements=elements, attributes=attributes).encode()


# ------------------------------------------------------------------ PDF


def pdf(change: Callable[[pikepdf.Pdf], None] | None = None, **options: object) -> bytes:
    """A PDF of one page, changed before it is saved."""
    made = pikepdf.new()
    made.add_blank_page(page_size=(200, 200))
    if change:
        change(made)
    target = io.BytesIO()
    made.save(target, deterministic_id=True, **options)  # type: ignore[arg-type]
    return target.getvalue()


def locked_pdf() -> bytes:
    """A PDF that asks for a password."""
    made = pikepdf.new()
    made.add_blank_page()
    target = io.BytesIO()
    made.save(target, encryption=pikepdf.Encryption(owner="owner", user="user"))
    return target.getvalue()


def with_info(**info: str) -> Callable[[pikepdf.Pdf], None]:
    """Entries of the document information dictionary."""

    def change(made: pikepdf.Pdf) -> None:
        for key, value in info.items():
            made.docinfo[f"/{key}"] = value

    return change


def with_xmp(packet: bytes) -> Callable[[pikepdf.Pdf], None]:
    """Metadata of the document."""

    def change(made: pikepdf.Pdf) -> None:
        stream = made.make_stream(packet)
        stream.Type = pikepdf.Name.Metadata
        stream.Subtype = pikepdf.Name.XML
        made.Root.Metadata = made.make_indirect(stream)

    return change


def with_annotation(subtype: str) -> Callable[[pikepdf.Pdf], None]:
    """An annotation on the first page."""

    def change(made: pikepdf.Pdf) -> None:
        made.pages[0].obj.Annots = pikepdf.Array(
            [
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Annot,
                    Subtype=pikepdf.Name(f"/{subtype}"),
                    Rect=[0, 0, 10, 10],
                    Contents=SECRET,
                )
            ]
        )

    return change


def with_file(made: pikepdf.Pdf) -> None:
    """A file inside."""
    made.attachments["list.csv"] = SECRET.encode()


def with_script(made: pikepdf.Pdf) -> None:
    """A script that runs when it is opened."""
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def with_layer(made: pikepdf.Pdf) -> None:
    """A layer that is off."""
    layer = made.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=SECRET))
    made.Root.OCProperties = pikepdf.Dictionary(OCGs=[layer], D=pikepdf.Dictionary(OFF=[layer]))


def with_private_data(made: pikepdf.Pdf) -> None:
    """What a drawing program keeps of its own document."""
    made.pages[0].obj.PieceInfo = pikepdf.Dictionary(Drawing=pikepdf.Dictionary(Private=SECRET))


def with_photo(made: pikepdf.Pdf) -> None:
    """A photo that was placed as it came from the camera."""
    photo = made.make_stream(jpeg(exif={0x013B: SECRET}))
    photo.Type, photo.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    photo.Width, photo.Height, photo.BitsPerComponent = 8, 8, 8
    photo.ColorSpace, photo.Filter = pikepdf.Name.DeviceRGB, pikepdf.Name.DCTDecode
    made.pages[0].obj.Resources = pikepdf.Dictionary(
        XObject=pikepdf.Dictionary(P=made.make_indirect(photo))
    )


def appended(content: bytes) -> bytes:
    """The same PDF with a change that was saved by appending (ISO 32000-2, 7.5.6)."""
    before = content.rindex(b"startxref")
    previous = int(content[before:].split()[1])
    at = len(content) + 1
    body = b"\n900 0 obj\n(new)\nendobj\n"
    table = b"xref\n900 1\n%010d 00000 n \n" % at
    with pikepdf.open(io.BytesIO(content)) as made:
        number, generation = made.Root.objgen
    trailer = b"trailer\n<</Size 901 /Root %d %d R /Prev %d>>\n" % (number, generation, previous)
    end = b"startxref\n%d\n%%%%EOF\n" % (len(content) + len(body))
    return content + body + table + trailer + end


# ------------------------------------------------------------------ pictures


def picture() -> Image.Image:
    """A few dots."""
    return Image.new("RGB", (8, 8), (12, 34, 56))


def jpeg(
    exif: Mapping[int, object] | None = None,
    *,
    gps: Mapping[int, object] | None = None,
    inner: Mapping[int, object] | None = None,
    packet: bytes = b"",
    comment: str = "",
    format: str = "JPEG",
) -> bytes:
    """A photo with these tags of EXIF."""
    tags = Image.Exif()
    for tag, value in (exif or {}).items():
        tags[tag] = value
    if gps:
        tags[0x8825] = dict(gps)
    if inner:
        tags[0x8769] = dict(inner)
    options: dict[str, object] = {"exif": tags.tobytes()} if exif or gps or inner else {}
    options |= {"xmp": packet} if packet else {}
    options |= {"comment": comment} if comment else {}
    target = io.BytesIO()
    picture().save(target, format, **options)
    return target.getvalue()


GPS = {1: "N", 2: (IFDRational(35), IFDRational(41), IFDRational(22)), 3: "E"}


def with_thumbnail(content: bytes) -> bytes:
    """A photo with the small picture that cameras put into EXIF (CIPA DC-008, 4.5.8)."""
    small = jpeg()
    first = b"II*\0" + (8).to_bytes(4, "little") + (0).to_bytes(2, "little")
    first += (14).to_bytes(4, "little")

    def entry(tag: int, value: int) -> bytes:
        numbers = (tag, 4)
        head = b"".join(number.to_bytes(2, "little") for number in numbers)
        return head + (1).to_bytes(4, "little") + value.to_bytes(4, "little")

    second = (2).to_bytes(2, "little") + entry(513, 44) + entry(514, len(small)) + bytes(4)
    tiff = first + second + small
    segment = b"Exif\0\0" + tiff
    marker = b"\xff\xe1" + (len(segment) + 2).to_bytes(2, "big") + segment
    return content[:2] + marker + content[2:]


def with_iptc(content: bytes, dataset: int) -> bytes:
    """A photo with a dataset of IPTC in the resources of Photoshop."""
    value = SECRET.encode()
    record = bytes([0x1C, 2, dataset]) + len(value).to_bytes(2, "big") + value
    record += b"\0" * (len(record) % 2)
    resource = b"8BIM\x04\x04\0\0" + len(record).to_bytes(4, "big") + record
    segment = b"Photoshop 3.0\0" + resource
    marker = b"\xff\xed" + (len(segment) + 2).to_bytes(2, "big") + segment
    return content[:2] + marker + content[2:]


def png(**texts: str) -> bytes:
    """A picture with these texts."""
    info = PngImagePlugin.PngInfo()
    for key, value in texts.items():
        info.add_itxt(key.replace("_", " "), value)
    target = io.BytesIO()
    picture().save(target, "PNG", pnginfo=info)
    return target.getvalue()


def gif(comment: str) -> bytes:
    """A picture with a comment."""
    target = io.BytesIO()
    picture().save(target, "GIF", comment=comment.encode())
    return target.getvalue()


def svg(inside: str = "", attributes: str = "") -> bytes:
    """A drawing."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/" {attributes}>{inside}<rect/></svg>'
    ).encode()


def svg_with(content: bytes) -> bytes:
    """A drawing with a photo inside."""
    data = base64.b64encode(content).decode()
    return svg(f'<image xlink:href="data:image/jpeg;base64,{data}"/>')


# ------------------------------------------------------------------ office documents

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
        "app": "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties",
        "rel": "http://schemas.openxmlformats.org/package/2006/relationships",
        "dc": "http://purl.org/dc/elements/1.1/",
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "presentation": "urn:oasis:names:tc:opendocument:xmlns:presentation:1.0",
    }.items()
)


def part(inside: str) -> str:
    """A part in XML, with the prefixes that the specifications use."""
    return f"<root {NAMESPACES}>{inside}</root>"


def package(parts: Mapping[str, str | bytes]) -> bytes:
    """A ZIP file of parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(zipfile.ZipInfo(name, (2026, 3, 2, 0, 0, 0)), content)
    return target.getvalue()


def ooxml(**parts: str | bytes) -> bytes:
    """A document of Office; `word__document_xml` is the part word/document.xml."""
    named = {_name(key): content for key, content in parts.items()}
    return package({"[Content_Types].xml": "<Types/>", "word/document.xml": part(""), **named})


def odf(**parts: str | bytes) -> bytes:
    """A document of OpenDocument."""
    named = {_name(key): content for key, content in parts.items()}
    kind = "application/vnd.oasis.opendocument.text"
    return package({"mimetype": kind, "content.xml": part(""), **named})


def _name(key: str) -> str:
    folder, _, ending = key.replace("__", "/").rpartition("_")
    return f"{folder}.{ending}"
