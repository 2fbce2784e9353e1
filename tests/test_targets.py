"""What `targets` in noticegen.yml may say; what it may not is in tests/test_deploy_refusals.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_site import SMALLEST, a_site
from noticegen.config import Config, read_config
from noticegen.deploy.rsync import _place
from noticegen.targets import Target, Tool, holds_secret


def read(folder: Path, target: str) -> Target:
    text = SMALLEST["noticegen.yml"] + f"targets: {{live: {{{target}}}}}\n"
    config = read_config(a_site(folder, {"noticegen.yml": text}))
    assert isinstance(config, Config)
    return config.targets[0]


def test_what_is_not_said_has_a_default(tmp_path: Path) -> None:
    target = read(tmp_path, "rclone: 'prod:harbour/notice'")
    url = "https://www.minato-learning.example/notice/"
    assert target == Target("live", Tool.RCLONE, "prod:harbour/notice", url, None, 5, 50)


def test_an_address_ends_with_a_slash(tmp_path: Path) -> None:
    target = read(tmp_path, "command: publish, url: 'https://staging.firm.example'")
    assert target.url == "https://staging.firm.example/"


def test_what_has_to_be_installed_is_the_first_word_of_each_command(tmp_path: Path) -> None:
    target = read(tmp_path, "command: 'npx wrangler deploy', purge: './purge.sh all'")
    assert target.programs == ("npx", "./purge.sh")
    assert read(tmp_path, "rsync: /srv/notice").programs == ("rsync",)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("/srv/notice", ("", "/srv/notice")),
        ("/srv/notice/", ("", "/srv/notice")),
        ("/srv/a:b", ("", "/srv/a:b")),
        ("deploy@www.firm.example:/srv/notice/", ("deploy@www.firm.example", "/srv/notice")),
        ("alias:/srv/お知らせ", ("alias", "/srv/お知らせ")),
    ],
)
def test_a_server_and_a_path_are_told_apart(
    tmp_path: Path, text: str, place: tuple[str, str]
) -> None:
    assert _place(read(tmp_path, f"rsync: '{text}'")) == place


@pytest.mark.parametrize(
    "text",
    [
        "publish --token=abc",
        "publish --token abc",
        "publish --api-key 'abc'",
        "sh -c 'CF_API_TOKEN=abc publish'",
        "curl https://user:word@cdn.example/purge",
        "curl -H 'Authorization: Bearer abc'",
        ":sftp,host=www.firm.example,user=press,pass=abc:notice",
        ":s3,provider=AWS,access_key_id=press,secret_access_key=abc:bucket",
        ":gcs,service_account_credentials=abc:bucket",
    ],
)
def test_a_credential_is_recognised(text: str) -> None:
    assert holds_secret(text)


@pytest.mark.parametrize(
    "text",
    [
        "prod:harbour/notice",
        "deploy@www.firm.example:/srv/notice",
        "npx wrangler deploy",
        "sh -c 'publish --token=$TOKEN'",
        "sh -c 'publish --token \"$TOKEN\"'",
        "sh -c 'curl -H \"Authorization: Bearer $TOKEN\" https://cdn.example/purge'",
        "sh -c 'curl https://$NAME:$WORD@cdn.example/purge'",
        "publish --password-file /run/secrets/word",
        "sh tokens.sh",
    ],
)
def test_the_name_of_a_variable_or_of_a_file_is_no_credential(text: str) -> None:
    assert not holds_secret(text)
