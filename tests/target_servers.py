"""Real servers on loopback that a site is put on. Each can be cut off after so many writes.

SFTP is OpenSSH, WebDAV is Apache with mod_dav, S3 is an emulator (moto). What is there is read
and put back without the tool that is tried.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import shutil
import socket
import socketserver
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from getpass import getuser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar, Protocol
from urllib.parse import quote
from xml.etree import ElementTree

from servers import free_port, running
from serving import PATIENCE
from sites import put, tool

UNBOUNDED = 1_000_000
SECRET = "horse-battery-staple-41"
"""The password of the servers, which must be printed nowhere."""

_PATH = "site/notice"


class Server(Protocol):
    """A target with a door that can be shut."""

    remote: str
    """The target, as rclone is told of it."""
    env: Mapping[str, str | None]

    def allow(self, writes: int) -> None:
        """Let so many objects be written or deleted, and then cut every connection."""

    def files(self) -> dict[str, bytes]:
        """What is there."""

    def put_back(self, files: Mapping[str, bytes]) -> None:
        """Let exactly this be there."""


def folder_files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def put_folder_back(folder: Path, files: Mapping[str, bytes]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    put(folder, files)


# ------------------------------------------------------------------ SFTP


@dataclass
class Sftp:
    """OpenSSH's own sftp-server, behind a filter that counts what is opened for writing."""

    folder: Path
    port: int
    key: Path
    remote: str = f"sftp:{_PATH}"
    env: Mapping[str, str | None] = field(init=False)

    def __post_init__(self) -> None:
        self.remote = f"sftp:{self.folder}/{_PATH}"
        self.env = {
            "RCLONE_CONFIG_SFTP_TYPE": "sftp",
            "RCLONE_CONFIG_SFTP_HOST": "127.0.0.1",
            "RCLONE_CONFIG_SFTP_PORT": str(self.port),
            "RCLONE_CONFIG_SFTP_USER": getuser(),
            "RCLONE_CONFIG_SFTP_KEY_FILE": str(self.key),
            "RCLONE_CONFIG_SFTP_SHELL_TYPE": "none",
        }
        self.allow(UNBOUNDED)

    def allow(self, writes: int) -> None:
        (self.folder / "allowance").write_text(str(writes))

    def files(self) -> dict[str, bytes]:
        return folder_files(self.folder / _PATH)

    def put_back(self, files: Mapping[str, bytes]) -> None:
        put_folder_back(self.folder / _PATH, files)


@contextmanager
def ssh_server(folder: Path) -> Iterator[tuple[int, Path]]:
    """sshd for the user who runs the tests, with a key of its own: its port, and the key.

    It is quick: the exchange of keys is a cheap one, and Bash does not take the shell for the
    first one of a login, for which it reads ~/.bashrc, as it does where sshd started it.
    """
    sshd, keygen = tool("/usr/sbin/sshd"), tool("ssh-keygen")
    host, key = folder / "host", folder / "key"
    for path in (host, key):
        subprocess.run([keygen, "-q", "-t", "ed25519", "-N", "", "-f", path], check=True)
    shutil.copy(key.with_suffix(".pub"), folder / "authorized")
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    port = free_port()
    counting = Path(__file__).with_name("counting_sftp.py")
    config = (
        put(
            folder,
            {
                "sshd_config": f"""\
Port {port}
ListenAddress 127.0.0.1
HostKey {host}
AuthorizedKeysFile {folder}/authorized
PidFile {folder}/sshd.pid
StrictModes no
UsePAM no
PermitRootLogin yes
PasswordAuthentication no
KexAlgorithms curve25519-sha256
SetEnv SHLVL=2
Subsystem sftp {sys.executable} -I {counting} {folder}/allowance
"""
            },
        )
        / "sshd_config"
    )
    with running([sshd, "-D", "-e", "-f", str(config)], port, folder / "log"):
        yield port, key


@contextmanager
def sftp(folder: Path) -> Iterator[Sftp]:
    with ssh_server(folder) as (port, key):
        yield Sftp(folder, port, key)


# ------------------------------------------------------------------ what speaks HTTP


