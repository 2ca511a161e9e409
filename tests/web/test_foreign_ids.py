"""No id of a contract that one may not know of opens, tells or changes anything, wherever it is put.

Addresses and forms are those that a robot finds on one’s own contract; each id in them is replaced by one of
the same kind that belongs to somebody else’s.
"""

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import create_app
from app.access import Role
from app.domain.profile import Adaptation, LocalCommitment, Objective, Orientation, Profile, Signatory
from app.domain.profile_json import profile_document
from app.settings.config import Settings
from app.store import SavedProfile
from tests.former import written_in
from tests.returned_files import receive_some
from tests.security.site import Form, Site, explored, forms_of
from tests.web.access_site import AccessSite, made
from tests.web.pages import page_of
from tests.web.small_catalogue import small_catalogue

COMMITMENT = "interieur-2013-1-1"
SECRET = "motsecretdailleurs"
"""Stands in each text of the contract of somebody else."""

OURS, THEIRS = "1", "9"
NEVER_AN_ID = {"csrf_token", "version", "done", "role", "next", "kept"}


@dataclass(frozen=True)
class Place:
    """A site whose owner of one contract is not to know of another; what a robot found of the first."""

    site: AccessSite
    owner: FlaskClient
    found: Site
    forms: tuple[Form, ...]
    ids: dict[str, list[str]]
    """What each id of ours may be replaced by, by what it looks like."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, empty_file: Path) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("foreign")
    file = folder / "profiles.sqlite3"
    file.write_bytes(empty_file.read_bytes())
    catalogue = written_in(folder / "catalogue", small_catalogue())
    settings = Settings(folder, f"sqlite:///{file}", "0f3b8e7c5a9d4c21b6f0", catalogue_folder=catalogue)
    app = create_app(settings)
    site = made(app)
    fill(site, site.contract, "owner", OURS, "mot")
    fill(site, site.other, "outsider", THEIRS, SECRET)
    owner = site.browser("owner")
    site.browser("outsider")
    found = explored(app, owner, f"/profils/{site.contract.id}")
    pages = ("/compte", f"/profils/{site.contract.id}/partage")
    shown = [form for page in pages for form in forms_of(owner.get(page), page) if form.method == "POST"]
    forms = [form for form in (*found.posted, *shown) if "deconnexion" not in form.address]
    yield Place(site, owner, found, tuple(forms), foreign_ids(site))
    app.extensions["contrat_de_ville"].close()


def fill(site: AccessSite, saved: SavedProfile, who: str, mark: str, word: str) -> None:
    """Writes something of each kind in a contract, with ids that end with the mark."""
    account = site.accounts[who]
    action = Adaptation(local_action=f"Une action, {word}.", objectives=(f"b{mark}",))
    written = replace(
        saved.profile,
        adaptations={COMMITMENT: action},
        orientations=(Orientation(f"o{mark}", word, "Un enjeu.", (Objective(f"b{mark}", word),)),),
        local_commitments=(LocalCommitment(f"local-{mark}", "sante", f"Un engagement, {word}.", action),),
        signatories=(Signatory("commune", f"la Ville, {word}", "Une personne", id="s" + mark * 16),),
    )
    store = site.store.signed(account.name, account.id)
    kept = store.save(saved.id, store.get(saved.id).version, written)
    receive_some(site.store, kept, COMMITMENT)
    store.shares.invite(saved.id, Role.READER, "", account.id)
    deleted = store.create(Profile(f"Jeté, {word}", saved.profile.territory, partners=("etat",)))
    store.delete(deleted.id, deleted.version)


def foreign_ids(site: AccessSite) -> dict[str, list[str]]:
    store, number = site.store, site.other.id
    digits = [
        *(str(one) for one in (number, number + 2)),  # that of the trash comes after both
        *(str(share.id) for share in store.shares.of_contract(number)),
        *(str(file.id) for file in store.returns.files(number)),
    ]
    keys = [
        *(one.key for one in store.shares.invitations(number)),
        *(one.key for one in store.logins.of_account(site.accounts["outsider"].id)),
    ]
    proposed = [one.id for one in (*store.returns.proposals(number), *store.returns.unplaced(number))]
    return {
        r"\d+": digits,
        r"[0-9a-f]{16}": keys,
        r"o\d+": [f"o{THEIRS}"],
        r"b\d+": [f"b{THEIRS}"],
        r"s[0-9a-f]{16}": ["s" + THEIRS * 16],
        r"local-\d+": [f"local-{THEIRS}"],
        r"[0-9a-f]{32,64}": proposed[:2],
    }


def replacements(place: Place, text: str) -> list[str]:
    """The ids of the same kind of somebody else's contract."""
    return [
        one for shape, ids in place.ids.items() if re.fullmatch(shape, text) for one in ids if one != text
    ]


