"""« Retours des partenaires »: files received, decided line by line, and what the contract then says."""

import io
from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest
from werkzeug.test import TestResponse

from app.documents import RenderOptions
from app.documents.word import write_draft
from app.domain.assembly import assemble
from app.domain.draft import Draft
from app.domain.profile import Adaptation, State
from app.domain.proposals import Decision, Proposal, ProposalKind
from app.domain.returned import LossKind, Reading, Remark, Thread, Unplaced
from app.store import BaseKind, Decided, FileState, Profiles, Received, SavedProfile
from benchmarks.returned import DAY, FILES, sent_draft
from tests.web.conftest import Visitor
from tests.web.pages import Page, page_of

CLAUSE = "interieur-2013-1-1"
OTHER = "interieur-2013-1-2"
SENT = "Deux marches par an, avec les bailleurs."


@pytest.fixture
def contract(store: Profiles, saved: SavedProfile) -> SavedProfile:
    """The contract as it was sent."""
    said = {CLAUSE: Adaptation(local_action=SENT, lead="La commune", state=State.AGREED)}
    return store.save(saved.id, saved.version, replace(saved.profile, adaptations=said))


@pytest.fixture
def address(contract: SavedProfile) -> str:
    return f"/profils/{contract.id}/retours"


Return = Callable[..., int]


@pytest.fixture
def returned(store: Profiles, contract: SavedProfile) -> Return:
    """Keep a file of which somebody said who returned it, with what was read of it."""

    def keep(who: str, *proposals: Proposal, **read: object) -> int:
        beside = tuple(one.beside(contract.profile) for one in proposals)
        reading = replace(Reading(beside), **read)  # type: ignore[arg-type]  # the fields of Reading
        file = Received(f"{who}.docx", who.encode(), who, FileState.RECEIVED, BaseKind.VERSION, 2, reading)
        number = store.returns.receive(contract.id, file)
        store.returns.confirm(contract.id, {number: who})
        return number

    return keep


def change(returned: str, field: str = "local_action", base: str = SENT, **known: object) -> Proposal:
    kind = ProposalKind.EMPTIED if not returned else ProposalKind.MODIFIED if base else ProposalKind.FILLED
    usual = Proposal("", CLAUSE, field, kind, base, returned, author="M. A", date="2026-12-03", tracked=True)
    return replace(usual, **known)  # type: ignore[arg-type]  # keyword arguments of Proposal


def shown(visitor: Visitor, address: str) -> Page:
    return page_of(visitor.client.get(address))


def words(page: Page) -> str:
    return " ".join(page.text.replace("\u00a0", " ").replace("\u202f", " ").split())


def choices(page: Page) -> Mapping[str, list[str]]:
    """What can be chosen, by the name of the choice."""
    found: dict[str, list[str]] = {}
    for tag, attributes in page.elements:
        if tag == "input" and attributes.get("type") == "radio":
            found.setdefault(attributes["name"], []).append(attributes.get("value", ""))
    return found


def decide(visitor: Visitor, address: str, *beginnings: str, **typed: str) -> TestResponse:
    """Choose, of each line, what begins so; `typed` are texts by the beginning of their name."""
    page = shown(visitor, address)
    fields = dict(page.fields)
    for (name, values), wanted in zip(choices(page).items(), beginnings, strict=True):
        fields[name] = next(value for value in values if value.startswith(wanted) and (wanted or not value))
    for beginning, text in typed.items():
        name = next(name for name in fields if name.startswith(beginning))
        fields[name] = text
    return visitor.client.post(address, data=fields)


def action(store: Profiles, contract: SavedProfile) -> Adaptation:
    return store.get(contract.id).profile.adaptations[CLAUSE]


def test_a_text_that_is_taken_makes_a_version_in_the_name_of_the_partner_and_the_file(
    visitor: Visitor, address: str, contract: SavedProfile, store: Profiles, returned: Return
) -> None:
    file = returned("CAF", change("Trois marches par an, avec les bailleurs."))

    answer = decide(visitor, f"{address}/decisions", "prendre")

    version = store.versions.get(contract.id, contract.version + 1)
    assert answer.status_code == 303
    assert action(store, contract).local_action == "Trois marches par an, avec les bailleurs."
    assert action(store, contract).state is State.AGREED
    assert version.author == "CAF (CAF.docx)"
    assert store.returns.get(contract.id, file).state is FileState.CLOSED