class Door(ThreadingHTTPServer):
    """Hands requests on, counts those that write, and refuses them when there were enough."""

    daemon_threads = True

    def __init__(self, inner: int) -> None:
        super().__init__(("127.0.0.1", 0), _Handing)
        self.inner = inner
        self.left = UNBOUNDED
        self.lock = threading.Lock()
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    def lets(self, method: str) -> bool:
        if method not in {"PUT", "DELETE"}:
            return True
        with self.lock:
            self.left -= 1
            return self.left >= 0

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is what is tried here."""


class _Handing(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Door
    disable_nagle_algorithm: ClassVar[bool] = True

    def handing(self) -> None:
        length = self.headers.get("Content-Length")
        body = self.rfile.read(int(length)) if length else None
        if not self.server.lets(self.command):
            self.send_response_only(403)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        inner = http.client.HTTPConnection("127.0.0.1", self.server.inner, timeout=PATIENCE)
        with contextlib.closing(inner):
            inner.request(self.command, self.path, body, dict(self.headers.items()))
            answer = inner.getresponse()
            content = answer.read()
        self.send_response_only(answer.status, answer.reason)
        for name, value in answer.getheaders():
            if name.lower() not in {"transfer-encoding", "connection", "content-length"}:
                self.send_header(name, value)
        size = answer.getheader("Content-Length") if self.command == "HEAD" else None
        self.send_header("Content-Length", size or str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_HEAD = do_PUT = do_DELETE = do_POST = do_OPTIONS = handing
    do_PROPFIND = do_MKCOL = do_MOVE = do_COPY = handing

    def log_message(self, *_: object) -> None:
        """Nothing is logged."""


@contextmanager
def door(inner: int) -> Iterator[Door]:
    with Door(inner) as opened:
        try:
            yield opened
        finally:
            opened.shutdown()


# ------------------------------------------------------------------ WebDAV


@dataclass
class WebDav:
    """Apache with mod_dav, and a password."""

    folder: Path
    door: Door
    env: Mapping[str, str | None]
    remote: str = f"dav:{_PATH}"

    def allow(self, writes: int) -> None:
        self.door.left = writes

    def files(self) -> dict[str, bytes]:
        return folder_files(self.folder / "www" / _PATH)

    def put_back(self, files: Mapping[str, bytes]) -> None:
        put_folder_back(self.folder / "www" / _PATH, files)
        _hand_over(self.folder)


_APACHE = """\
ServerRoot {folder}
ServerName localhost
Listen 127.0.0.1:{port}
PidFile {folder}/pid
ErrorLog {folder}/error.log
User #{user}
Group #{group}
{modules}
DocumentRoot {folder}/www
DavLockDB {folder}/locks
<Directory {folder}/www>
    Dav On
    AuthType Basic
    AuthName "notice"
    AuthUserFile {folder}/users
    Require valid-user
