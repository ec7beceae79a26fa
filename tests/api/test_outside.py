"""No address that a person enters makes this server ask its neighbours, or itself."""

from collections.abc import Sequence

import httpx
import pytest

from api.outside import AddressNotAllowed, ask, outside, public, resolved

OPEN, INSIDE = "93.184.215.14", "10.0.0.7"
NAMES = {"open.example": [OPEN], "half.example": [OPEN, INSIDE], "inside.example": [INSIDE], "none.example": []}


async def names(host: str, _port: int) -> Sequence[str]:
    if host not in NAMES:
        raise OSError(host)
    return NAMES[host]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "x",
        "http://open.example/",
        "ftp://open.example/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://",
        "https:///path",
        "https://anna:hemligt@open.example/",
        "https://anna@open.example/",
        "https://open.example:22/",
        "https://open.example:99999/",
        "https://half.example/",
        "https://inside.example/",
        "https://none.example/",
        "https://nobody.example/",
        "https://open.example/" + "a" * 3000,
        "https://\x00.example/",
    ],
)
async def test_an_address_that_is_not_asked(address: str) -> None:
    with pytest.raises(AddressNotAllowed) as refused:
        await outside(address, resolve=names)
    assert "example" not in refused.value.message
    assert "hemligt" not in refused.value.message


@pytest.mark.parametrize(
    "address",
    [
        "https://127.0.0.1/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://0/",
        "https://localhost/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.7]/",
        "https://169.254.169.254/latest/meta-data",
    ],
)
async def test_this_machine_by_any_of_its_names_is_not_asked(address: str) -> None:
    with pytest.raises(AddressNotAllowed):
        await outside(address, resolve=resolved)


@pytest.mark.parametrize("ip", [OPEN, "2001:67c:2218:e::51", "::ffff:93.184.215.14", "64:ff9b::5db8:d70e"])
def test_what_is_in_the_open(ip: str) -> None:
    assert public(ip)


@pytest.mark.parametrize(
    "ip",
    [
        "10.0.0.7",
        "100.64.0.1",
        "127.0.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "192.168.0.1",
        "224.0.0.251",
        "0.0.0.0",  # noqa: S104  nobody listens here
        "::",
        "::1",
        "fe80::1%eth0",
        "fd00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "nonsense",
    ],
)
def test_what_is_not(ip: str) -> None:
    assert not public(ip)


async def test_the_request_goes_to_the_address_that_was_looked_at_and_is_not_led_on() -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(302, headers={"Location": "https://127.0.0.1/"})

    there = await outside("https://open.example/a?b=c", resolve=names)
    async with httpx.AsyncClient(transport=httpx.MockTransport(answer), follow_redirects=True) as client:
        response = await ask(client, "GET", there)
    assert response.status_code == 302
    (request,) = asked
    assert str(request.url) == f"https://{OPEN}/a?b=c"
    assert request.headers["Host"] == "open.example"
    assert request.extensions["sni_hostname"] == "open.example"


async def test_http_is_for_a_site_that_says_so() -> None:
    there = await outside("http://open.example/", schemes=frozenset({"http"}), ports=frozenset({80}), resolve=names)
    assert there.ip == OPEN