def test_the_text_sent_and_the_text_returned_stand_beside_one_another(
    visitor: Visitor, address: str, returned: Return
) -> None:
    returned("CAF", change("Trois marches par an, avec les bailleurs."))

    seen = words(shown(visitor, f"{address}/decisions"))

    assert "Action locale CAF modifie ce champ." in seen
    assert f"Envoyé {SENT}" in seen
    assert "(retiré) Deux (ajouté) Trois marches par an" in seen
    assert "modification suivie par M. A, le 3 décembre 2026" in seen


def test_what_is_taken_of_a_file_can_be_had_as_tracked_changes(
    visitor: Visitor, address: str, contract: SavedProfile, returned: Return
) -> None:
    returned("CAF", change("Trois marches par an, avec les bailleurs."))
    before = contract.version

    decide(visitor, f"{address}/decisions", "prendre")

    tracked = f"/profils/{contract.id}/versions/modifications-suivies.docx?de={before}&a={before + 1}"
    assert tracked in shown(visitor, address).links()
    assert visitor.client.get(tracked).mimetype.endswith("wordprocessingml.document")


def test_decisions_of_one_sending_make_one_version(
    visitor: Visitor, address: str, contract: SavedProfile, store: Profiles, returned: Return
) -> None:
    returned("CAF", change("Trois marches."))
    returned("Préfecture", change("L’État", "lead", "La commune"))

    decide(visitor, f"{address}/decisions", "prendre", "ecrire", text_=SENT)
    decided = store.get(contract.id)

    assert decided.version == contract.version + 1
    assert (
        store.versions.get(contract.id, decided.version).author
        == "CAF (CAF.docx), Préfecture (Préfecture.docx)"
    )


def test_what_is_left_makes_no_version(
    visitor: Visitor, address: str, contract: SavedProfile, store: Profiles, returned: Return
) -> None:
    returned("CAF", change("Trois marches."))

    decide(visitor, f"{address}/decisions", "laisser")

    assert store.get(contract.id) == contract
    assert store.returns.counts(contract.id) == (0, 1)


def test_a_text_is_rewritten_before_it_is_taken(
    visitor: Visitor, address: str, contract: SavedProfile, store: Profiles, returned: Return
) -> None:
    returned("CAF", change("30 juin", "deadline", ""))

    decide(visitor, f"{address}/decisions", "ecrire", text_="30/06/2027")

    assert action(store, contract).deadline == "2027-06-30"


def test_a_text_that_its_field_cannot_hold_is_refused_there_and_stays(
    visitor: Visitor, address: str, contract: SavedProfile, store: Profiles, returned: Return
) -> None:
    returned("CAF", change("30 juin", "deadline", ""))

    answer = decide(visitor, f"{address}/decisions", "ecrire", text_="31/02/2027")

    assert answer.status_code == 422
    assert "cette date n’existe pas" in words(page_of(answer))
    assert "31/02/2027" in page_of(answer).fields.values()
    assert store.get(contract.id) == contract


def test_texts_of_two_partners_that_do_not_meet_are_put_together_with_the_words_of_each(
    visitor: Visitor, address: str, contract: SavedProfile, store: Profiles, returned: Return
) -> None:
    returned("CAF", change("Trois marches par an, avec les bailleurs."))
    returned("Préfecture", change("Deux marches par an, avec les habitants."))

    seen = words(shown(visitor, f"{address}/decisions"))
    decide(visitor, f"{address}/decisions", "reunir")

    assert "(ajouté) Trois CAF" in seen
    assert "(ajouté) habitants. Préfecture" in seen
    assert action(store, contract).local_action == "Trois marches par an, avec les habitants."


