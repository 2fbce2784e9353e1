"""``noticegen.yml``  ->  `Config`, or everything that is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from noticegen import formats
from noticegen.diagnostics import (
    JUDGED,
    SETTINGS_FILE,
    Acceptance,
    Code,
    Diagnostic,
    Location,
    Message,
    say,
)
from noticegen.localized import Localized
from noticegen.moments import read_date
from noticegen.regimes import reading as laws
from noticegen.sourcetext import decode
from noticegen.targets import Target, read_targets
from noticegen.yamlfile import (
    Fields,
    Listing,
    Mapping,
    Node,
    Scalar,
    did_you_mean,
    read_yaml,
    shown,
)

HOSTS = (
    "netlify", "cloudflare", "vercel", "github-pages", "gitlab-pages", "firebase",
    "azure-static-web-apps", "s3-cloudfront", "nginx", "apache", "caddy",
)  # fmt: skip

KEYS = (
    "title", "organization", "url", "official_site", "languages", "locales", "timezone", "theme",
    "representative", "address", "banner", "genuine", "security_contact", "regimes", "answers",
    "keep_until", "hosts", "hsts", "targets", "accept", "limits", "record", "changes",
)  # fmt: skip
ACCEPT_KEYS = ("rule", "at", "reason", "by", "on")
"""Of an item of `accept`; all of them are required."""
LIMIT_KEYS = ("update_bytes",)
GENUINE_KEYS = ("never", "letters", "report")
ANSWERS = {"yes": True, "no": False}

DEFAULT_THEME = "default"
UPDATE_BYTES = 1024 * 1024

_SMALLEST = (
    "title: … / organization: … / url: https://… / official_site: https://… / "
    "languages: [ja] / timezone: Asia/Tokyo"
)
_HOST = re.compile(r"(?!-)[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)
_ORIGIN = re.compile(r"[!-*,-~]+", re.ASCII)
"""What C2SP tlog-checkpoint lets an origin be: printable, without blanks and ``+``."""
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Accepted(NamedTuple):
    """Findings of judgement that somebody looked at and accepted."""

    rule: Code
    at: str
    """The file that they are about."""
    acceptance: Acceptance
    place: Location
    """Where it is written."""


class Genuine(NamedTuple):
    """What an author says of how the organisation is told from those who use its name."""

    never: Localized | None = None
    """How it never comes to people first."""
    letters: Localized | None = None
    """What its letters say about the address of the site."""
    report: Scalar | None = None
    """The id of the contact who wants to hear of a fake."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The settings of a site."""

    title: Localized
    organization: Localized
    url: str
    """Where the site will live; ends with a slash."""
    official_site: str
    languages: tuple[str, ...]
    """The first is the authoritative one."""
    locales: dict[str, str]
    """The locale in whose forms each language shows numbers and dates."""
    zone: ZoneInfo
    theme: str
    representative: Localized | None
    address: Localized | None
    banner: Localized | None
    genuine: Genuine
    security_contact: str | None
    regimes: tuple[str, ...]
    """What the notice is held to by `noticegen check`."""
    answers: dict[str, bool]
    """What the owner said to the questions of regimes, by their ids."""
    keep_until: date | None
    hosts: tuple[str, ...]
    hsts: bool
    targets: tuple[Target, ...]
    """Where the site can be put."""
    accept: tuple[Accepted, ...]
    update_bytes: int
    """The largest content file, in bytes."""
    record: str | None
    """The origin of the public record; None where none is kept."""
    changes: tuple[Node, ...]
    """Public notes about the settings as they were written: their moments may be those of
    updates, which are not read yet."""
    untranslated: tuple[tuple[str, str], ...]
    """Settings without a text in a language: (setting, language)."""

    @property
    def authoritative(self) -> str:
        """The language whose text prevails."""
        return self.languages[0]

    @property
    def host(self) -> str:
        """The host part of `url`."""
        return urlsplit(self.url).netloc


def read_config(project: Path) -> Config | tuple[Diagnostic, ...]:
    """The settings of the site in the folder `project`."""
    path = project / SETTINGS_FILE
    place = Location(SETTINGS_FILE)
    if not path.is_file():
        return (
            Diagnostic(
                place,
                Code.NO_SETTINGS,
                say("there is no file {name} in this folder", name=SETTINGS_FILE)
                if not path.exists()
                else say("{name} is not a file", name=SETTINGS_FILE),
                say("go to the folder of a site, or begin one: noticegen new site FOLDER"),
            ),
        )
    source = decode(path.read_bytes(), SETTINGS_FILE)
    if isinstance(source, tuple):
        return source
    if not source.text.strip():
        return (
            Diagnostic(
                place,
                Code.NO_SETTINGS,
                say("{name} is empty", name=SETTINGS_FILE),
                say("begin with: {smallest}", smallest=_SMALLEST),
            ),
        )
    return config_of(source.text)


