"""XMP (ISO 16684-1): metadata as RDF, in PDF, pictures and SVG."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree

from noticegen.attachments.found import Carried, Kind, is_path
from noticegen.attachments.xml import qualified, read, words

_PERSONS = {
    "dc:creator", "dc:contributor", "photoshop:AuthorsPosition", "photoshop:CaptionWriter",
    "xmpRights:Owner", "aux:OwnerName", "aux:SerialNumber", "aux:LensSerialNumber",
    "exifEX:CameraOwnerName", "exifEX:BodySerialNumber", "exifEX:LensSerialNumber",
    "tiff:Artist", "Iptc4xmpCore:CreatorContactInfo", "Iptc4xmpExt:PersonInImage",
    "Iptc4xmpExt:PersonInImageWDetails", "mwg-rs:Name",
}  # fmt: skip
_PLACES = {
    "photoshop:City", "photoshop:State", "photoshop:Country", "Iptc4xmpCore:Location",
    "Iptc4xmpExt:LocationCreated", "Iptc4xmpExt:LocationShown",
}  # fmt: skip
_COMMENTS = {"exif:UserComment", "photoshop:Instructions", "photoshop:History"}
_EARLIER = {"xmp:Thumbnails", "xmpMM:Pantry"}
_CAPTION = "dc:description"


def of_xmp(content: bytes, *, is_picture: bool) -> Iterator[Carried]:
    """What a packet of XMP carries. The description of a document says what it is about; that
    of a picture is somebody's note. Raises Unreadable.
    """
    packet = content.strip(b"\0 \t\r\n\xef\xbb\xbf")
    if packet:
        yield from of_rdf(read(packet, "XMP"), is_picture=is_picture)


def of_rdf(root: ElementTree.Element, *, is_picture: bool) -> Iterator[Carried]:
    """The same for a tree that was read already."""
    for element in root.iter():
        names = [(qualified(element.tag), words(element))]
        names += [(qualified(name), value) for name, value in element.attrib.items()]
        for name, text in names:
            kind = _kind(name, is_picture=is_picture)
            if kind and text.strip():
                yield Carried(kind, f"XMP {name}")
        own = [element.text or "", *element.attrib.values()]
        if any(is_path(text) for text in own):
            yield Carried(Kind.PATH, f"XMP {qualified(element.tag)}")


def _kind(name: str, *, is_picture: bool) -> Kind | None:
    if name in _PERSONS:
        return Kind.PERSON
    if name in _PLACES or name.startswith("exif:GPS"):
        return Kind.PLACE
    if name in _COMMENTS or (is_picture and name == _CAPTION):
        return Kind.COMMENT
    return Kind.REVISION if name in _EARLIER else None