def test_texts_that_meet_are_a_conflict_with_one_choice_for_each(
    visitor: Visitor, address: str, contract: SavedProfile, store: Profiles, returned: Return
) -> None:
    returned("CAF", change("Trois marches par an, avec les bailleurs."))
    returned("Préfecture", change("Six marches par an, avec les bailleurs."))

    page = shown(visitor, f"{address}/decisions")
    decide(visitor, f"{address}/decisions", "prendre")

    assert "Conflit" in words(page)
    assert "Prendre le texte de CAF" in words(page)
    assert "Prendre le texte de Préfecture" in words(page)
    assert action(store, contract).local_action == "Trois marches par an, avec les bailleurs."


def test_two_partners_who_agree_are_one_line_with_both_names(
    visitor: Visitor, address: str, returned: Return
) -> None:
    returned("CAF", change("Trois marches."))
    returned("ARS", change("Trois marches."))

    assert "ARS et CAF proposent le même texte." in words(shown(visitor, f"{address}/decisions"))


def test_what_the_site_changed_meanwhile_is_shown_beside_what_came_back(
    visitor: Visitor, address: str, contract: SavedProfile, store: Profiles, returned: Return
) -> None:
    returned("CAF", change("2028", "deadline", ""))
    said = replace(contract.profile.adaptations[CLAUSE], deadline="2027")
    store.save(contract.id, contract.version, replace(contract.profile, adaptations={CLAUSE: said}))

    seen = words(shown(visitor, f"{address}/decisions"))

    assert "Le contrat a changé depuis l’envoi." in seen
    assert "Aujourd’hui 2027" in seen
    assert "Tout prendre de CAF" not in seen


def test_all_that_one_partner_proposes_without_conflict_is_taken_at_once(
    visitor: Visitor, address: str, contract: SavedProfile, store: Profiles, returned: Return
) -> None:
    returned(
        "CAF", change("Trois marches."), change("", "lead", "La commune"), change("2028", "deadline", "")
    )
    returned("Préfecture", change("2029", "deadline", ""))

    visitor.send(f"{address}/decisions", take_all="CAF")

    assert action(store, contract).local_action == "Trois marches."
    assert (action(store, contract).lead, action(store, contract).deadline) == ("La commune", "")
    assert len(store.returns.proposals(contract.id)) == 3


def test_a_deleted_clause_is_left_out_for_a_typed_reason_alone(
    visitor: Visitor, address: str, contract: SavedProfile, store: Profiles, returned: Return
) -> None:
    returned("CAF", change("non", "included", "oui", kind=ProposalKind.CLAUSE_DELETED))

    refused = decide(visitor, f"{address}/decisions", "ecarter")
    decide(visitor, f"{address}/decisions", "ecarter", reason_="Porté par un autre contrat.")

    assert refused.status_code == 422
    assert "écrivez pourquoi cet engagement est écarté" in words(page_of(refused))
    assert not action(store, contract).included
    assert action(store, contract).reason_excluded == "Porté par un autre contrat."


def test_a_moved_clause_says_where_it_stands_in_the_file_and_that_the_order_cannot_be_chosen(
    visitor: Visitor, address: str, returned: Return
) -> None:
    returned("CAF", change(f"avant {OTHER}", "position", "", kind=ProposalKind.CLAUSE_MOVED))

    page = shown(visitor, f"{address}/decisions")

    assert "CAF a déplacé cet engagement dans le fichier, avant « " in words(page)
    assert "cet ordre ne se choisit pas" in words(page)
    assert list(choices(page).values()) == [["", "vu"]]


def test_a_changed_national_text_becomes_a_comment_or_a_local_commitment(
    visitor: Visitor, address: str, contract: SavedProfile, store: Profiles, returned: Return
) -> None:
    national = change("Autres mots.", "national", "Mots.", kind=ProposalKind.NATIONAL_TEXT_CHANGED)
    returned("CAF", national)
    returned("ARS", replace(national, clause=OTHER))

    offered = choices(shown(visitor, f"{address}/decisions"))
    decide(visitor, f"{address}/decisions", "local", "commentaire")

    assert not any(value.startswith("prendre") for values in offered.values() for value in values)
    assert [one.text for one in store.get(contract.id).profile.local_commitments] == ["Autres mots."]
    assert [one.clause for one in store.returns.threads(contract.id)] == [OTHER]


