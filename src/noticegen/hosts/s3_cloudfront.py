"""S3 with CloudFront: metadata of each object, and policies of the distribution."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from noticegen.diagnostics import Message, say
from noticegen.hosts.model import (
    HSTS,
    INDEX,
    MADE_BY,
    ControlFile,
    Encoding,
    Fault,
    Place,
    Served,
    as_json,
)

NAME = "s3-cloudfront"
SIBLINGS: tuple[Encoding, ...] = ()

# A bucket knows no folders: without this, the address of one shows the page for what is not there.
_FUNCTION = """\
// {made_by}
// CloudFront Function, cloudfront-js-2.0, for viewer requests.
function handler(event) {{
    var request = event.request;
    if (request.uri.endsWith("/")) {{
        request.uri += "{index}";
    }}
    return request;
}}
"""


def control_files(served: Served) -> Iterator[ControlFile]:
    """What tells the host how to serve."""
    yield ControlFile(Place.BESIDE, "objects.json", as_json(_objects(served)))
    yield ControlFile(Place.BESIDE, "response-headers-policy.json", as_json(_policy(served)))
    yield ControlFile(Place.BESIDE, "error-responses.json", as_json(_errors(served)))
    function = _FUNCTION.format(made_by=MADE_BY, index=INDEX)
    yield ControlFile(Place.BESIDE, "folder-index.js", function)


def _objects(served: Served) -> list[dict[str, str]]:
    """What `put-object` is told of each file, in its own words."""
    return [
        {
            "Key": served.base.removeprefix("/") + file.path,
            "ContentType": file.media_type,
            "CacheControl": file.cache.value,
        }
        for file in served.files
    ]


def _policy(served: Served) -> dict[str, object]:
    """A ResponseHeadersPolicyConfig; security headers have places of their own in it."""
    left = dict(served.headers)
    security: dict[str, object] = {
        "ContentSecurityPolicy": {
            "ContentSecurityPolicy": left.pop("Content-Security-Policy"),
            "Override": True,
        },
        "ContentTypeOptions": {"Override": True},
        "FrameOptions": {"FrameOption": left.pop("X-Frame-Options"), "Override": True},
        "ReferrerPolicy": {"ReferrerPolicy": left.pop("Referrer-Policy"), "Override": True},
    }
    del left["X-Content-Type-Options"]
    if left.pop(HSTS[0], None):
        security["StrictTransportSecurity"] = {
            "AccessControlMaxAgeSec": int(HSTS[1].removeprefix("max-age=")),
            "IncludeSubdomains": False,
            "Preload": False,
            "Override": True,
        }
    return {
        "Name": "noticegen",
        "Comment": MADE_BY,
        "SecurityHeadersConfig": security,
        "CustomHeadersConfig": {
            "Quantity": len(left),
            "Items": [
                {"Header": name, "Value": value, "Override": True} for name, value in left.items()
            ],
        },
    }


def _errors(served: Served) -> dict[str, object]:
    """CustomErrorResponses. A private bucket says 403 of what is not there."""
    return {
        "Quantity": 2,
        "Items": [
            {
                "ErrorCode": code,
                "ResponsePagePath": served.not_found,
                "ResponseCode": "404",
                "ErrorCachingMinTTL": 10,
            }
            for code in (403, 404)
        ],
    }


def faults(_served: Served) -> Iterable[Fault]:
    """Nothing that a notice would come near to."""
    return ()


def cannot(served: Served) -> Iterator[Message]:
    """What differs on this host, or is left to whoever runs it."""
    yield say(
        "takes nothing from files: upload with the metadata of objects.json, and give the "
        "distribution the policy, the error responses and the function in hosts/{name}/",
        name=NAME,
    )
    yield say("keeps pages at its edges unless its cache policy has a minimum of 0 seconds")
    yield say("shows no home page at addresses without a slash")
    if not served.is_at_root:
        yield say(
            "the error responses count for the whole distribution, not for {base} alone",
            base=served.base,
        )
