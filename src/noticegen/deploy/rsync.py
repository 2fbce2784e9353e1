"""rsync (rsync.samba.org) over SSH: a folder for each release, and a link that is switched.

At the target lie ``releases/<name>/``, beside each its list ``releases/<name>.json``, and
``current``, a link to the release that readers are shown: the web server's root. The link is
renamed over the old one, so readers see one release whole or the other.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from datetime import timezone

from noticegen.deploy.built import Built
from noticegen.deploy.ledger import Ledger, begun, ended, read_ledger
from noticegen.deploy.order import Changes, Phase, changes
from noticegen.deploy.purge import old_in_caches, purging
from noticegen.deploy.running import Command, Surroundings
from noticegen.deploy.there import Deployment, There, checkpoint_of, not_reached
from noticegen.diagnostics import Code, Diagnostic, Location, Message, NoticegenError, say
from noticegen.record.checkpoint import NAME as CHECKPOINT
from noticegen.record.published import DATA
from noticegen.targets import Target
from noticegen.write.places import CARRIED

RELEASES = "releases"
CURRENT = "current"

_PART = ".part"
"""What a release is called while its files arrive."""
_STOPPED = f"????????T??????Z-????????????*{_PART}"
"""Uploads that stopped and were not gone on with, as a pattern of the shell."""
_AGAIN = ".again"
_RELEASE = re.compile(r"[0-9]{8}T[0-9]{6}Z-[0-9a-f]{12}(?:\.again)?")

_LOOK = f"""\
cd {{folder}} 2>/dev/null || exit 0
if [ -L {CURRENT} ]; then readlink {CURRENT}; elif [ -e {CURRENT} ]; then echo .; fi
printf '\\0'
if [ -d {RELEASES} ]; then ls {RELEASES}; fi
printf '\\0'
listing=$(readlink {CURRENT} || true).json
if [ -f "$listing" ]; then cat "$listing"; fi
printf '\\0'
if [ -f {CURRENT}/{CHECKPOINT} ]; then cat {CURRENT}/{CHECKPOINT}; fi
printf '\\0'
if [ -d {CURRENT}/. ]; then cd {CURRENT}/. && find . -type f -exec sha256sum {{{{}}}} +; fi || exit
printf '\\0'
"""
"""Where the link leads (a dot where it is none), what releases there are, the list of the one that
readers are shown, its checkpoint, and the digests of its files; each is followed by a null."""
_PARTS = 5
_SUM = re.compile(r"([0-9a-f]{64})  \./(.+)", re.ASCII)

_SSH = "ssh -o BatchMode=yes -o ConnectTimeout=20"
"""No question is asked where nobody may be there to answer it."""


def name_of(built: Built) -> str:
    """The name of the release that an output makes; names are in the order of moments."""
    moment = built.stamp.moment.astimezone(timezone.utc)
    return f"{moment:%Y%m%dT%H%M%SZ}-{built.stamp.files[:12]}"


def look(target: Target, around: Surroundings) -> There:
    """What is at the target. Raises NoticegenError where it cannot be read."""
    parts = _asked(target, around, _LOOK.format(folder=_folder(target))).split(b"\0")
    if len(parts) < _PARTS:
        return There()
    link, names, listing, checkpoint, sums = (
        part.decode("utf-8", "replace") for part in parts[:_PARTS]
    )
    kept = sorted(names.split("\n"))
    releases = tuple(name for name in kept if _RELEASE.fullmatch(name) and f"{name}.json" in kept)
    shown = link.strip()
    if not shown:
        return There(releases=releases)
    current = shown.removeprefix(f"{RELEASES}/")
    if shown == current or not _RELEASE.fullmatch(current):
        message = say("it is no link") if shown == "." else say("it leads to {path}", path=shown)
        raise NoticegenError(_not_ours(target, message))
    found = (_SUM.fullmatch(line) for line in sums.splitlines())
    digests = {match[2]: match[1] for match in found if match}
    known = checkpoint_of(target, checkpoint.encode())
    return There(known, read_ledger(listing), digests, releases, current)


def _not_ours(target: Target, message: Message) -> Diagnostic:
    return Diagnostic(
        Location(f"{target.to.rstrip('/')}/{CURRENT}"),
        Code.FOREIGN_FILES,
        say(
            "readers are shown something that noticegen did not put there: {message}",
            message=message,
        ),
        say("move it away, or give the target a folder of its own"),
    )


def record_of(
    target: Target, release: str, around: Surroundings
) -> tuple[bytes | None, bytes | None]:
    """`record.json` and `checkpoint` of a release; None where it has none."""
    data, known = (
        _content(target, f"{RELEASES}/{release}/{name}", around) or None
        for name in (DATA, CHECKPOINT)
    )
    return data, known


def _content(target: Target, path: str, around: Surroundings) -> bytes:
    quoted = shlex.quote(path)
    return _asked(
        target, around, f"cd {_folder(target)} && if [ -f {quoted} ]; then cat {quoted}; fi"
    )


def _asked(target: Target, around: Surroundings, script: str) -> bytes:
    ran = around.ask(Command(Phase.BEGIN, _at(target, script, around)))
    if ran.code:
        raise not_reached(target, ran.said)
    return ran.out


def deployment(target: Target, built: Built, there: There, around: Surroundings) -> Deployment:
    """What has to be done so that what is built is what readers are shown."""
    # A release whose list is lost is ours by its name.
    ours = (
        there.ledger.files
        if there.ledger
        else {path: frozenset({sha}) for path, sha in there.digests.items()}
    )
    found = changes(built.files, there.digests, ours)
    is_shown = there.current is not None and not found.uploads and not found.deletions
    if is_shown and there.ledger and there.ledger.is_complete:
        return Deployment(target, found, ())
    name = there.current if there.current and is_shown else _name_beside(built, there)
    commands: list[Command] = []
    if not is_shown:
        part = f"{RELEASES}/{name}{_PART}"
        paths = tuple(upload.file.path for upload in found.uploads)
        switch = f"rm -rf {RELEASES}/{name}\nmv {part} {RELEASES}/{name}\n{_switching(name)}"
        during = begun(built.files, built.stamp.moment, None)
        commands = [
            Command(Phase.BEGIN, _at(target, f"mkdir -p {_folder(target)}/{part}", around)),
            Command(Phase.RELEASE, _copying(target, built, there, part, around), "", paths),
            _listing(target, around, Phase.SWITCH, name, during, switch),
        ]
    after = ended(built.files, built.stamp.moment)
    commands += [
        *purging(target, old_in_caches(built, there, found)),
        *_pruning(target, there, name, around),
        _listing(target, around, Phase.END, name, after, f"rm -rf {RELEASES}/{_STOPPED}"),
    ]
    return Deployment(target, found, tuple(commands))


def _name_beside(built: Built, there: There) -> str:
    """The name of a new release. What readers are shown may have it, and be changed by hand."""
    name = name_of(built)
    return f"{name}{_AGAIN}" if name == there.current else name


def rollback(target: Target, release: str, there: There, around: Surroundings) -> Deployment:
    """What has to be done so that readers are shown an earlier release.

    Raises NoticegenError where the target cannot be read.
    """
    listed = read_ledger(_content(target, f"{RELEASES}/{release}.json", around).decode())
    earlier = listed.files if listed else {}
    differ = (
        path
        for path in earlier.keys() | there.digests.keys()
        if there.digests.get(path) not in earlier.get(path, ())
    )
    switch = _shell(target, around, Phase.SWITCH, _switching(release))
    nothing = Changes((), (), 0, (), ())
    return Deployment(target, nothing, (switch, *purging(target, differ)), goes_back=True)


def _listing(
    target: Target, around: Surroundings, phase: Phase, name: str, ledger: Ledger, script: str
) -> Command:
    """Puts the list of a release beside it, if all of it arrived, and then does `script`."""
    text, path = ledger.as_text(), f"{RELEASES}/{name}.json"
    script = (
        f"cat > {path}.new\n"
        f'[ "$(wc -c < {path}.new)" -eq {len(text.encode())} ]\n'
        f"mv {path}.new {path}\n{script}"
    )
    return _shell(target, around, phase, script, text)


def _switching(name: str) -> str:
    """A link of another name is renamed over the old one, in one step (GNU and BusyBox mv)."""
    return f"ln -sfn {RELEASES}/{name} {CURRENT}.new\nmv -T {CURRENT}.new {CURRENT}"


def _copying(
    target: Target, built: Built, there: There, part: str, around: Surroundings
) -> tuple[str, ...]:
    """All files into a new folder; those that are the same are links to the ones of before.

    Files are compared by content, and their time is that of the upload, so that no server takes
    a page whose text has the same length for the one it was.
    """
    server, folder = _place(target)
    before = (f"--link-dest={folder}/{RELEASES}/{there.current}/",) if there.current else ()
    to = f"{server}:{folder}" if server else folder
    return (
        "rsync", "--recursive", "--checksum", "--delete", "--perms", "--chmod=D755,F644", *before,
        *(("--rsh", _ssh(around)) if server else ()),
        *(f"--exclude=/{name}" for name in CARRIED),
        f"{built.output.as_posix()}/", f"{to}/{part}/",
    )  # fmt: skip


def _pruning(target: Target, there: There, name: str, around: Surroundings) -> Iterator[Command]:
    """Takes away the oldest releases; only folders that noticegen made."""
    kept = sorted({*there.releases, name})
    old = [one for one in kept[: -target.keep] if one not in {name, there.current}]
    if old:
        names = " ".join(f"{RELEASES}/{one} {RELEASES}/{one}.json" for one in old)
        yield _shell(target, around, Phase.DELETIONS, f"rm -rf {names}")


def _shell(
    target: Target, around: Surroundings, phase: Phase, script: str, given: str = ""
) -> Command:
    """Runs a script in the folder of the target."""
    words = _at(target, f"set -e\ncd {_folder(target)}\n{script}", around)
    return Command(phase, words, given)


def _at(target: Target, script: str, around: Surroundings) -> tuple[str, ...]:
    """The words that run a script where the target is."""
    server, _ = _place(target)
    if server:
        return (*shlex.split(_ssh(around)), server, script)
    return ("sh", "-c", script)


def _ssh(around: Surroundings) -> str:
    """rsync's own variable says what else to use; it counts for every command here."""
    return around.environment.get("RSYNC_RSH") or _SSH


def _place(target: Target) -> tuple[str, str]:
    """The server, empty for this machine, and the folder there without a slash at its end."""
    if target.to.startswith("/"):
        return "", target.to.rstrip("/")
    server, _, folder = target.to.partition(":")
    return server, folder.rstrip("/")


def _folder(target: Target) -> str:
    return shlex.quote(_place(target)[1])
