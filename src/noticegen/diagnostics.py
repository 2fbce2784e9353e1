"""What can be found wrong, where, and in which words.

A finding is a value: it is yielded by whoever sees it, collected by `build`, and put into
words by `report`. Nothing here imports anything else of ours, so anything may report.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import IntEnum, StrEnum, unique
from typing import NamedTuple

SETTINGS_FILE = "noticegen.yml"


class Exit(IntEnum):
    """The exit codes of every command."""

    DONE = 0
    CONTENT = 1
    USAGE = 2
    RECORD = 3
    SURROUNDINGS = 4
    LIVE = 5
    """An upload that is not complete, or a live site that is not as it was built."""


@unique
class Code(StrEnum):
    """Every kind of finding. A number is permanent; the label is the name in kebab-case.

    NG107 and NG108 meant something once, and are not given out again.
    """

    # NG1xx  project and settings
    NO_SETTINGS = "NG101"
    UNUSABLE_ADDRESS = "NG102"
    UNKNOWN_LANGUAGE = "NG103"
    UNKNOWN_TIMEZONE = "NG104"
    OUTPUT_IN_SOURCES = "NG105"
    UNUSABLE_MOMENT = "NG106"
    UNKNOWN_CODE = "NG109"
    MISSING_EXTRA = "NG110"
    UNUSABLE_ARGUMENT = "NG111"
    SECRET_IN_SETTINGS = "NG112"
    NOT_ACCEPTABLE = "NG113"
    NOTHING_ACCEPTED = "NG114"

    # NG2xx  reading content
    NOT_UTF8 = "NG201"
    MISSING_FIELD = "NG202"
    UNWANTED_CHARACTER = "NG203"
    DATE_MISMATCH = "NG204"
    YAML_SYNTAX = "NG205"
    DUPLICATE_KEY = "NG206"
    YAML_FEATURE = "NG207"
    UNKNOWN_KEY = "NG208"
    WRONG_TYPE = "NG209"
    UNKNOWN_VALUE = "NG210"
    NOT_A_MOMENT = "NG211"
    NO_SUCH_LOCAL_TIME = "NG212"
    NO_FRONT_MATTER = "NG213"
    OPEN_FRONT_MATTER = "NG214"
    TOO_LONG = "NG215"
    EMPTY_PAGE = "NG216"
    FILE_NAME = "NG217"
    NAME_CLASH = "NG218"
    UNEXPECTED_FILE = "NG219"
    SYMBOLIC_LINK = "NG220"
    SECRET_FILE = "NG221"
    NO_AUTHORITATIVE_VERSION = "NG222"
    SAID_DIFFERENTLY = "NG223"
    UNKNOWN_UPDATE = "NG224"
    CIRCLE = "NG225"
    SAME_TITLE = "NG226"
    QUESTION_ID = "NG227"
    FAQ_STRUCTURE = "NG228"
    AFTER_NOT_FOUND = "NG229"
    RAW_HTML = "NG230"
    COMMENT = "NG231"
    TOO_DEEP = "NG232"
    DIRECTIVE = "NG233"
    SCHEDULED_BLOCK = "NG234"
    HEADING_LEVEL = "NG235"
    HEADING_ATTRIBUTE = "NG236"
    OPEN_RUBY = "NG237"
    STRAY_MARKS = "NG238"
    UNUSED_DEFINITION = "NG239"
    TABLE_SHAPE = "NG240"
    LOOKS_LIKE_MARKUP = "NG241"
    UNKNOWN_PLACEHOLDER = "NG242"
    PLACEHOLDER_PLACE = "NG243"
    NOTHING_PUBLIC = "NG244"
    NO_HOME = "NG245"
    NO_ALT_TEXT = "NG246"
    UNKNOWN_FACT = "NG247"
    FACT_VALUE = "NG248"
    FACT_HISTORY = "NG249"
    NO_VALUE = "NG250"
    SUM = "NG251"
    CONTACT = "NG252"
    HOURS = "NG253"
    NOT_A_PHONE = "NG254"
    FILE_VERSIONS = "NG255"

    # NG3xx  addresses and links
    LINK_SCHEME = "NG302"
    NO_SUCH_PAGE = "NG303"
    NO_SUCH_FRAGMENT = "NG304"
    LINK_TO_WITHHELD = "NG305"
    MISLEADING_LINK = "NG306"
    NO_SUCH_FILE = "NG307"
    REMOTE_IMAGE = "NG308"
    FOREIGN_SITE = "NG309"
    PUNYCODE = "NG310"
    MIXED_SCRIPTS = "NG311"

    # NG4xx  what is said
    LEFT_OVER = "NG401"
    STRAY_PHONE = "NG402"
    FORMER_NUMBER = "NG403"
    METADATA = "NG404"
    LEAK = "NG405"
    STRAY_FIGURE = "NG406"
    STALE_VALUE = "NG407"
    NUMBERS_DIFFER = "NG408"
    WEEKDAY_MISMATCH = "NG409"
    ERA_MISMATCH = "NG410"
    PASSED_DEADLINE = "NG411"
    RELATIVE_DAY = "NG412"
    ENDED_LINE = "NG413"
    LINE_WITHOUT_HOURS = "NG414"
    NOT_FREE = "NG415"
    STRAY_MAIL = "NG416"
    PERSON_MAIL = "NG421"
    CUSTOMER_NUMBER = "NG422"
    MY_NUMBER = "NG423"
    PAYMENT_CARD = "NG424"
    BANK_ACCOUNT = "NG425"
    MACHINE_ADDRESS = "NG426"
    SECRET = "NG427"
    NAMED_PERSON = "NG428"
    STAFF_NOTE = "NG429"
    LETTER_FIELD = "NG430"
    TYPED_IN_TRANSLATION = "NG431"
    UNMARKED_LANGUAGE = "NG432"
    INTERFACE_WORD = "NG433"
    UNDATED_DENIAL = "NG441"
    HEDGE = "NG442"
    MINIMISING = "NG443"
    BOILERPLATE = "NG444"
    DONATE_INSTEAD = "NG445"
    UNANSWERED_QUESTION = "NG446"
    POOR_ALT_TEXT = "NG451"
    LINK_TEXT = "NG452"
    TABLE_HEADER = "NG453"
    NOT_FOUND = "NG461"
    NEEDS_ANSWER = "NG462"
    SHOULD_NOT_BE_HERE = "NG463"
    PRESCRIBED_WORDS = "NG464"
    POSTED_TOO_SHORT = "NG465"
    REGIME_ADVICE = "NG466"

    # NG5xx  theme and rendering
    NO_THEME = "NG501"
    TEMPLATE = "NG502"
    UNDEFINED = "NG503"
    NO_STRING = "NG504"
    NOT_WELL_FORMED = "NG505"
    DEAD_LINK = "NG506"
    OVER_BUDGET = "NG507"
    UNSAFE_STYLE = "NG508"
    LOW_CONTRAST = "NG509"
    UNMEASURED_COLOUR = "NG510"
    NO_TOKEN = "NG511"

    # NG6xx  output and record
    FOREIGN_FILES = "NG601"
    LOCKED = "NG602"
    SYSTEM = "NG603"
    COPIED = "NG604"
    FILE_EXISTS = "NG605"
    RECORD_MISSING = "NG611"
    RECORD_FOREIGN = "NG612"
    RECORD_EDITED = "NG613"
    RECORD_CUT = "NG614"
    RECORD_FORK = "NG615"
    SILENT_CHANGE = "NG616"
    PAST_REWRITTEN = "NG617"
    VANISHED = "NG618"
    BACKDATED = "NG619"
    UNEXPLAINED_BLOCK = "NG620"
    NOT_RECORDED = "NG621"
    MORE_THAN_WORDING = "NG622"
    PUBLISHED_ALREADY = "NG623"
    NOT_AS_BUILT = "NG624"

    # NG7xx  hosts and deploying
    HOST_LIMIT = "NG701"
    NO_TOOL = "NG711"
    NOT_REACHED = "NG712"
    OLDER_BUILD = "NG713"
    MANY_DELETIONS = "NG714"
    OTHER_MOMENT = "NG715"
    INCOMPLETE = "NG716"
    NO_RELEASE = "NG717"
    NOBODY_ANSWERS = "NG721"
    LIVE_DIFFERS = "NG722"
    REWRITTEN = "NG723"
    LIVE_HEADER = "NG724"
    LEADS_ELSEWHERE = "NG725"
    SOFT_404 = "NG726"
    NOT_FINDABLE = "NG727"
    EDGES_DISAGREE = "NG728"
    OLD_COPIES = "NG729"
    WRONG_ENCODING = "NG730"
    SETS_COOKIE = "NG731"
    NOT_LINKED = "NG732"

    @property
    def label(self) -> str:
        """The name readers see: ``date-mismatch``."""
        return self.name.lower().replace("_", "-")


JUDGED = frozenset(
    {
        Code.SAME_TITLE, Code.LOOKS_LIKE_MARKUP, Code.MISLEADING_LINK, Code.LEFT_OVER,
        Code.STRAY_PHONE, Code.FORMER_NUMBER, Code.METADATA,
        *(code for code in Code if "NG309" <= code <= "NG311"),
        *(code for code in Code if "NG406" <= code <= "NG469"),
    }
)  # fmt: skip
"""What is a matter of judgement: somebody may look at it and accept it, with a reason."""

OF_CHECK = frozenset(
    {
        Code.FOREIGN_SITE, Code.PUNYCODE,
        Code.STRAY_FIGURE, Code.STALE_VALUE, Code.NUMBERS_DIFFER, Code.TYPED_IN_TRANSLATION,
        Code.PASSED_DEADLINE, Code.RELATIVE_DAY,
        Code.ENDED_LINE, Code.LINE_WITHOUT_HOURS, Code.NOT_FREE, Code.STRAY_MAIL,
        Code.NAMED_PERSON, Code.LETTER_FIELD,
        Code.UNMARKED_LANGUAGE, Code.INTERFACE_WORD,
        *(code for code in Code if "NG441" <= code <= "NG469"),
    }
)  # fmt: skip
"""What only `noticegen check` looks for."""

MASKED = frozenset(
    {
        Code.SECRET_IN_SETTINGS, Code.STRAY_PHONE, Code.PERSON_MAIL, Code.CUSTOMER_NUMBER,
        Code.MY_NUMBER, Code.PAYMENT_CARD, Code.BANK_ACCOUNT, Code.MACHINE_ADDRESS, Code.SECRET,
        Code.NAMED_PERSON, Code.STAFF_NOTE,
    }
)  # fmt: skip
"""What nobody should read in the log of a build: no report shows the line."""

_RECORD = frozenset(code for code in Code if "NG611" <= code <= "NG629")
"""What is about the public record."""

_LIVE = frozenset({Code.INCOMPLETE, *(code for code in Code if "NG722" <= code <= "NG739")})
"""What is about an upload that began, or a live site that answers."""

_EXITS = {"1": Exit.USAGE, "5": Exit.USAGE, "6": Exit.SURROUNDINGS, "7": Exit.SURROUNDINGS}
"""By the stage that the code's first digit names; everything else is content."""


