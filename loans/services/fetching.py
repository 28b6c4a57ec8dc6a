"""Reading a public web page that somebody typed the address of: bounded in time and size, never inside our own network.

Every hop of a redirect is looked up and checked, and the address that was checked is the one connected to.
"""

import ipaddress
import socket
import time
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

import httpx
from django.conf import settings
from django.utils.translation import gettext as _

CONNECT_SECONDS: Final = 5.0
READ_SECONDS: Final = 10.0
WHOLE_SECONDS: Final = 20.0
MAX_BYTES: Final = 10 * 1024 * 1024
MAX_REDIRECTS: Final = 3
_SCHEMES: Final = {"http": 80, "https": 443}
_HEADERS: Final = {"User-Agent": "Caravan", "Accept": "text/html, application/pdf;q=0.9, */*;q=0.1"}


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how much, in seconds and bytes."""

    connect: float = CONNECT_SECONDS
    read: float = READ_SECONDS
    whole: float = WHOLE_SECONDS
    size: int = MAX_BYTES


USUAL: Final = Limits()


@dataclass(frozen=True, slots=True)
class Fetched:
    """What stood at the address in the end; a status of 400 and more is an answer too."""

    url: str
    status: int
    body: bytes
    media_type: str
    encoding: str

    @property
    def text(self) -> str:
        return self.body.decode(self.encoding or "utf-8", errors="replace")


class Unreachable(Exception):
    """Nothing was read; the sentence says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def fetch(url: str, *, limits: Limits = USUAL) -> Fetched:
    """Reads a page. Raises Unreachable: no such host, a private address, too slow, too large, too many redirects."""
    end = time.monotonic() + limits.whole
    for _hop in range(MAX_REDIRECTS + 1):
        answer = _get(url, limits=limits, end=end)
        if isinstance(answer, Fetched):
            return answer
        url = answer
    raise Unreachable(_("The address leads on to others more than %(count)d times.") % {"count": MAX_REDIRECTS})


def _get(url: str, *, limits: Limits, end: float) -> Fetched | str:
    """The page, or the address it leads on to."""
    host, port = _place(url)
    address = _look_up(host, port)
    pinned = httpx.URL(url).copy_with(host=address)
    timeout = httpx.Timeout(limits.read, connect=limits.connect)
    try:
        with httpx.Client(timeout=timeout, follow_redirects=False, trust_env=False) as client:
            request = client.build_request(
                "GET",
                pinned,
                headers=_HEADERS | {"Host": urlsplit(url).netloc.rpartition("@")[2]},
                extensions={"sni_hostname": host},
            )
            answer = client.send(request, stream=True)
            try:
                if answer.is_redirect and answer.headers.get("Location"):
                    return str(httpx.URL(url).join(answer.headers["Location"]))
                return Fetched(
                    url=url,
                    status=answer.status_code,
                    body=_body(answer, limits=limits, end=end),
                    media_type=answer.headers.get("Content-Type", "").partition(";")[0].strip().lower(),
                    encoding=answer.charset_encoding or "",
                )
            finally:
                answer.close()
    except httpx.TimeoutException as error:
        raise Unreachable(_("The page did not answer in time.")) from error
    except httpx.HTTPError as error:
        raise Unreachable(_("The page could not be reached.")) from error
    except (httpx.InvalidURL, LookupError, ValueError) as error:
        raise Unreachable(_("The address leads nowhere we can follow.")) from error


def _body(answer: httpx.Response, *, limits: Limits, end: float) -> bytes:
    parts: list[bytes] = []
    size = 0
    for part in answer.iter_bytes():
        size += len(part)
        if size > limits.size:
            raise Unreachable(
                _("The page is larger than %(size)d MB.") % {"size": max(1, limits.size // (1024 * 1024))}
            )
        if time.monotonic() > end:
            raise Unreachable(_("The page did not answer in time."))
        parts.append(part)
    return b"".join(parts)


def _place(url: str) -> tuple[str, int]:
    """Host and port of an address we would go to."""
    try:
        parts = urlsplit(url)
        scheme, host, port = parts.scheme.lower(), parts.hostname, parts.port
    except ValueError as error:
        raise Unreachable(_("The address leads nowhere we can follow.")) from error
    if scheme not in _SCHEMES or not host or parts.username or parts.password:
        raise Unreachable(_("The address leads nowhere we can follow."))
    return host, port or _SCHEMES[scheme]


def _look_up(host: str, port: int) -> str:
    """The address to connect to; every one the name stands for must be public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreachable(_("There is no host called %(host)s.") % {"host": host}) from error
    addresses = [str(entry[4][0]) for entry in found]
    if not addresses:
        raise Unreachable(_("There is no host called %(host)s.") % {"host": host})
    if not settings.FETCH_PRIVATE_ADDRESSES and not all(_is_public(each) for each in addresses):
        raise Unreachable(_("%(host)s is not in public, but inside a private network.") % {"host": host})
    return addresses[0]


def _is_public(address: str) -> bool:
    place = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(place, ipaddress.IPv6Address) and place.ipv4_mapped is not None:
        place = place.ipv4_mapped
    return place.is_global and not place.is_multicast
