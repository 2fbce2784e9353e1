"""Office documents: OOXML (ECMA-376) and OpenDocument (1.3), which are ZIP files of XML."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from xml.etree import ElementTree

from noticegen.attachments.found import Carried, Kind, Unreadable, is_path
from noticegen.attachments.images import of_image
from noticegen.attachments.xml import qualified, read, words
from noticegen.diagnostics import say

_LARGEST = 128 * 1024 * 1024
"""Bytes that all parts together may have: more is no document that people read."""
_PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".tif", ".tiff", ".webp")

_PROPERTIES = {
    "dc:creator": Kind.PERSON,
    "cp:lastModifiedBy": Kind.PERSON,
    "app:Manager": Kind.PERSON,
    "meta:initial-creator": Kind.PERSON,
    "meta:printed-by": Kind.PERSON,
    "dc:description": Kind.COMMENT,
    "meta:user-defined": Kind.HIDDEN,
}
_ELEMENTS = {
    "w:ins": Kind.REVISION,
    "w:del": Kind.REVISION,
    "w:moveFrom": Kind.REVISION,
    "w:moveTo": Kind.REVISION,
    "w:rPrChange": Kind.REVISION,
    "w:pPrChange": Kind.REVISION,
    "w:comment": Kind.COMMENT,
    "w:vanish": Kind.HIDDEN,
    "x:comment": Kind.COMMENT,
    "p:cm": Kind.COMMENT,
    "p:cmAuthor": Kind.PERSON,
    "office:annotation": Kind.COMMENT,
    "text:changed-region": Kind.REVISION,
    "table:tracked-changes": Kind.REVISION,
}
_PARTS = (
    (re.compile(r"vbaProject\.bin$|^(?:Basic|Scripts)/.+\.(?:xml|py|js)$"), Kind.SCRIPT),
    (re.compile(r"/embeddings/|^ObjectReplacements/|/activeX/"), Kind.HIDDEN),
    (re.compile(r"/pivotCache/.*[Rr]ecords"), Kind.HIDDEN),
    (re.compile(r"threadedComments?/|/comments/.*\.xml$"), Kind.COMMENT),
    (re.compile(r"^xl/persons/|/people\.xml$"), Kind.PERSON),
    (re.compile(r"^xl/revisions/|^Versions/|^VersionList\.xml$"), Kind.REVISION),
    (re.compile(r"^docProps/custom\.xml$"), Kind.HIDDEN),
)
"""Parts that say by their names what they are. The records of a pivot table are the rows that
it counts, and an embedded sheet is the one behind a chart."""

_OF_READERS = re.compile(
    r"^word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml$|^xl/sharedStrings\.xml$"
    r"|^xl/worksheets/[^/]+\.xml$|^ppt/slides/[^/]+\.xml$|^content\.xml$"
)
_ROWS = {"x:row", "w:tr", "a:tr", "table:table-row"}
_PARAGRAPHS = {"w:p", "a:p", "text:p", "text:h"}
_NONE = ElementTree.Element("none")


def of_package(content: bytes) -> Iterator[Carried]:
    """What a document carries. Raises Unreadable and MissingLibrary."""
    for name, part in _parts(content):
        yield from _of_part(name, part)


def words_of_package(content: bytes) -> str:
    """What readers read in a document: a line a paragraph, or a row with its cells parted by
    semicolons. Raises Unreadable.
    """
    parts = {
        name: read(part, name)
        for name, part in _parts(content)
        if _OF_READERS.search(name) and part
    }
    shared = [words(one) for one in parts.pop("xl/sharedStrings.xml", _NONE)]
    return "\n".join(line for root in parts.values() for line in _lines(root, shared))


def _lines(root: ElementTree.Element, shared: list[str]) -> Iterator[str]:
    for element in root.iter():
        tag = qualified(element.tag)
        if tag in _ROWS:
            yield ";".join(_cell(cell, shared) for cell in element)
        elif tag in _PARAGRAPHS:
            yield words(element)


def _cell(cell: ElementTree.Element, shared: list[str]) -> str:
    text = words(cell)
    is_shared = cell.get("t") == "s" and text.isdecimal() and int(text) < len(shared)
    return shared[int(text)] if is_shared else text


def _parts(content: bytes) -> Iterator[tuple[str, bytes]]:
    """The files in a document, by their names."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            infos = package.infolist()
            names = {info.filename for info in infos}
            if "[Content_Types].xml" not in names and "mimetype" not in names:
                raise Unreadable(say("a ZIP archive may hold anything; link to its files instead"))
            if any(info.flag_bits & 1 for info in infos) or "EncryptedPackage" in names:
                raise Unreadable(say("it asks for a password"))
            if sum(info.file_size for info in infos) > _LARGEST:
                raise Unreadable(say("unpacked, it is larger than {size} MiB", size=128))
            for info in sorted(infos, key=lambda info: info.filename):
                yield info.filename, package.read(info)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError) as error:
        raise Unreadable(say("it is a broken document")) from error


def _of_part(name: str, content: bytes) -> Iterator[Carried]:
    for pattern, kind in _PARTS:
        if pattern.search(name):
            yield Carried(kind, name)
    if name.lower().endswith(_PICTURES):
        for one in of_image(content):
            yield one._replace(field=f"{name}: {one.field}")
    elif "/printerSettings/" in name:
        if is_path(content.decode("utf-16-le", "ignore")):
            yield Carried(Kind.PATH, name)
    elif name.endswith((".xml", ".rels")) and content:
        yield from _of_xml(name, read(content, name))


def _of_xml(name: str, root: ElementTree.Element) -> Iterator[Carried]:
    is_properties = name.startswith("docProps/") or name == "meta.xml"
    for element in root.iter():
        tag = qualified(element.tag)
        if is_properties and (kind := _PROPERTIES.get(tag)) and words(element):
            yield Carried(kind, f"{name} {tag}")
        elif is_properties and is_path(element.text or ""):
            yield Carried(Kind.PATH, f"{name} {tag}")
        if (kind := _ELEMENTS.get(tag)) and not name.endswith("/styles.xml"):
            yield Carried(kind, f"{name} {tag}")
        if _is_hidden(tag, element):
            yield Carried(Kind.HIDDEN, f"{name} {tag}")
        if any(is_path(value) for value in element.attrib.values()):
            yield Carried(Kind.PATH, f"{name} {tag}")
    if name.startswith("ppt/notesSlides/") and _notes(root):
        yield Carried(Kind.HIDDEN, name)


def _is_hidden(tag: str, element: ElementTree.Element) -> bool:
    """Sheets, rows, columns and slides that are there and not shown."""
    if tag == "x:sheet":
        return element.get("state") in {"hidden", "veryHidden"}
    if tag in {"x:row", "x:col"}:
        return element.get("hidden") in {"1", "true"}
    if tag == "p:sld":
        return element.get("show") in {"0", "false"}
    hidden = {"hidden", "collapse"}
    return any(
        qualified(name) in {"presentation:visibility", "table:visibility"} and value in hidden
        for name, value in element.attrib.items()
    ) or (tag == "presentation:notes" and bool(words(element)))


def _notes(root: ElementTree.Element) -> str:
    """What a speaker has noted; the number of the slide is a field and no note."""
    runs = (element for element in root.iter() if qualified(element.tag) == "a:r")
    return "".join(words(run) for run in runs)
