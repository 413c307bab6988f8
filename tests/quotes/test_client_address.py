"""Limits and locks count the client, whatever it claims to be."""

import pytest

from quotes.client_address import client_address, client_network


@pytest.fixture
def asked(rf, settings):
    """The address found for a request that came through so many trusted proxies."""

    def ask(proxies, forwarded=None, connected="10.0.0.1", of=client_address):
        settings.TRUSTED_PROXIES = proxies
        claimed = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
        return of(rf.get("/", REMOTE_ADDR=connected, **claimed))

    return ask


def test_without_a_proxy_nothing_claimed_is_believed(asked):
    assert asked(0, "1.2.3.4") == "10.0.0.1"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (1, "1.2.3.4", "1.2.3.4"),
        (1, "6.6.6.6, 1.2.3.4", "1.2.3.4"),  # the first is the client's own claim
        (2, "6.6.6.6, 1.2.3.4, 10.0.0.2", "1.2.3.4"),
        (2, "1.2.3.4", "1.2.3.4"),  # from within, past the outer proxy
        (1, "1.2.3.4:5678", "1.2.3.4"),
        (1, "[2001:db8::1]:5678", "2001:db8::1"),
        (1, "2001:db8::1", "2001:db8::1"),
    ],
)
def test_each_trusted_proxy_is_believed_about_who_connected_to_it(
    asked, proxies, forwarded, address
):
    assert asked(proxies, forwarded) == address


@pytest.mark.parametrize("forwarded", [None, "", "unknown", "1.2.3.4, _hidden", "x" * 10_000, ","])
def test_what_is_no_address_leaves_the_one_that_connected(asked, forwarded):
    assert asked(1, forwarded) == "10.0.0.1"


@pytest.mark.parametrize(
    ("connected", "network"),
    [
        ("1.2.3.4", "1.2.3.4"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:1.2.3.4", "1.2.3.4"),
        ("", ""),
    ],
)
def test_an_ipv6_customer_is_one_network(asked, connected, network):
    assert asked(0, connected=connected, of=client_network) == network