def test_a_comment_is_answered_and_resolved_at_its_clause(
    visitor: Visitor, address: str, contract: SavedProfile, store: Profiles, returned: Return
) -> None:
    thread = Thread("M. A", "2026-12-03", "Est-ce sûr ?", CLAUSE, replies=(Remark("M. B", "", "Oui."),))
    file = returned("CAF", threads=(thread,))
    page = shown(visitor, f"{address}/decisions")
    reply, resolved = (
        next(one["name"] for _, one in page.elements if one.get("name", "").startswith(name))
        for name in ("reply_", "resolved_")
    )

    visitor.send(f"{address}/decisions", **{reply: "C’est voté.", resolved: "y"})

    assert "Commentaire de M. A, 3 décembre 2026" in words(page)
    assert store.returns.get(contract.id, file).state is FileState.CLOSED
    assert store.get(contract.id) == contract


def test_a_text_without_a_place_is_filed_made_a_commitment_or_seen(
    visitor: Visitor, address: str, contract: SavedProfile, store: Profiles, returned: Return
) -> None:
    lost = [Unplaced(LossKind.ADDED_TEXT, f"Texte {rank}.", near=CLAUSE, author="M. A") for rank in (1, 2, 3)]
    file = returned("CAF", unplaced=tuple(lost))

    decide(visitor, f"{address}/sans-place", "ranger", "local", "vu")

    profile = store.get(contract.id).profile
    assert profile.adaptations[CLAUSE].local_action == f"{SENT}\n\nTexte 1."
    assert [one.text for one in profile.local_commitments] == ["Texte 2."]
    assert store.versions.get(contract.id, contract.version + 1).author == "CAF (CAF.docx)"
    assert store.returns.get(contract.id, file).state is FileState.CLOSED


def test_a_place_that_nobody_knows_is_refused_and_what_was_typed_stays(
    visitor: Visitor, address: str, contract: SavedProfile, store: Profiles, returned: Return
) -> None:
    returned("CAF", unplaced=(Unplaced(LossKind.ADDED_TEXT, "Un texte.", near=CLAUSE),))

    answer = decide(visitor, f"{address}/sans-place", "ranger", where_="999", text_="Un autre texte.")

    assert answer.status_code == 422
    assert "choisissez un engagement ou un texte de la liste" in words(page_of(answer))
    assert {"999", "Un autre texte."} <= set(map(str, page_of(answer).fields.values()))
    assert store.get(contract.id) == contract


def test_a_field_that_somebody_changed_meanwhile_is_shown_and_nothing_is_saved(
    visitor: Visitor, address: str, contract: SavedProfile, store: Profiles, returned: Return
) -> None:
    returned("CAF", change("Trois marches."))
    page = shown(visitor, f"{address}/decisions")
    (name, values) = next(iter(choices(page).items()))
    said = {CLAUSE: replace(contract.profile.adaptations[CLAUSE], local_action="Aucune marche.")}
    now = store.save(contract.id, contract.version, replace(contract.profile, adaptations=said))

    answer = visitor.client.post(
        f"{address}/decisions",
        data={**page.fields, name: next(one for one in values if one.startswith("ecrire"))},
    )

    assert answer.status_code == 409
    assert "Ce contrat a été modifié entre-temps" in words(page_of(answer))
    assert "Aucune marche." in words(page_of(answer))
    assert store.get(contract.id) == now


def test_a_line_that_somebody_decided_meanwhile_keeps_what_was_typed(
    visitor: Visitor, address: str, contract: SavedProfile, store: Profiles, returned: Return
) -> None:
    returned("CAF", change("Trois marches."), change("L’État", "lead", "La commune"))
    page = shown(visitor, f"{address}/decisions")
    fields = dict(page.fields)
    fields |= dict.fromkeys(choices(page), "ecrire")
    first = next(name for name in fields if name.startswith("text_"))
    decide(visitor, f"{address}/decisions", "laisser", "")

    answer = visitor.client.post(f"{address}/decisions", data={**fields, first: "Mes mots à moi."})

    assert "Mes mots à moi." in words(page_of(answer))
    assert answer.status_code == 409


