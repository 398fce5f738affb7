"""Where somebody sits, as the portal believes it."""

import pytest
from django.test import RequestFactory, override_settings

from sesshu.foundation.accounts.web.request import address_of

PROXY = "10.0.0.1"


def asked(remote: str, forwarded: str | None = None) -> str | None:
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    return address_of(RequestFactory().get("/", REMOTE_ADDR=remote, headers=headers))


def test_without_a_proxy_the_connection_tells() -> None:
    assert asked("192.0.2.7") == "192.0.2.7"


def test_without_a_proxy_nobody_is_believed_about_somebody_else() -> None:
    assert asked("192.0.2.7", "198.51.100.1") == "192.0.2.7"


@override_settings(PROXY_ADDRESS=PROXY)
@pytest.mark.parametrize(
    ("remote", "forwarded", "believed"),
    [
        (PROXY, "198.51.100.1", "198.51.100.1"),
        (PROXY, "127.0.0.1, 198.51.100.1", "198.51.100.1"),
        (PROXY, "2001:db8::1", "2001:db8::1"),
        (PROXY, "somewhere", PROXY),
        (PROXY, "", PROXY),
        (PROXY, None, PROXY),
        ("192.0.2.7", "198.51.100.1", "192.0.2.7"),
    ],
)
def test_the_proxy_is_believed_about_its_own_last_word_only(
    remote: str, forwarded: str | None, believed: str
) -> None:
    assert asked(remote, forwarded) == believed


def test_a_connection_without_an_address_has_none() -> None:
    assert asked("") is None
