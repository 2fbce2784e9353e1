"""Real servers of the system, each told how to serve by what a build wrote for it."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from contract import PATIENCE, PLANTED, SECRET, Ask, Differs, Row, Site, over_http
from sites import tool


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


LONG_AGO = 1_700_000_000
"""When all files are said to have been written, in seconds of Unix."""


def put_in_place(site: Site, folder: Path, planted: Sequence[str] = PLANTED) -> Path:
    """The published folder at its base path below `folder`, and files there that are secret.

    What the host is told itself stays as it is.
    """
    place = folder / site.base.strip("/")
    shutil.copytree(site.project / "output", place, dirs_exist_ok=True)
    for name in planted:
        target = place / name
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(SECRET)
    # Apache calls a file of this second weakly the same, and a second later strongly.
    for path in place.rglob("*"):
        os.utime(path, (LONG_AGO, LONG_AGO))
    return folder


def instead(text: str, changes: dict[str, str]) -> str:
    """The text with the only places changed that a test has to change, each there once."""
    for before, after in changes.items():
        assert text.count(before) == 1, (before, text.count(before))
        text = text.replace(before, after)
    return text


@contextmanager
def running(words: Sequence[str], port: int, log: Path, **more: object) -> Iterator[None]:
    """A server, from the moment it takes connections to the end of the context."""
    with (
        log.open("wb") as said,
        subprocess.Popen(words, stdout=said, stderr=said, **more) as process,  # type: ignore[call-overload]
    ):
        try:
            until = time.monotonic() + PATIENCE
            while True:
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                    break
                assert process.poll() is None, log.read_text()
                assert time.monotonic() < until, f"{words[0]} does not listen: {log.read_text()}"
                time.sleep(0.01)
            yield
        finally:
            process.terminate()
            process.wait(PATIENCE)


NGINX = """\
daemon off;
master_process off;
worker_processes 1;
pid {folder}/pid;
error_log {folder}/error.log;
events {{ }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {emitted}
}}
"""


@contextmanager
def nginx_at(project: Path, www: Path, folder: Path, port: int) -> Iterator[None]:
    """nginx as the build of the project wrote it; only the port and the place are others."""
    program = tool("nginx")
    emitted = instead(
        (project / "hosts/nginx/nginx.conf").read_text("utf-8"),
        {"listen 80;": f"listen 127.0.0.1:{port};", "root /srv/www;": f"root {www};"},
    )
    settings = folder / "nginx.conf"
    settings.write_text(NGINX.format(folder=folder, emitted=emitted), "utf-8")
    words = [program, "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(settings)]
    tested = subprocess.run([*words, "-t"], check=False, capture_output=True, text=True)
    assert tested.returncode == 0, tested.stderr
    with running(words, port, folder / "log"):
        yield


@contextmanager
def nginx(site: Site, folder: Path) -> Iterator[Ask]:
    """nginx with a copy of the site."""
    port = free_port()
    with nginx_at(site.project, put_in_place(site, folder / "www"), folder, port):
        yield over_http(port, site.served.host)


APACHE = """\
ServerRoot {folder}
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
PidFile {folder}/pid
ErrorLog {folder}/error.log
DefaultRuntimeDir {folder}
Mutex file:{folder} default
{modules}
{user}
TypesConfig /dev/null
# What Debian's settings say besides, and gets in the way of siblings.
AddType application/x-gzip .gz .tgz
AddLanguage br .br
AddLanguage ja .ja
AddOutputFilterByType DEFLATE text/html text/plain text/xml application/xml application/json
DocumentRoot {www}
<Directory />
    AllowOverride None
    Require all denied
</Directory>
<Directory {place}>
    AllowOverride {allowed}
    Require all granted