def test_nothing_that_is_chosen_is_said(visitor: Visitor, address: str, returned: Return) -> None:
    returned("CAF", change("Trois marches."))

    answer = visitor.send(f"{address}/decisions")

    assert answer.status_code == 422
    assert "Rien n’est choisi" in words(page_of(answer))


def test_the_home_of_the_contract_says_how_many_returns_wait(
    visitor: Visitor, address: str, contract: SavedProfile, returned: Return
) -> None:
    returned("CAF", change("Trois marches."))
    returned("ARS", change("Deux fois."))

    home = shown(visitor, f"/profils/{contract.id}")

    assert "2 retours à trancher" in words(home)
    assert address in home.links()


def test_a_file_is_sent_back_as_it_came_and_removed_after_a_confirmation(
    visitor: Visitor, address: str, contract: SavedProfile, store: Profiles, returned: Return
) -> None:
    file = returned("CAF", change("Trois marches."))

    sent = visitor.client.get(f"{address}/{file}/fichier")
    asked = words(shown(visitor, f"{address}/{file}/effacer"))
    visitor.send(f"{address}/{file}/effacer")

    assert sent.data == b"CAF"
    assert "attachment" in sent.headers["Content-Disposition"]
    assert "1 de ses lignes n’est pas décidée" in asked
    assert store.returns.files(contract.id) == ()


def test_a_file_that_is_kept_is_read_again_beside_the_contract_of_today(
    visitor: Visitor, store: Profiles, demonstration: Draft
) -> None:
    contract = store.create(demonstration.profile)
    address = f"/profils/{contract.id}/retours"
    send_files(visitor, address, suivi=FILES.joinpath("02-word-suivi.docx").read_bytes())
    (file,) = store.returns.files(contract.id)
    store.returns.confirm(contract.id, {file.id: "La CAF"})
    first, *others = store.returns.proposals(contract.id)
    store.returns.decide(contract.id, Decided(((first.id, Decision.LEFT),)), contract.version)

    answer = visitor.send(f"{address}/{file.id}/relire")

    page = shown(visitor, address)
    assert answer.status_code == 303
    assert "« suivi.docx » est relu : 4 lignes attendent une décision." in words(page)
    assert [one.id for one in store.returns.proposals(contract.id)] == [one.id for one in others]
    assert f"{address}/{file.id}/relire" in page.links()


def test_a_copy_of_the_contract_has_none_of_its_files(
    visitor: Visitor, contract: SavedProfile, store: Profiles, returned: Return
) -> None:
    returned("CAF", change("Trois marches."))

    copy = visitor.send(f"/profils/{contract.id}/dupliquer", name="Copie")

    assert store.returns.files(int(copy.location.split("/")[2])) == ()


@pytest.fixture(scope="module")
def demonstration() -> Draft:
    """The contract of which the given files are copies."""
    return sent_draft(FILES)


def send_files(visitor: Visitor, address: str, **files: bytes) -> TestResponse:
    token = page_of(visitor.client.get(address)).fields["csrf_token"]
    sent = [(io.BytesIO(content), f"{name}.docx") for name, content in files.items()]
    return visitor.client.post(address, data={"csrf_token": token, "files": sent})


def test_files_are_read_and_a_refused_one_leaves_the_others(
    visitor: Visitor, store: Profiles, demonstration: Draft
) -> None:
    contract = store.create(demonstration.profile)
    address = f"/profils/{contract.id}/retours"
    names = {"suivi": "02-word-suivi", "tronque": "50-tronque", "ancien": "52-ancien-doc"}
    files = {short: FILES.joinpath(f"{name}.docx").read_bytes() for short, name in names.items()}

    answer = send_files(visitor, address, **files)
    again = send_files(visitor, address, renomme=files["suivi"])
    page = shown(visitor, address)

    assert answer.status_code == again.status_code == 422
    assert "tronque.docx : Ce fichier est incomplet ou abîmé" in words(page_of(answer))
    assert "ancien.docx : Ce fichier est dans l’ancien format .doc" in words(page_of(answer))
    assert "renomme.docx : déjà reçu le" in words(page_of(again))
    assert "Word, reçu le" in words(page)
    assert "5 modifications, 0 commentaire, 0 ligne sans place" in words(page)
    assert "les différences peuvent être les vôtres" in words(page)
    assert page.fields["who_1"] == "CAF"


