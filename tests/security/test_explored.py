"""The robot on which the sweeps rely sees the whole site."""

from app.web.permissions import WITH_ACCOUNTS
from tests.security.conftest import Place
from tests.security.site import FORMER_ADDRESSES, unexplained


def test_every_address_of_the_site_is_reached_by_a_link_or_a_form(furnished: Place) -> None:
    known = {rule.endpoint for rule in furnished.app.url_map.iter_rules()}

    assert known - furnished.site.endpoints == FORMER_ADDRESSES | WITH_ACCOUNTS


def test_every_address_that_takes_a_form_has_one_on_a_page(furnished: Place) -> None:
    posting = {rule.endpoint for rule in furnished.app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    routes = furnished.app.url_map.bind("localhost")

    sent_to = {routes.match(form.address.split("?")[0], method="POST")[0] for form in furnished.site.posted}

    assert posting - sent_to - WITH_ACCOUNTS == FORMER_ADDRESSES


def test_a_sentence_explains_every_field_of_every_form(furnished: Place) -> None:
    found = {}
    for address in furnished.site.addresses.values():
        with furnished.client.get(address) as answer:
            if answer.mimetype == "text/html":
                found[address] = unexplained(answer)

    assert {address: names for address, names in found.items() if names} == {}