</Directory>
"""

APACHE_PLACES = ("/usr/lib/apache2/modules", "/usr/lib64/httpd/modules", "/etc/httpd/modules")

ALLOWED = ("FileInfo", "Indexes", "Options=Indexes,MultiViews")
"""`AllowOverride`, as the build says that it is needed."""

APACHE_DIFFERS = (
    Differs(
        Row.SPELLINGS,
        "its own page for an encoded slash, which it refuses before it reads `.htaccess`",
        r".*%2F.*: another page for what is not there",
    ),
)

APACHE_MODULES = (
    "mpm_event", "authz_core", "unixd", "mime", "dir", "alias", "headers", "rewrite", "negotiation",
    "autoindex", "expires", "deflate", "filter", "env", "setenvif",
)  # fmt: skip
"""What Debian loads of itself, and what the settings need besides: headers, rewrite, expires."""


@contextmanager
def apache(site: Site, folder: Path) -> Iterator[Ask]:
    """Apache, with what its administrator has to allow, and nothing else."""
    program, port = tool("apache2", "httpd"), free_port()
    with tempfile.TemporaryDirectory() as open_to_all:
        # As root it becomes another user, who may not look into the folders of tests.
        Path(open_to_all).chmod(0o755)
        www = put_in_place(site, Path(open_to_all))
        settings = folder / "httpd.conf"
        settings.write_text(_apache_settings(site, folder, www, port), "utf-8")
        words = [program, "-f", str(settings), "-DFOREGROUND"]
        with running(words, port, folder / "log"):
            yield over_http(port, site.served.host)


def _apache_settings(site: Site, folder: Path, www: Path, port: int) -> str:
    found = next(Path(each) for each in APACHE_PLACES if Path(each).is_dir())
    modules = [
        f"LoadModule {name}_module {found}/mod_{name}.so"
        for name in APACHE_MODULES
        if (found / f"mod_{name}.so").exists()
    ]
    return APACHE.format(
        folder=folder,
        port=port,
        www=www,
        place=www / site.base.strip("/"),
        allowed=" ".join(ALLOWED),
        modules="\n".join(modules),
        user="User www-data\nGroup www-data" if os.geteuid() == 0 else "",
    )


@contextmanager
def caddy(site: Site, folder: Path) -> Iterator[Ask]:
    """Caddy; the address is plain HTTP on a port, and the place of the files is another."""
    program, port = tool("caddy"), free_port()
    www = put_in_place(site, folder / "www")
    emitted = instead(
        (site.project / "hosts/caddy/Caddyfile").read_text("utf-8"),
        {
            f"\n{site.served.host} {{": f"\nhttp://{site.served.host}:{port} {{\n\tbind 127.0.0.1",
            "root * /srv/www": f"root * {www}",
        },
    )
    settings = folder / "Caddyfile"
    settings.write_text("{\n\tadmin off\n\tauto_https off\n}\n" + emitted, "utf-8")
    words = [program, "run", "--config", str(settings), "--adapter", "caddyfile"]
    home = {name: str(folder) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    with running(words, port, folder / "log", env={**os.environ, **home}):
        yield over_http(port, site.served.host)


PYTHON_DIFFERS = (
    Differs(Row.HEADERS, "none", r".*: none"),
    Differs(Row.CACHE, "nothing said", r".*: none"),
    Differs(Row.TYPE, "by the ending, without a character set", r".*: Content-Type: [^;]+"),
    Differs(
        Row.MISSING, "404 with its own page", r".*: (?:another page .*|.*: none|Content-Type.*)"
    ),
    Differs(Row.MISSING, "lists of the files in a folder", r"(?:files|updates)/: .*"),
    Differs(Row.HIDDEN, "everything is shown", r".*: (?:200|301|another page .*)"),
    Differs(Row.SPELLINGS, "404 with its own page", r".*: another page for what is not there"),
    Differs(Row.LINKS, "not behind an encoded slash", r".*%2F.*"),
)


@contextmanager
def python(site: Site, folder: Path) -> Iterator[Ask]:
    """`python -m http.server`: a server that can be told nothing."""
    port = free_port()
    www = put_in_place(site, folder / "www")
    words = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"]
    with running([*words, "--directory", str(www)], port, folder / "log"):
        yield over_http(port, site.served.host)
