"""What one person types while another changes the contract around it: shown, kept, never ignored."""

from dataclasses import dataclass, replace

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from app.domain.profile import Adaptation, LocalCommitment, Means, MeansKind, Quartier, Signatory
from app.store import Profiles, SavedProfile
from app.web.adaptation.forms import adaptation_form
from app.web.signatories import signatory_form
from tests.web.conftest import EVRY, Visitor
from tests.web.pages import Page, page_of

COMMITMENT = "interieur-2013-1-1"
TYPED = "Ce que l’on vient d’écrire."


def change(store: Profiles, saved: SavedProfile, **changes: object) -> None:
    """Save for somebody else."""
    now = store.get(saved.id)
    store.save(saved.id, now.version, replace(now.profile, **changes))


def opened(visitor: Visitor, address: str) -> dict[str, str | list[str]]:
    return page_of(visitor.client.get(address)).fields


def sent(visitor: Visitor, address: str, fields: dict[str, str | list[str]], status: int) -> Page:
    answer = visitor.client.post(address, data=fields)
    assert answer.status_code == status
    return page_of(answer)


@pytest.mark.parametrize(
    ("field", "place", "changes"),
    [
        ("text_revision_2027", "revision-2027", {"outline": "2014-2020"}),
        ("text_quartier_QN09101M", "quartier.QN09101M", {"territory": replace(EVRY, quartiers=())}),
    ],
)
def test_a_text_whose_place_has_gone_is_shown_and_kept(
    visitor: Visitor, saved: SavedProfile, store: Profiles, field: str, place: str, changes: dict[str, object]
) -> None:
    change(store, saved, outline="2024-2030", texts={"periode": "2024-2030"})
    address = f"/profils/{saved.id}/textes"
    fields = {**opened(visitor, address), field: TYPED}
    change(store, saved, **changes)

    conflict = sent(visitor, address, fields, 409)
    before = store.get(saved.id).profile.texts
    sent(visitor, address, conflict.fields, 303)

    assert conflict.fields[field] == TYPED
    assert "n’a plus ce texte" in conflict.text
    assert before == {"periode": "2024-2030"}
    assert store.get(saved.id).profile.texts == {"periode": "2024-2030", place: TYPED}