def config_of(text: str) -> Config | tuple[Diagnostic, ...]:
    """The settings that the text of a `noticegen.yml` makes."""
    mapping = read_yaml(text, SETTINGS_FILE)
    if isinstance(mapping, tuple):
        return mapping
    return _Reader(mapping).config()


class _Reader:
    """Takes the settings apart; what is wrong gathers in `found`."""

    def __init__(self, mapping: Mapping) -> None:
        self.found: list[Diagnostic] = []
        self.fields = Fields(mapping, KEYS, self.found)
        self.untranslated: list[tuple[str, str]] = []

    def config(self) -> Config | tuple[Diagnostic, ...]:
        languages = self._languages()
        title = self._localized("title", languages, required=True)
        organization = self._localized("organization", languages, required=True)
        url = self._address("url", required=True, is_folder=True)
        official_site = self._address("official_site", required=True)
        locales = self._locales(languages)
        zone = self._zone()
        theme = self.fields.scalar("theme")
        if theme and not _SLUG.fullmatch(theme.text):
            self.fields.report(
                theme.at,
                Code.NO_THEME,
                say("“{name}” cannot be the name of a folder in themes/", name=theme.text),
                say("use small letters, digits and hyphens"),
            )
        representative = self._localized("representative", languages)
        address = self._localized("address", languages)
        banner = self._localized("banner", languages)
        genuine = self._genuine(languages)
        security_contact = self._security_contact()
        regimes = self._known_words(
            "regimes", laws.names(), lambda name: say("there is no regime `{name}`", name=name)
        )
        answers = self._answers()
        keep_until = self._date("keep_until")
        hosts = self._known_words(
            "hosts", HOSTS, lambda name: say("there is no host `{name}`", name=name)
        )
        hsts = self.fields.flag("hsts") or False
        targets = read_targets(self.fields, url)
        accept = self._accept()
        update_bytes = self._limits()
        record = self._record()
        changes = self.fields.listing("changes")
        self.fields.finish()
        if self.found:
            return tuple(self.found)
        assert title is not None
        assert organization is not None
        assert url is not None
        assert official_site is not None
        assert zone is not None
        return Config(
            title=title,
            organization=organization,
            url=url,
            official_site=official_site,
            languages=languages,
            locales=locales,
            zone=zone,
            theme=theme.text if theme else DEFAULT_THEME,
            representative=representative,
            address=address,
            banner=banner,
            genuine=genuine,
            security_contact=security_contact,
            regimes=tuple(dict.fromkeys(regimes)),
            answers=answers,
            keep_until=keep_until,
            hosts=hosts,
            hsts=hsts,
            targets=targets,
            accept=accept,
            update_bytes=update_bytes,
            record=record,
            changes=changes,
            untranslated=tuple(self.untranslated),
        )

    def _languages(self) -> tuple[str, ...]:
        node = self.fields.node("languages", required=True)
        if node is None:
            return ()
        words = self.fields.words("languages")
        tags: list[str] = []
        for word in words:
            if not formats.is_language(word.text):
                meant = formats.meant_language(word.text)
                self.fields.report(
                    word.at,
                    Code.UNKNOWN_LANGUAGE,
                    say("“{tag}” is not a language tag", tag=word.text),
                    say("did you mean `{name}`?", name=meant)
                    if meant
                    else say("write it as in `ja`, `en`, `fr`, `pt-BR`"),
                )
            elif word.text in tags:
                self.fields.report(
                    word.at, Code.UNKNOWN_VALUE, say("`{tag}` stands twice", tag=word.text)
                )
            else:
                tags.append(word.text)
        if not words:
            self.fields.report(
                node.at,
                Code.WRONG_TYPE,
                say("`languages` names no language"),
                say("write the authoritative one first: languages: [ja, en]"),
            )
        return tuple(tags)

    def _localized(
        self, key: str, languages: tuple[str, ...], *, required: bool = False
    ) -> Localized | None:
        localized = self.fields.localized(key, languages, required=required)
        self._note_missing(key, localized, languages)
        return localized

    def _note_missing(
        self, setting: str, localized: Localized | None, languages: tuple[str, ...]
    ) -> None:
        if localized:
            missing = (language for language in languages if language not in localized.texts)
            self.untranslated += [(setting, language) for language in missing]

    def _genuine(self, languages: tuple[str, ...]) -> Genuine:
        node = self.fields.node("genuine")
        if node is None:
            return Genuine()
        if not isinstance(node, Mapping):
            self.fields.report(
                node.at,
                Code.WRONG_TYPE,
                say("`genuine` must be keys and values, and {text} stands here", text=shown(node)),
                say("write it as genuine: {{never: …, letters: …, report: hotline}}"),
            )
            return Genuine()
        inner = Fields(node, GENUINE_KEYS, self.found)
        never = inner.localized("never", languages)
        letters = inner.localized("letters", languages)
        report = inner.scalar("report")
        inner.finish()
        self._note_missing("genuine.never", never, languages)
        self._note_missing("genuine.letters", letters, languages)
        return Genuine(never, letters, report)

    def _address(self, key: str, *, required: bool = False, is_folder: bool = False) -> str | None:
        scalar = self.fields.scalar(key, required=required)
        if scalar is None:
            return None
        fault = _fault(scalar.text, is_folder=is_folder)
        if fault:
            self.fields.report(
                scalar.at,
                Code.UNUSABLE_ADDRESS,
                say("`{key}` says {address}, {fault}", key=key, address=scalar.text, fault=fault),
                say("write the full address, as in https://www.firm.example/notice/"),
            )
            return None
        return scalar.text

    def _locales(self, languages: tuple[str, ...]) -> dict[str, str]:
        locales = {language: language for language in languages}
        node = self.fields.node("locales")
        if node is None:
            return locales
        if not isinstance(node, Mapping):
            self.fields.report(
                node.at,
                Code.WRONG_TYPE,
                say("`locales` must be keys and values, and {text} stands here", text=shown(node)),
                say("write it as locales: {{en: en-GB}}"),
            )
            return locales
        inner = Fields(node, languages, self.found)
        for language in languages:
            scalar = inner.scalar(language)
            if scalar is None:
                continue
            if (
                not formats.is_language(scalar.text)
                or scalar.text.split("-")[0] != language.split("-")[0]
            ):
                inner.report(
                    scalar.at,
                    Code.UNKNOWN_LANGUAGE,
                    say(
                        "“{tag}” is not a regional form of `{language}`",
                        tag=scalar.text,
                        language=language,
                    ),
                    say("write it as in `en-GB` or `de-CH`"),
                )
            locales[language] = scalar.text
        inner.finish()
        return locales

    def _zone(self) -> ZoneInfo | None:
        scalar = self.fields.scalar("timezone", required=True)
        if scalar is None:
            return None
        try:
            if "/" in scalar.text or scalar.text == "UTC":
                return ZoneInfo(scalar.text)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            pass
        self.fields.report(
            scalar.at,
            Code.UNKNOWN_TIMEZONE,
            say("there is no time zone “{name}”", name=scalar.text),
            say("write it as in Asia/Tokyo or Europe/Zurich"),
        )
        return None

    def _security_contact(self) -> str | None:
        scalar = self.fields.scalar("security_contact")
        if scalar is None:
            return None
        if not scalar.text.startswith(("https://", "mailto:")):
            self.fields.report(
                scalar.at,
                Code.UNUSABLE_ADDRESS,
                say("`security_contact` says {address}", address=scalar.text),
                say("write it with https:// or mailto: in front (RFC 9116)"),
            )
        return scalar.text

    def _date(self, key: str) -> date | None:
        scalar = self.fields.scalar(key)
        if scalar is None:
            return None
        day = read_date(scalar.text, scalar.at)
        if isinstance(day, Diagnostic):
            self.found.append(day)
            return None
        return day

    def _known_words(
        self, key: str, known: tuple[str, ...], unknown: Callable[[str], Message]
    ) -> tuple[str, ...]:
        """A list of names that are known; the others are reported as `unknown` says."""
        found = []
        for word in self.fields.words(key):
            if word.text not in known:
                self.fields.report(
                    word.at, Code.UNKNOWN_VALUE, unknown(word.text), did_you_mean(word.text, known)
                )
            found.append(word.text)
        return tuple(found)

    def _answers(self) -> dict[str, bool]:
        node = self.fields.node("answers")
        if node is None:
            return {}
        if isinstance(node, Scalar | Listing):
            self.fields.report(
                node.at,
                Code.WRONG_TYPE,
                say("`answers` must be keys and values, and {text} stands here", text=shown(node)),
                say("write it as answers: {{has_dpo: no}}"),
            )
            return {}
        inner = Fields(node, laws.questions(), self.found)
        answers = {}
        for id_ in laws.questions():
            scalar = inner.scalar(id_)
            if scalar and scalar.text not in ANSWERS:
                inner.report(
                    scalar.at,
                    Code.WRONG_TYPE,
                    say("`{key}` is {text}", key=id_, text=shown(scalar)),
                    say("write `yes` or `no`"),
                )
            elif scalar:
                answers[id_] = ANSWERS[scalar.text]
        inner.finish()
        return answers

    def _accept(self) -> tuple[Accepted, ...]:
        accepted = []
        for node in self.fields.listing("accept"):
            if not isinstance(node, Mapping):
                self.fields.report(
                    node.at,
                    Code.WRONG_TYPE,
                    say("`accept` takes entries with rule, at, reason, by and on"),
                )
                continue
            inner = Fields(node, ACCEPT_KEYS, self.found)
            values = {key: inner.scalar(key, required=True) for key in ACCEPT_KEYS}
            inner.finish()
            rule = self._rule(values["rule"])
            on = values["on"]
            day = read_date(on.text, on.at) if on else None
            if isinstance(day, Diagnostic):
                self.found.append(day)
            elif day and rule:
                texts = {key: value.text for key, value in values.items() if value}
                if texts.keys() == set(ACCEPT_KEYS):
                    acceptance = Acceptance(texts["reason"], texts["by"], day)
                    accepted.append(Accepted(rule, texts["at"], acceptance, node.at))
        return tuple(accepted)

    def _rule(self, scalar: Scalar | None) -> Code | None:
        """The code of an item of `accept`, by its number or its label."""
        if scalar is None:
            return None
        known = {name: code for code in Code for name in (str(code), code.label)}
        code = known.get(scalar.text)
        if code is None:
            self.fields.report(
                scalar.at,
                Code.UNKNOWN_VALUE,
                say("there is no finding `{name}`", name=scalar.text),
                did_you_mean(scalar.text, known),
            )
        elif code not in JUDGED:
            self.fields.report(
                scalar.at,
                Code.NOT_ACCEPTABLE,
                say("{code} {label} is no matter of judgement", code=code, label=code.label),
                say("`noticegen explain {code}` says what to do about it", code=code),
            )
            return None
        return code

    def _record(self) -> str | None:
        scalar = self.fields.scalar("record")
        if scalar and not _ORIGIN.fullmatch(scalar.text):
            self.fields.report(
                scalar.at,
                Code.UNUSABLE_ADDRESS,
                say("`record` says {text}, which is no origin of a record", text=shown(scalar)),
                say("leave the line as `noticegen record` wrote it"),
            )
        return scalar.text if scalar else None

    def _limits(self) -> int:
        node = self.fields.node("limits")
        if node is None:
            return UPDATE_BYTES
        if isinstance(node, Scalar | Listing):
            self.fields.report(
                node.at,
                Code.WRONG_TYPE,
                say("`limits` must be keys and values, and {text} stands here", text=shown(node)),
                say("write it as limits: {{update_bytes: {number}}}", number=UPDATE_BYTES),
            )
            return UPDATE_BYTES
        inner = Fields(node, LIMIT_KEYS, self.found)
        scalar = inner.scalar("update_bytes")
        inner.finish()
        if scalar is None:
            return UPDATE_BYTES
        if not re.fullmatch(r"[1-9]\d{2,8}", scalar.text, re.ASCII):
            inner.report(
                scalar.at,
                Code.WRONG_TYPE,
                say("`update_bytes` is {text}", text=shown(scalar)),
                say("write a whole number of bytes, such as {number}", number=UPDATE_BYTES),
            )
            return UPDATE_BYTES
        return int(scalar.text)


def _fault(address: str, *, is_folder: bool) -> Message | None:
    """What keeps `address` from being the public address of a site or page."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return say("which has no plain host name")
    if not parts.scheme or "://" not in address:
        return say("which has no scheme")
    if parts.scheme != "https":
        return say("which is {scheme}, not https", scheme=parts.scheme)
    if parts.username is not None or not _HOST.fullmatch(parts.hostname or ""):
        return say("which has no plain host name")
    if parts.query or parts.fragment or not re.fullmatch(r"[!-~]*", address):
        return say("which has more than a host and a path")
    if is_folder and not parts.path.endswith("/"):
        return say("which does not end with a slash")
    return None