</Directory>
"""
_MODULES = (
    "mpm_event", "dav", "dav_fs", "authn_core", "authn_file", "authz_core", "authz_user",
    "auth_basic",
)  # fmt: skip


def _apache_user() -> tuple[int, int]:
    """Apache, started as root, gives that up for a user who then must be able to write."""
    return (33, 33) if os.geteuid() == 0 else (os.geteuid(), os.getegid())


def _hand_over(folder: Path) -> None:
    user, group = _apache_user()
    for path in (folder, *folder.rglob("*")):
        os.chown(path, user, group)


@contextmanager
def webdav(_folder: Path, password: str = SECRET) -> Iterator[WebDav]:
    with tempfile.TemporaryDirectory() as open_to_all:
        # As root, Apache becomes another user, who may not look into the folders of tests.
        Path(open_to_all).chmod(0o755)
        with _apache_with_dav(Path(open_to_all), password) as server:
            yield server


@contextmanager
def _apache_with_dav(folder: Path, password: str) -> Iterator[WebDav]:
    apache, rclone = tool("/usr/sbin/apache2"), tool("rclone")
    modules = "\n".join(
        f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so" for name in _MODULES
    )
    user, group = _apache_user()
    hashed = subprocess.run(
        [tool("openssl"), "passwd", "-apr1", SECRET], check=True, capture_output=True, text=True
    ).stdout
    port = free_port()
    put(
        folder,
        {
            "apache.conf": _APACHE.format(
                folder=folder, port=port, modules=modules, user=user, group=group
            ),
            "users": f"press:{hashed}",
            "www/.keep": "",
        },
    )
    _hand_over(folder)
    hidden = subprocess.run(
        [rclone, "obscure", password], check=True, capture_output=True, text=True
    ).stdout.strip()
    words = [apache, "-D", "FOREGROUND", "-f", str(folder / "apache.conf")]
    with running(words, port, folder / "log"), door(port) as opened:
        env: Mapping[str, str | None] = {
            "RCLONE_CONFIG_DAV_TYPE": "webdav",
            "RCLONE_CONFIG_DAV_URL": f"http://127.0.0.1:{opened.server_port}/",
            "RCLONE_CONFIG_DAV_VENDOR": "other",
            "RCLONE_CONFIG_DAV_USER": "press",
            "RCLONE_CONFIG_DAV_PASS": hidden,
        }
        yield WebDav(folder, opened, env)


# ------------------------------------------------------------------ S3


@dataclass
class S3:
    """An emulator of S3 (moto); its bucket is asked as anybody would."""

    door: Door
    env: Mapping[str, str | None]
    remote: str = f"s3:{_PATH}"

    def allow(self, writes: int) -> None:
        self.door.left = writes

    def ask(self, method: str, path: str, body: bytes | None = None) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.door.inner, timeout=PATIENCE)
        # The emulator asks who it is, and does not look at the signature.
        who = "AWS4-HMAC-SHA256 Credential=press/20260101/us-east-1/s3/aws4_request"
        connection.request(method, path, body, {"Authorization": who})
        answer = connection.getresponse()
        assert answer.status < 300, (method, path, answer.status)
        return answer

    def buckets(self) -> list[str]:
        listed = ElementTree.fromstring(self.ask("GET", "/").read())
        return [found.text or "" for found in listed.findall(".//{*}Bucket/{*}Name")]

    def keys(self) -> list[str]:
        listed = ElementTree.fromstring(self.ask("GET", "/site?list-type=2").read())
        return [found.text or "" for found in listed.findall(".//{*}Key")]

    def files(self) -> dict[str, bytes]:
        return {
            key.removeprefix("notice/"): self.ask("GET", f"/site/{quote(key)}").read()
            for key in self.keys()
        }

    def put_back(self, files: Mapping[str, bytes]) -> None:
        for key in self.keys():
            self.ask("DELETE", f"/site/{quote(key)}").read()
        for path, content in files.items():
            self.ask("PUT", f"/site/notice/{quote(path)}", content).read()


@contextmanager
def s3(folder: Path) -> Iterator[S3]:
    port = free_port()
    words = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with running(words, port, folder / "log"), door(port) as opened:
        env: Mapping[str, str | None] = {
            "RCLONE_CONFIG_S3_TYPE": "s3",
            "RCLONE_CONFIG_S3_PROVIDER": "Other",
            "RCLONE_CONFIG_S3_ENDPOINT": f"http://127.0.0.1:{opened.server_port}",
            "RCLONE_CONFIG_S3_FORCE_PATH_STYLE": "true",
            "RCLONE_CONFIG_S3_REGION": "us-east-1",
            "RCLONE_CONFIG_S3_ACCESS_KEY_ID": "press",
            "RCLONE_CONFIG_S3_SECRET_ACCESS_KEY": SECRET,
            "AWS_CA_BUNDLE": None,  # which rclone 1.60 cannot read
        }
        server = S3(opened, env)
        server.ask("PUT", "/site").read()
        yield server


# ------------------------------------------------------------------ a wire that can be cut


class Wire(socketserver.ThreadingTCPServer):
    """Hands bytes on to a port, and is cut after so many of them."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, inner: int) -> None:
        super().__init__(("127.0.0.1", 0), _Carrying)
        self.inner = inner
        self.left = UNBOUNDED * 1000
        self.carried = 0
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()


class _Carrying(socketserver.BaseRequestHandler):
    server: Wire

    def handle(self) -> None:
        with socket.create_connection(("127.0.0.1", self.server.inner)) as inner:
            back = threading.Thread(target=self._carry, args=(inner, self.request, False))
            back.start()
            self._carry(self.request, inner, True)
            back.join()

    def _carry(self, source: socket.socket, sink: socket.socket, counted: bool) -> None:
        with contextlib.suppress(OSError):
            while chunk := source.recv(1024):
                if counted:
                    self.server.carried += len(chunk)
                    if self.server.carried > self.server.left:
                        break
                sink.sendall(chunk)
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@contextmanager
def wire(inner: int) -> Iterator[Wire]:
    with Wire(inner) as cut:
        try:
            yield cut
        finally:
            cut.shutdown()


STORES: Mapping[str, Callable[[Path], contextlib.AbstractContextManager[Server]]] = {
    "sftp": sftp,
    "webdav": webdav,
    "s3": s3,
}