def test_the_version_that_was_sent_is_known_by_its_data_or_by_its_number(
    visitor: Visitor, contract: SavedProfile, store: Profiles, address: str, demonstration: Draft
) -> None:
    draft = assemble(demonstration.catalogue, contract.profile)
    options = RenderOptions(DAY, contract=contract.contract, version=contract.version)
    store.save(contract.id, contract.version, replace(contract.profile, adaptations={}))

    send_files(
        visitor,
        address,
        joint=write_draft(draft, options),
        numero=write_draft(draft, replace(options, data=False)),
    )

    known = {
        one.name: (one.base_kind, one.base_version, one.changes) for one in store.returns.files(contract.id)
    }
    assert known == {
        "joint.docx": (BaseKind.EMBEDDED, contract.version, 0),
        "numero.docx": (BaseKind.VERSION, contract.version, 0),
    }


@pytest.mark.parametrize("signed_first", [True, False])
def test_a_version_signed_before_or_after_a_file_was_sent_changes_nothing_in_it(
    visitor: Visitor, contract: SavedProfile, store: Profiles, address: str, *, signed_first: bool
) -> None:
    def sign(version: int) -> None:
        signature = {"signed_on": "12/03/2026", "signed_by": "tous les signataires"}
        visitor.send(f"/profils/{contract.id}/versions/{version}/signature", **signature)

    if signed_first:
        sign(1)
    sent = visitor.client.get(f"/profils/{contract.id}/contrat.docx").data
    sign(contract.version)

    send_files(visitor, address, rendu=sent)

    file = store.returns.files(contract.id)[0]
    assert (file.changes, file.unplaced) == (0, 0)


def test_a_file_of_another_contract_waits_for_somebody_to_say_whether_it_is_read(
    visitor: Visitor, contract: SavedProfile, store: Profiles, address: str, demonstration: Draft
) -> None:
    draft = assemble(demonstration.catalogue, contract.profile)
    send_files(visitor, address, autre=write_draft(draft, RenderOptions(DAY, contract="c0ffee", version=1)))
    page = shown(visitor, address)
    (file,) = store.returns.files(contract.id)

    visitor.client.post(f"{address}/rendus", data={**page.fields, f"other_{file.id}": "lire"})
    (read,) = store.returns.files(contract.id)

    assert "Ce fichier dit venir d’un autre contrat" in words(page)
    assert (file.state, read.state) == (FileState.OTHER, FileState.RECEIVED)


def test_who_returned_a_file_must_be_said(
    visitor: Visitor, contract: SavedProfile, store: Profiles, address: str
) -> None:
    store.returns.receive(contract.id, Received("a.docx", b"a", "CAF", FileState.RECEIVED))
    fields = shown(visitor, address).fields

    refused = visitor.client.post(f"{address}/rendus", data={**fields, "who_1": " "})
    visitor.client.post(f"{address}/rendus", data={**fields, "who_1": "La CAF du Rhône"})

    assert refused.status_code == 422
    assert "dites qui a rendu « a.docx »" in words(page_of(refused))
    assert store.returns.get(contract.id, 1).returned_by == "La CAF du Rhône"
    assert "Enregistré : qui a rendu chaque fichier." in words(shown(visitor, address))


@pytest.mark.parametrize("number", [0, 21])
def test_one_to_twenty_files_are_sent_at_a_time(
    visitor: Visitor, address: str, contract: SavedProfile, number: int
) -> None:
    answer = send_files(visitor, address, **{f"f{rank}": b"x" for rank in range(number)})

    assert answer.status_code == 422
    assert "Fichiers rendus :" in words(page_of(answer))
