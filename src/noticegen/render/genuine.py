"""What tells readers that the site, a letter or a call is the organisation's, and not a fake."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from noticegen.markdown.showing import Shown
from noticegen.plan import GENUINE, RECORD
from noticegen.render.lines import contact_view
from noticegen.render.plainly import plain_contact
from noticegen.render.reader import Locate, Reader
from noticegen.theme import render
from noticegen.views import GenuineView, Html, Link, QrView
from noticegen.wording import Filled


def genuine_view(reader: Reader, locate: Locate) -> GenuineView:
    """What every page says, in short."""
    config = reader.config
    before, host, after = config.url.partition(config.host)
    return GenuineView(
        before=before,
        host=host,
        after=after,
        official_site=config.official_site,
        never=reader.told(config.genuine.never) if config.genuine.never else None,
        letters=reader.told(config.genuine.letters) if config.genuine.letters else None,
        more=Link(reader.words["genuine_more"], locate(reader.route(GENUINE))),
        qr=QrView(reader.code.box, reader.code.path, reader.say("qr_code", address=config.url)),
    )


def whole_genuine_view(reader: Reader, locate: Locate) -> GenuineView:
    """The same with what only its own page says: how to check the record, and whom to tell.

    Nobody is sent to a contact that was withdrawn or has ended; `noticegen check` tells of it.
    """
    public, wording = reader.plan.public, reader.wording
    report = reader.config.genuine.report
    contact = public.contact(report.text) if report else None
    if contact and (contact.withdrawal or wording.has_ended(contact)):
        contact = None

    def shown_of(filled: Filled) -> Shown:
        return reader.shown(filled, wording, locate)

    return genuine_view(reader, locate)._replace(
        record=Link(reader.words["record_how"], locate(f"{reader.route(RECORD)}#how-to-check"))
        if reader.plan.log
        else None,
        report=contact_view(contact, public.moment, public, wording, shown_of) if contact else None,
    )


def genuine_html(reader: Reader, locate: Locate, here: str, level: int, prefix: str) -> Html:
    """That part as HTML, with headings of `level`; `prefix` stands before its ids."""
    html = render(
        reader.theme,
        "genuine-part.html",
        here,
        genuine=whole_genuine_view(reader, locate),
        level=level,
        prefix=prefix,
        language=reader.language,
        t=reader.words,
    )
    return Html(html)


def plain_genuine(view: GenuineView, words: Mapping[str, str]) -> Iterator[str]:
    """The same as lines of plain text."""
    yield from (f"## {words['genuine_address']}", "", words["genuine_address_is"])
    yield from (f"{view.before}{view.host}{view.after}", "")
    for number, key in enumerate(("genuine_show", "genuine_compare", "genuine_differs"), start=1):
        yield f"{number}. {words[key].format(host=view.host)}"
    yield from ("", f"{words['genuine_official']} <{view.official_site}>", "")
    if view.letters:
        yield from (view.letters.text, "")
    if view.never:
        yield from (f"## {words['genuine_never']}", "", view.never.text, "")
    if view.record:
        yield from (f"## {words['genuine_record']}", "", words["genuine_record_what"])
        yield from (f"{view.record.text} <{view.record.href}>", "")
    if view.report:
        yield from (f"## {words['genuine_report']}", "", words["genuine_report_to"], "")
        yield from (*plain_contact(view.report), "")