def theirs(site: AccessSite) -> tuple[object, ...]:
    """All that is kept of the contract of somebody else, and of her account."""
    store, number, outsider = site.store, site.other.id, site.accounts["outsider"].id
    mine = store.signed("", outsider)
    return (
        store.get(number),
        store.versions.some(number, 99, 99),
        store.shares.of_contract(number),
        store.shares.invitations(number),
        store.returns.files(number),
        store.returns.proposals(number),
        store.returns.unplaced(number),
        store.returns.threads(number),
        [one.key for one in store.logins.of_account(outsider)],
        store.accounts.all(),
        mine.trash.list(),
    )


def fault_of(answer: TestResponse) -> str:
    """What is wrong with an answer to a foreign id."""
    if answer.status_code >= 500:
        return f"{answer.status_code}"
    return "tells" if SECRET.encode() in answer.get_data() else ""


def test_an_id_of_another_contract_in_an_address_of_ones_own_is_not_there(place: Place) -> None:
    wrong, asked_for = {}, 0
    map_ = place.site.app.url_map.bind("localhost")
    own_files = {str(file.id) for file in place.site.store.returns.files(place.site.contract.id)}
    for address in (one for one in place.found.addresses.values() if "?" not in one):
        endpoint, values = map_.match(address, method="GET" if map_.test(address, "GET") else "POST")
        for name in set(values) - {"profile_id"}:
            for foreign in replacements(place, str(values[name])):
                if name == "number" and ("/retours/" not in address or foreign in own_files):
                    continue  # each contract has its own numbers of versions and ranks
                changed = {**values, name: int(foreign) if isinstance(values[name], int) else foreign}
                asked = map_.build(endpoint, changed)
                for method in ("GET", "POST"):
                    with place.owner.open(asked, method=method) as answer:
                        if answer.status_code not in {404, 405, 410} or fault_of(answer):
                            wrong[method, asked] = answer.status_code
                asked_for += 1

    assert wrong == {}
    assert asked_for > 10


def test_an_id_of_another_contract_in_a_query_tells_nothing(place: Place) -> None:
    wrong = {}
    for address in place.found.addresses.values():
        parts = urlsplit(address)
        pairs = parse_qsl(parts.query, keep_blank_values=True)
        for name, text in pairs:
            for foreign in replacements(place, text):
                asked = f"{parts.path}?{urlencode({**dict(pairs), name: foreign})}"
                with place.owner.get(asked) as answer:
                    if fault := fault_of(answer):
                        wrong[asked] = fault

    assert wrong == {}


def test_an_id_of_another_contract_in_a_field_of_a_form_tells_and_changes_nothing(place: Place) -> None:
    wrong, sent, before = {}, 0, theirs(place.site)
    for form in place.forms:
        for name, values in form.values.items():
            for foreign in replacements(place, values[0]) if name not in NEVER_AN_ID and values else ():
                with place.owner.post(form.address, data={**form.values, name: [foreign]}) as answer:
                    if fault := fault_of(answer):
                        wrong[str(form), name, foreign] = fault
                sent += 1
        if theirs(place.site) != before:
            wrong[str(form), "", ""] = "changes"

    assert wrong == {}
    assert sent > 40


def test_an_id_that_a_form_does_not_have_tells_and_changes_nothing(place: Place) -> None:
    wrong, before = {}, theirs(place.site)
    added = {
        name: str(place.site.other.id) for name in ("profile_id", "id", "profil", "other", "contract", "key")
    }
    for form in place.forms:
        address = f"{form.address}{'&' if '?' in form.address else '?'}{urlencode(added)}"
        with place.owner.post(address, data={**added, **form.values}) as answer:
            if fault := fault_of(answer):
                wrong[str(form)] = fault

    assert wrong == {}
    assert theirs(place.site) == before


def test_a_name_that_only_somebody_else_uses_is_free_wherever_one_is_given(place: Place) -> None:
    """Else one would learn that there is such a contract."""
    site, owner = place.site, place.owner
    store = site.store.signed("Owner", site.accounts["owner"].id)
    imported = json.dumps({**profile_document(site.contract.profile), "name": site.other.profile.name})

    def sent(address: str, **typed: object) -> int:
        fields = page_of(owner.get(address)).fields
        return owner.post(address, data={**fields, **typed}).status_code

    mine = store.create(Profile("Un contrat à renommer", site.contract.profile.territory))
    renamed = sent(f"/profils/{mine.id}/renommer", name="Ailleurs")
    store.delete(mine.id, store.get(mine.id).version)
    file = (io.BytesIO(imported.encode()), "profil.json")
    read = sent("/profils/importer", file=file)

    assert (renamed, read) == (303, 303)
    assert site.store.get(site.other.id).profile.name == "Ailleurs"


def test_the_list_the_search_and_the_trash_count_ones_own_contracts_alone(place: Place) -> None:
    pages = ("/", f"/?q={SECRET}", "/?q=jete", "/corbeille", "/mes-engagements", "/plan")

    told = {page: fault_of(place.owner.get(page)) for page in pages}

    assert {page: fault for page, fault in told.items() if fault and SECRET not in page} == {}
    assert place.owner.get(f"/?q={SECRET}").get_data(as_text=True).count(SECRET) == place.owner.get(
        f"/?q={SECRET}x"
    ).get_data(as_text=True).count(SECRET)