class Severity(StrEnum):
    """An error stops the build; a warning is shown, and stops it under ``--strict``; advice is
    shown and stops nothing."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


class Acceptance(NamedTuple):
    """That somebody looked at a finding and let it stand."""

    reason: str
    by: str
    on: date


class Location(NamedTuple):
    """A place in a file: path relative to the project, line and column counted from 1.

    Line 0 means the file as a whole.
    """

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        if self.line == 0:
            return self.path
        return f"{self.path}:{self.line}:{self.column}"


class Message(NamedTuple):
    """A sentence that can still be translated: the English template and its values."""

    template: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template.format(**self.values)


def say(template: str, /, **values: object) -> Message:
    """A message for the catalogues; `template` is found there by the tool that extracts it."""
    return Message(template, values)


Line = str | Message
"""A line as it is, or a sentence that can still be translated."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing that an author or an engineer can mend."""

    at: Location
    code: Code
    message: Message
    hint: Message | None = None
    severity: Severity = Severity.ERROR
    lines: tuple[Line, ...] = ()
    """What stands under it as it is: a difference, lines to paste."""
    accepted: Acceptance | None = None
    """Who let it stand, and why; None as long as nobody did."""

    def blocks(self, *, strict: bool = False) -> bool:
        """Whether a command ends because of it."""
        if self.accepted or self.severity is Severity.ADVICE:
            return False
        return strict or self.severity is Severity.ERROR

    @property
    def exit(self) -> Exit:
        """What the command ends with because of this finding alone."""
        if self.code in _RECORD:
            return Exit.RECORD
        if self.code in _LIVE:
            return Exit.LIVE
        about_the_site = self.at.path == SETTINGS_FILE or self.at.path.startswith("themes/")
        if about_the_site and self.code not in {Code.SYSTEM, Code.FILE_EXISTS}:
            return Exit.USAGE
        is_content = self.at.path.startswith("content/") and self.code is not Code.MISSING_EXTRA
        if self.code is Code.OVER_BUDGET or (is_content and self.code[2] == "1"):
            return Exit.CONTENT
        return _EXITS.get(self.code[2], Exit.CONTENT)

    def as_warning(self) -> Diagnostic:
        """The same finding, about something that is not going to be published."""
        return replace(self, severity=Severity.WARNING)


class NoticegenError(Exception):
    """The surroundings said no (disk, lock, options): carries the one finding to show."""

    def __init__(self, finding: Diagnostic) -> None:
        super().__init__(str(finding.message))
        self.finding = finding


def in_order(findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Each finding once, by place, so that the same content gives the same report."""
    unique_findings = {(f.at, f.code, str(f.message)): f for f in findings}
    return tuple(unique_findings[key] for key in sorted(unique_findings))


def exit_code(findings: Iterable[Diagnostic], *, strict: bool = False) -> Exit:
    """The exit code for several findings at once: 2 before 4 before 1 before 3 before 5.

    A record that was cut makes files differ, too, and has to be seen.
    """
    blocking = {
        finding.exit
        if finding.severity is Severity.ERROR or finding.exit is Exit.RECORD
        else Exit.CONTENT
        for finding in findings
        if finding.blocks(strict=strict)
    }
    for exit_ in (Exit.USAGE, Exit.SURROUNDINGS, Exit.CONTENT, Exit.RECORD, Exit.LIVE):
        if exit_ in blocking:
            return exit_
    return Exit.DONE
