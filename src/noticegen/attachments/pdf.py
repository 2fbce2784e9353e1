"""PDF (ISO 32000-2): Info and XMP, annotations, files inside, scripts, and earlier states."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from noticegen.attachments.found import Carried, Kind, Unreadable, is_path, needing
from noticegen.attachments.images import of_image
from noticegen.attachments.xmp import of_xmp
from noticegen.diagnostics import say

if TYPE_CHECKING:
    from pikepdf import Object, Pdf

_PERSONS = {"/Author", "/Manager"}
_COMMENTS = {"/Comments"}
_SEEN_ANNOTATIONS = {"/Link", "/Widget", "/PrinterMark", "/TrapNet", "/Watermark"}
"""Annotations that are a part of the page (12.5.6); the others are remarks, or hold files."""
_SECTION_END = re.compile(rb"startxref\s+\d+\s+%%EOF")
_ACTIONS = {"/JavaScript", "/Launch"}

_A_BLANK = -180
"""A move to the right of so many thousandths of the size of the font parts words."""
_SINGLE = re.compile(r"beginbfchar(.*?)endbfchar", re.DOTALL)
_RANGES = re.compile(r"beginbfrange(.*?)endbfrange", re.DOTALL)
_HEX = re.compile(r"<([0-9A-Fa-f]+)>")
_PAIR = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_RANGE = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]+)>|\[([^\]]*)\])")


def of_pdf(content: bytes) -> Iterator[Carried]:
    """What a PDF carries. Raises Unreadable and MissingLibrary."""
    with needing("pikepdf"):
        import pikepdf  # here, for it is an extra and takes long to load

    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            yield from _of_info(pdf)
            yield from _of_pages(pdf)
            yield from _of_catalog(pdf)
            for indirect in pdf.objects:
                for thing in _inside(indirect):
                    yield from _of_object(thing)
    except pikepdf.PasswordError as error:
        raise Unreadable(say("it asks for a password")) from error
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError) as error:
        # Beside its own error, pikepdf raises these where a broken file has other types of
        # objects than the specification asks for.
        raise Unreadable(say("it is a broken PDF")) from error
    yield from _of_sections(content)


def words_of_pdf(content: bytes) -> str:
    """What readers read in a PDF, as far as its fonts say which characters they show (9.10).

    Raises Unreadable and MissingLibrary.
    """
    with needing("pikepdf"):
        import pikepdf

    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            return "\n".join(_words_of_page(page) for page in pdf.pages)
    except pikepdf.PasswordError as error:
        raise Unreadable(say("it asks for a password")) from error
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError) as error:
        raise Unreadable(say("it is a broken PDF")) from error


def _words_of_page(page: Any) -> str:
    """The strings that a page shows, in the order in which it shows them (9.4)."""
    import pikepdf

    resources: Any = page.obj.get("/Resources", {})
    fonts = {
        str(name): _characters(font) for name, font in dict(resources.get("/Font", {})).items()
    }
    shown: list[str] = []
    now: _Characters = _Characters(1, {})
    for instruction in pikepdf.parse_content_stream(page):
        operands: Any = instruction.operands
        match str(instruction.operator):
            case "Tf":
                now = fonts.get(str(operands[0]), now)
            case "Tj":
                shown.append(now.read(bytes(operands[0])))
            case "'" | '"':
                shown += ["\n", now.read(bytes(operands[-1]))]
            case "TJ":
                for piece in operands[0]:
                    if isinstance(piece, pikepdf.String):
                        shown.append(now.read(bytes(piece)))
                    elif float(piece) < _A_BLANK:
                        shown.append(" ")
            case "Td" | "TD" if float(operands[1]) == 0:
                shown.append(" ")
            case "Td" | "TD" | "T*" | "Tm" | "ET":
                shown.append("\n")
    return "".join(shown)


class _Characters(NamedTuple):
    """Which characters the codes of a font stand for."""

    width: int
    """Bytes a code."""
    known: Mapping[int, str]
    """What the font says; the others are read as Latin letters."""

    def read(self, written: bytes) -> str:
        """The characters of a string."""
        codes = (
            int.from_bytes(written[start : start + self.width], "big")
            for start in range(0, len(written), self.width)
        )
        return "".join(
            self.known.get(code, chr(code) if self.width == 1 else "\ufffd") for code in codes
        )


def _characters(font: Any) -> _Characters:
    """What the ``/ToUnicode`` of a font says (9.10.3)."""
    width = 2 if str(font.get("/Subtype")) == "/Type0" else 1
    table = font.get("/ToUnicode")
    if table is None:
        return _Characters(width, {})
    known: dict[int, str] = {}
    text = table.read_bytes().decode("latin-1")
    for section in _SINGLE.findall(text):
        for code, shown in _PAIR.findall(section):
            known[int(code, 16)] = _utf_16(shown)
    for section in _RANGES.findall(text):
        for first, last, begin, listed in _RANGE.findall(section):
            codes = range(int(first, 16), min(int(last, 16), 0xFFFF) + 1)
            several = _HEX.findall(listed)
            for offset, code in enumerate(codes):
                if several and offset < len(several):
                    known[code] = _utf_16(several[offset])
                elif begin:
                    known[code] = chr(int(begin, 16) + offset) if len(begin) <= 4 else "\ufffd"
    return _Characters(width, known)


def _utf_16(digits: str) -> str:
    return bytes.fromhex(digits).decode("utf-16-be", "replace")


def _of_info(pdf: Pdf) -> Iterator[Carried]:
    """The document information dictionary (14.3.3)."""
    for key, value in sorted(pdf.docinfo.items()):
        text = str(value)
        if key in _PERSONS and text.strip():
            yield Carried(Kind.PERSON, f"PDF Info {key}")
        elif key in _COMMENTS and text.strip():
            yield Carried(Kind.COMMENT, f"PDF Info {key}")
        elif is_path(text):
            yield Carried(Kind.PATH, f"PDF Info {key}")


def _of_pages(pdf: Pdf) -> Iterator[Carried]:
    for number, page in enumerate(pdf.pages, start=1):
        for annotation in page.obj.get("/Annots", ()):
            subtype = str(annotation.get("/Subtype"))
            if subtype == "/FileAttachment":
                yield Carried(Kind.HIDDEN, f"PDF page {number}: {subtype}")
            elif subtype not in _SEEN_ANNOTATIONS:
                yield Carried(Kind.COMMENT, f"PDF page {number}: {subtype}")


def _of_catalog(pdf: Pdf) -> Iterator[Carried]:
    names: Any = pdf.Root.get("/Names", {})
    if "/EmbeddedFiles" in names or "/AF" in pdf.Root:
        yield Carried(Kind.HIDDEN, "PDF /EmbeddedFiles")
    if "/JavaScript" in names:
        yield Carried(Kind.SCRIPT, "PDF /JavaScript")
    properties: Any = pdf.Root.get("/OCProperties", {})
    layers: Any = properties.get("/D", {})
    if len(layers.get("/OFF", ())):
        yield Carried(Kind.HIDDEN, "PDF layers that are off")


def _inside(thing: Object) -> Iterator[Object]:
    """An object and those that stand in it, and not elsewhere under a number of their own."""
    import pikepdf

    yield thing
    children: list[Any] = []
    if isinstance(thing, pikepdf.Array):
        children = list(thing)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        children = [thing[key] for key in thing.keys()]  # noqa: SIM118 - it is no mapping
    for child in children:
        if isinstance(child, pikepdf.Array | pikepdf.Dictionary) and not child.is_indirect:
            yield from _inside(child)


def _of_object(thing: Object) -> Iterator[Carried]:
    """What may hang on any object: metadata (14.3.2), private data (14.5), actions, pictures."""
    import pikepdf

    if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        return
    if "/PieceInfo" in thing:
        yield Carried(Kind.HIDDEN, "PDF /PieceInfo")
    if str(thing.get("/S")) in _ACTIONS:
        yield Carried(Kind.SCRIPT, f"PDF action {thing.get('/S')}")
    if not isinstance(thing, pikepdf.Stream):
        return
    if str(thing.get("/Type")) == "/Metadata":
        # Metadata of the document, or of a picture that was placed in it.
        yield from of_xmp(thing.read_bytes(), is_picture=False)
    if str(thing.get("/Subtype")) == "/Image" and str(thing.get("/Filter")) == "/DCTDecode":
        for one in of_image(thing.read_raw_bytes()):
            yield one._replace(field=f"picture in PDF: {one.field}")


def _of_sections(content: bytes) -> Iterator[Carried]:
    """Each change that is saved by appending keeps what was there before (7.5.6). A file that
    is arranged for the web has two sections from the beginning (annex F).
    """
    is_linearized = b"/Linearized" in content[:2048]
    if len(_SECTION_END.findall(content)) > (2 if is_linearized else 1):
        yield Carried(Kind.REVISION, "PDF incremental update")