def test_a_text_that_was_not_touched_hinders_nothing_when_its_place_goes(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    texts = {"periode": "2024-2030", "quartier.QN09101M": "Un projet."}
    change(store, saved, outline="2024-2030", texts=texts)
    address = f"/profils/{saved.id}/textes"
    fields = {**opened(visitor, address), "text_periode": "2025-2030"}
    change(store, saved, territory=replace(EVRY, quartiers=()))

    sent(visitor, address, fields, 303)

    assert store.get(saved.id).profile.texts == {**texts, "periode": "2025-2030"}


def test_a_conflict_shows_the_text_without_a_place_again_and_again(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    change(store, saved, outline="2024-2030")
    address = f"/profils/{saved.id}/textes"
    fields = {**opened(visitor, address), "text_quartier_QN09101M": TYPED}
    change(store, saved, territory=replace(EVRY, quartiers=()))
    first = sent(visitor, address, fields, 409)
    change(store, saved, texts={"periode": "2024"})

    second = sent(visitor, address, first.fields, 409)
    sent(visitor, address, second.fields, 303)

    assert second.fields["text_quartier_QN09101M"] == TYPED
    assert store.get(saved.id).profile.texts == {"periode": "2024", "quartier.QN09101M": TYPED}


def test_a_quartier_that_was_ticked_and_has_left_is_said_and_stays_ticked(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    address = f"/profils/{saved.id}/engagements/{COMMITMENT}"
    fields = {**opened(visitor, address), "local_action": TYPED, "quartiers": ["QN09101M"]}
    change(store, saved, territory=replace(EVRY, quartiers=(Quartier("QN09102M", "Le Parc", ("91228",)),)))

    conflict = sent(visitor, address, fields, 409)
    sent(visitor, address, conflict.fields, 303)

    adaptation = store.get(saved.id).profile.adaptations[COMMITMENT]
    assert "Les Pyramides (QN09101M, hors du contrat)" in conflict.text
    assert (adaptation.local_action, adaptation.quartiers) == (TYPED, ("QN09101M",))


def test_saving_a_form_unchanged_reorders_nothing(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    quartiers = tuple(Quartier(f"QN0910{number}M", f"Quartier {number}") for number in (1, 2, 3))
    change(
        store,
        saved,
        territory=replace(EVRY, quartiers=quartiers),
        partners=("region", "etat", "commune"),
        adaptations={COMMITMENT: Adaptation(local_action="Agir.", quartiers=("QN09103M", "QN09101M"))},
    )
    before = store.get(saved.id).profile

    for page in (f"engagements/{COMMITMENT}", "partenaires", "territoire", "textes"):
        visitor.send(f"/profils/{saved.id}/{page}")

    assert store.get(saved.id).profile == before
    assert store.get(saved.id).version == 6


def test_a_signatory_that_was_removed_is_a_conflict_and_never_another_one(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    named = (Signatory("commune", "la Ville d’Aval"), Signatory("commune", "la Ville d’Amont"))
    change(store, saved, signatories=named)
    first, second = store.get(saved.id).profile.signatories
    address = f"/profils/{saved.id}/signataires/commune/{first.id}"
    fields = {**opened(visitor, address), "representative": "Mme Exemple"}
    visitor.send(f"{address}/retirer")

    conflict = sent(visitor, address, fields, 409)
    during = store.get(saved.id).profile.signatories
    sent(visitor, address, conflict.fields, 303)

    assert conflict.fields["representative"] == "Mme Exemple"
    assert "a été retiré du contrat entre-temps" in conflict.text
    assert during == (second,)
    after = store.get(saved.id).profile.signatories
    assert after == (second, replace(first, representative="Mme Exemple"))
    assert [signatory.id for signatory in after] == [second.id, first.id]


RECORDS = [
    (
        "signataires/etat/s000000000000000a",
        ("name", "representative"),
        [
            {"signatories": (Signatory("etat", "l’État", id="s000000000000000a"),)},
            {"signatories": ()},
            {"signatories": (Signatory("etat", "le préfet", id="s000000000000000a"),)},
        ],
    ),
    (
        "engagements-locaux/local-1",
        ("text", "lead"),
        [
            {"local_commitments": (LocalCommitment("local-1", "sante", "Ouvrir."),)},
            {"local_commitments": ()},
            {"local_commitments": (LocalCommitment("local-1", "sante", "Fermer."),)},
        ],
    ),
]
"""What has a page of its own: its address; a field that is left as it was and one that is written in; the
contract with it, without it, and with what somebody made of it."""


@pytest.mark.parametrize(("page", "fields", "contracts"), RECORDS)
def test_what_was_removed_then_made_again_differently_is_not_written_over(
    visitor: Visitor,
    saved: SavedProfile,
    store: Profiles,
    page: str,
    fields: tuple[str, str],
    contracts: list[dict[str, object]],
) -> None:
    (left, written), (there, without, remade) = fields, contracts
    change(store, saved, **there)
    address = f"/profils/{saved.id}/{page}"
    typed = {**opened(visitor, address), written: TYPED}
    change(store, saved, **without)
    gone = sent(visitor, address, typed, 409)
    change(store, saved, **remade)
    made_again = opened(visitor, address)[left]

    conflict = sent(visitor, address, gone.fields, 409)
    sent(visitor, address, conflict.fields, 303)

    after = opened(visitor, address)
    assert gone.fields[left] != made_again
    assert (after[left], after[written]) == (made_again, TYPED)


def test_what_was_removed_is_known_after_many_conflicts(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    change(store, saved, signatories=(Signatory("etat", "l’État", id="s000000000000000a"),))
    address = f"/profils/{saved.id}/signataires/etat/s000000000000000a"
    fields = {**opened(visitor, address), "representative": TYPED}

    change(store, saved, signatories=())
    for number in range(12):
        fields = sent(visitor, address, fields, 409).fields
        change(store, saved, facts_reason=f"Motif {number}.")

    assert sent(visitor, address, fields, 409).fields["representative"] == TYPED


def test_the_address_of_a_signatory_by_its_number_means_the_one_that_was_shown(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    named = (Signatory("commune", "la Ville d’Aval"), Signatory("commune", "la Ville d’Amont"))
    change(store, saved, signatories=named)
    former = f"/profils/{saved.id}/signataires/commune/2"
    fields = {**opened(visitor, former), "representative": "M. Exemple"}
    visitor.send(f"/profils/{saved.id}/signataires/commune/1/retirer")

    sent(visitor, former, fields, 303)

    assert store.get(saved.id).profile.signatories == (replace(named[1], representative="M. Exemple"),)


def test_what_was_removed_already_is_said_to_be(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    change(
        store,
        saved,
        signatories=(Signatory("etat", "l’État"),),
        local_commitments=(LocalCommitment("local-1", "sante", "Ouvrir."),),
    )
    (signatory,) = store.get(saved.id).profile.signatories
    addresses = [
        f"/profils/{saved.id}/signataires/etat/{signatory.id}/retirer",
        f"/profils/{saved.id}/engagements-locaux/local-1/retirer",
    ]
    forms = [opened(visitor, address) for address in addresses]
    change(store, saved, signatories=(), local_commitments=())

    for address, fields in zip(addresses, forms, strict=True):
        answer = visitor.client.post(address, data=fields)

        assert answer.status_code == 303
        assert "déjà retiré" in page_of(visitor.client.get(answer.location)).text
    assert store.get(saved.id).version == 3


def test_the_number_of_a_local_commitment_is_not_given_again(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    base = f"/profils/{saved.id}"
    for text in ("Ouvrir.", "Fermer."):
        visitor.send(f"{base}/volets/sante/ajouter", text=text)
    address = f"{base}/engagements-locaux/local-2"
    fields = {**opened(visitor, address), "local_action": TYPED}
    visitor.send(f"{address}/retirer")
    visitor.send(f"{base}/volets/sante/ajouter", text="Former.")

    conflict = sent(visitor, address, fields, 409)
    sent(visitor, address, conflict.fields, 303)

    kept = store.get(saved.id).profile.local_commitments
    assert [(local.id, local.text) for local in kept] == [
        ("local-1", "Ouvrir."),
        ("local-3", "Former."),
        ("local-2", "Fermer."),
    ]
    assert kept[2].adaptation.local_action == TYPED


def test_a_restored_version_gives_no_number_again(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    base = f"/profils/{saved.id}"
    visitor.send(f"{base}/volets/sante/ajouter", text="Ouvrir.")
    visitor.send(f"{base}/versions/1/restaurer")

    visitor.send(f"{base}/volets/sante/ajouter", text="Former.")

    assert [local.id for local in store.get(saved.id).profile.local_commitments] == ["local-2"]


TOWN, CAF, STATE = (Means(MeansKind.COMMON_LAW, funder, 10) for funder in ("Ville", "CAF", "État"))


@pytest.mark.parametrize(
    ("meanwhile", "kept"),
    [
        ((CAF,), [("Ville", "10"), ("CAF", "99")]),
        ((replace(TOWN, amount=11), CAF), [("Ville", "11"), ("CAF", "99")]),
        ((TOWN, CAF, STATE), [("Ville", "10"), ("CAF", "99"), ("État", "10")]),
    ],
)
def test_a_line_of_the_budget_that_moved_never_gives_its_amount_to_another(
    visitor: Visitor,
    saved: SavedProfile,
    store: Profiles,
    meanwhile: tuple[Means, ...],
    kept: list[tuple[str, str]],
) -> None:
    change(store, saved, adaptations={COMMITMENT: Adaptation(local_action="Agir.", means=(TOWN, CAF))})
    address = f"/profils/{saved.id}/engagements/{COMMITMENT}"
    fields = {**opened(visitor, address), "means_2_amount": "99"}
    change(store, saved, adaptations={COMMITMENT: Adaptation(local_action="Agir.", means=meanwhile)})

    conflict = sent(visitor, address, fields, 409)

    lines = [(conflict.fields[f"means_{n}_funder"], conflict.fields[f"means_{n}_amount"]) for n in (1, 2, 3)]
    assert [line for line in lines if line[0]] == kept


def test_a_partner_and_a_fact_that_the_catalogue_does_not_know_stay(
    visitor: Visitor, saved: SavedProfile, store: Profiles
) -> None:
    change(store, saved, partners=("etat", "ancien-partenaire"), facts={"ancien_fait": True})
    before = store.get(saved.id).profile

    for page in ("partenaires", "territoire"):
        visitor.send(f"/profils/{saved.id}/{page}")

    assert store.get(saved.id).profile == before


@dataclass(frozen=True, slots=True)
class LaterAdaptation(Adaptation):
    """An adaptation with a field that no form of today knows."""

    remark: str = ""


@dataclass(frozen=True, slots=True)
class LaterSignatory(Signatory):
    """A signatory with a field that no form of today knows."""

    remark: str = ""


def test_a_form_erases_nothing_that_it_does_not_know(app: Flask, saved: SavedProfile) -> None:
    typed = MultiDict({"local_action": TYPED, "state": "todo", "included": "oui", "name": "l’État"})
    with app.test_request_context(method="POST", data=typed):
        form = adaptation_form(COMMITMENT).of(saved, formdata=typed)
        signatory = signatory_form("etat").of(saved, formdata=typed)

        adaptation = form.adaptation(LaterAdaptation(remark="À revoir."))
        named = signatory.signatory(LaterSignatory("etat", "", remark="À revoir."))

    assert adaptation == LaterAdaptation(local_action=TYPED, remark="À revoir.")
    assert named == LaterSignatory("etat", "l’État", remark="À revoir.")
