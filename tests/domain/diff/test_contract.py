"""What an amendment must say: also the clauses that nobody typed, and only those that changed."""

from dataclasses import replace

from app.catalogue import read
from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.diff import Change, together
from app.domain.diff.contract import contract_changes, untouched, version_changes
from app.domain.diff.labels import Subject
from app.domain.draft import Draft
from app.domain.profile import Adaptation, Commune, LocalCommitment, Profile, Quartier, State
from tests.examples import contract
from tests.former import CHANGED, FORMER_WORDS, GONE, NEW, SPORTS, WRITTEN, altered, former_catalogue

SAFETY, OF_THE_BANK = "interieur-2013-1-1", "caisse-des-depots-2014-1"
WITH_A_BANK = contract("etat epci commune departement region caisse-des-depots")


def ids(draft: Draft) -> set[str]:
    return {entry.commitment.id for entry in draft.entries()}


def texts(draft: Draft, some: set[str]) -> set[str]:
    return {
        "\n".join((*entry.lead_in, entry.commitment.text))
        for entry in draft.entries()
        if entry.commitment.id in some
    }


def of_clauses(before: Draft, after: Draft, field: str = "words") -> list[Change]:
    found = contract_changes(before, after)
    return [change for change in found if change.subject is Subject.NATIONAL and change.field == field]


def drafts(catalogue: Catalogue, before: Profile, after: Profile) -> tuple[Draft, Draft]:
    return assemble(catalogue, before), assemble(catalogue, after)


def test_a_signatory_brings_its_clauses_and_takes_them_away(catalogue: Catalogue) -> None:
    without, with_bank = drafts(catalogue, contract(), WITH_A_BANK)
    own = texts(with_bank, ids(with_bank) - ids(without))

    come, gone = of_clauses(without, with_bank), of_clauses(with_bank, without)

    assert own
    assert {(change.before, change.after) for change in come} == {("", text) for text in own}
    assert {(change.before, change.after) for change in gone} == {(text, "") for text in own}


def test_a_clause_that_came_is_quoted_with_its_source_its_volet_and_who_carries_it(
    catalogue: Catalogue,
) -> None:
    before, after = drafts(catalogue, contract(), WITH_A_BANK)
    name = of_clauses(before, after)[0].name
    (entry,) = [one for one in after.entries() if one.commitment.text.startswith(name.rstrip("…"))]

    found = [change for change in contract_changes(before, after) if change.name == name]

    assert [change.field for change in found] == ["words", "source", "section", "carriers"]
    assert entry.convention.date_text in found[1].after
    assert "Caisse des dépôts" in found[3].after


def test_a_signatory_that_joins_in_carrying_a_clause_is_said(catalogue: Catalogue) -> None:
    before, after = drafts(catalogue, contract(), contract("etat epci commune departement region caf"))

    shared = of_clauses(before, after, "carriers")

    assert of_clauses(before, after) == []
    assert shared
    assert all("(CAF)" in change.after and change.before for change in shared)


def test_a_clause_that_is_left_out_is_taken_away_and_its_reason_said(catalogue: Catalogue) -> None:
    out = Adaptation(included=False, reason_excluded="Sans objet ici.")
    before, after = drafts(catalogue, contract(), contract(adaptations={SAFETY: out}))

    (gone,) = of_clauses(before, after)

    assert {gone.before} == texts(before, {SAFETY})
    assert gone.after == ""
    assert "Sans objet ici." in {change.after for change in contract_changes(before, after)}


def test_what_a_newer_catalogue_changed_is_said_and_names_what_it_lost(catalogue: Catalogue) -> None:
    before = assemble(former_catalogue(), contract(adaptations={GONE: WRITTEN}))
    after = assemble(catalogue, contract())

    found = of_clauses(before, after)
    lost = [change for change in contract_changes(before, after) if change.label == "Action locale"]

    assert [bool(change.before) for change in found] == [CHANGED in ids(before), True, False]
    assert found[0].before.endswith(FORMER_WORDS)
    assert {found[1].before} == texts(before, {GONE})
    assert {found[2].after} == texts(after, {NEW})
    number = before.numbers[GONE]
    assert [(change.name, change.after) for change in lost] == [
        (f"Engagement\u00a0{number} — Ouvrir les gymnases le soir", "")
    ]


def test_clauses_stand_between_the_signatories_and_what_was_written_for_them(catalogue: Catalogue) -> None:
    written = {SAFETY: Adaptation(local_action="Réunir.")}
    before, after = drafts(
        catalogue,
        replace(WITH_A_BANK, texts={"evaluation": "Un comité."}),
        contract(adaptations=written, texts={"evaluation": "Deux comités."}),
    )

    found = contract_changes(before, after)

    assert list(dict.fromkeys(change.subject for change in found)) == [
        Subject.SIGNATORIES,
        Subject.NATIONAL,
        Subject.COMMITMENTS,
        Subject.TEXTS,
    ]


def test_a_clause_that_is_gone_stands_where_it_stood(catalogue: Catalogue) -> None:
    before = assemble(catalogue, contract())
    order = [entry.commitment.id for entry in before.entries()]
    first, *_, last = order
    out = Adaptation(included=False, reason_excluded="Sans objet.")
    kept = {one: Adaptation(lead="La Ville") for one in reversed(order[1:-1])}
    after = assemble(catalogue, contract(adaptations={**kept, last: out, first: out}))

    for found in (contract_changes(before, after), version_changes(after, before)):
        national = [change.id for change in found if change.subject is Subject.NATIONAL]
        written = [change.id for change in found if change.subject is Subject.COMMITMENTS]
        assert list(dict.fromkeys(national)) == [first, last]
        assert list(dict.fromkeys(written)) == order


def test_a_clause_that_leaves_with_its_signatory_keeps_its_place_among_those_of_its_volet(
    catalogue: Catalogue,
) -> None:
    before, after = drafts(catalogue, WITH_A_BANK, contract("etat epci commune departement region caf"))
    volets = [section.title for section in catalogue.sections_in(after.outline)]

    found = [change for change in contract_changes(before, after) if change.subject is Subject.NATIONAL]

    assert {bool(change.after) for change in found} == {True, False}
    assert [change.place for change in found] == sorted((change.place for change in found), key=volets.index)


def test_local_commitments_stand_in_the_order_of_their_volets(catalogue: Catalogue) -> None:
    equality, health, jobs = (
        LocalCommitment(f"local-{number}", volet, "Ouvrir.")
        for number, volet in ((1, "egalite-femmes-hommes"), (3, "sante"), (2, "emploi-formation-insertion"))
    )
    before, after = drafts(
        catalogue,
        contract(local_commitments=(jobs, equality)),
        contract(local_commitments=(health,)),
    )

    found = contract_changes(before, after)

    assert [about[0].id for about in together(found)] == ["local-1", "local-3", "local-2"]


def test_what_was_written_for_a_clause_comes_and_goes_with_it(catalogue: Catalogue) -> None:
    written = {OF_THE_BANK: Adaptation(local_action="Ouvrir un guichet.", lead="La Ville")}
    without, with_bank = drafts(
        catalogue, contract(adaptations=written), replace(WITH_A_BANK, adaptations=written)
    )

    come, gone = contract_changes(without, with_bank), contract_changes(with_bank, without)

    assert ("", "Ouvrir un guichet.") in {(change.before, change.after) for change in come}
    assert ("Ouvrir un guichet.", "") in {(change.before, change.after) for change in gone}


def test_what_was_written_for_a_clause_that_neither_has_is_compared_and_not_amended(
    catalogue: Catalogue,
) -> None:
    first, second = (Adaptation(local_action=f"Ouvrir {number} guichets.") for number in (2, 3))
    before, after = drafts(
        catalogue, contract(adaptations={OF_THE_BANK: first}), contract(adaptations={OF_THE_BANK: second})
    )

    assert [change.after for change in version_changes(before, after)] == ["Ouvrir 3 guichets."]
    assert contract_changes(before, after) == ()


def test_what_was_written_for_a_clause_that_is_left_out_goes_with_it(catalogue: Catalogue) -> None:
    kept = Adaptation(local_action="Réunir.")
    out = replace(kept, included=False, reason_excluded="Sans objet.")
    before, after = drafts(
        catalogue, contract(adaptations={SAFETY: kept}), contract(adaptations={SAFETY: out})
    )

    said = {change.label: (change.before, change.after) for change in contract_changes(before, after)}

    assert said["Action locale"] == ("Réunir.", "")
    assert said["Motif, s’il est écarté"] == ("", "Sans objet.")


def test_a_clause_that_is_put_back_comes_back_and_its_reason_is_not_a_provision(catalogue: Catalogue) -> None:
    out = Adaptation(included=False, reason_excluded="Sans objet.")
    before, after = drafts(catalogue, contract(adaptations={SAFETY: out}), contract())

    found, compared = contract_changes(before, after), version_changes(before, after)

    assert {change.before for change in found} == {""}
    assert found[0].field == "words"
    assert ("Sans objet.", "") in {(change.before, change.after) for change in compared}
    assert not [change for change in compared if change.field == "included"]


def test_a_text_goes_with_the_place_that_held_it(catalogue: Catalogue) -> None:
    quartier = Quartier("QN09101M", "Les Pyramides", ())
    territory = replace(contract().territory, quartiers=(quartier,))
    held = contract(outline="2024-2030", territory=territory, texts={"quartier.QN09101M": "Rénover."})
    other_trame, other_territory = (
        replace(held, outline="2014-2020"),
        replace(held, territory=contract().territory),
    )

    for after in (other_trame, other_territory):
        found = contract_changes(*drafts(catalogue, held, after))
        gone = {
            change.label: (change.before, change.after) for change in found if change.subject is Subject.TEXTS
        }
        assert gone == {"Projet du quartier Les Pyramides": ("Rénover.", "")}


def test_local_commitments_bear_the_numbers_of_the_contract_that_is_amended(catalogue: Catalogue) -> None:
    health = LocalCommitment("local-1", "sante", "Ouvrir une maison de santé.", Adaptation())
    equality = LocalCommitment("local-2", "egalite-femmes-hommes", "Ouvrir un accueil de jour.", Adaptation())
    signed = contract(local_commitments=(health, equality))
    more = LocalCommitment("local-3", "sante", "Former.", Adaptation())
    before, after = drafts(catalogue, signed, replace(signed, local_commitments=(equality, more)))

    names = {change.id: change.name for change in contract_changes(before, after)}

    assert names == {
        "local-1": f"Engagement local\u00a0{before.local_numbers['local-1']}",
        "local-3": "Nouvel engagement local",
    }
    assert before.local_numbers["local-1"] == 2


def test_a_fact_is_amended_in_the_words_of_the_contract_however_it_came_to_be_known(
    catalogue: Catalogue,
) -> None:
    asked = contract(facts={"zsp": False, "veille_active": True}, facts_reason="Dit par la préfecture.")
    town = replace(asked.territory, communes=(Commune("69001", "Ville-Exemple", 50_000),))
    before, after = drafts(catalogue, asked, replace(asked, facts={"zsp": True}, territory=town))

    found = [change for change in contract_changes(before, after) if change.field.startswith("fact.")]
    compared = [change for change in version_changes(before, after) if change.field.startswith("fact.")]

    assert [(change.before, change.after) for change in found] == [
        ("Aucune ville moyenne dans le territoire", "Territoire qui compte une ville moyenne"),
        (
            "Aucun quartier n’a été classé en zone de sécurité prioritaire",
            "Un quartier au moins a été classé en zone de sécurité prioritaire",
        ),
        ("Un quartier au moins a été placé en veille active", "À préciser"),
    ]
    assert compared == found


def test_what_was_answered_and_changes_nothing_in_the_contract_is_no_provision(catalogue: Catalogue) -> None:
    before, after = drafts(
        catalogue, contract(), contract(facts={"ile_de_france": False}, facts_reason="Sûr.")
    )

    assert version_changes(before, after)
    assert contract_changes(before, after) == ()


def test_the_name_of_the_file_is_compared_and_not_amended(catalogue: Catalogue) -> None:
    before, after = drafts(catalogue, contract(), replace(contract(), name="Un autre nom"))

    assert [change.label for change in version_changes(before, after)] == ["Nom du contrat"]
    assert contract_changes(before, after) == ()


def test_two_clauses_that_begin_alike_are_told_apart(catalogue: Catalogue) -> None:
    alike = read(altered({SPORTS: ((f"id: {NEW}\n", f"id: {GONE}\n"),)}))
    before = assemble(alike, contract(adaptations={GONE: Adaptation(lead="La Ville")}))
    after = assemble(catalogue, contract(adaptations={NEW: Adaptation(lead="L’agglomération")}))

    found = list(together(contract_changes(before, after)))

    assert [about[0].id for about in found] == [GONE, NEW, GONE, NEW]
    assert all(not change.before for about in found for change in about if change.id == NEW)
    assert all(not change.after for about in found for change in about if change.id == GONE)


def test_a_signatory_that_the_catalogue_no_longer_knows_is_named_when_it_leaves(catalogue: Catalogue) -> None:
    caf = next(partner for partner in catalogue.partners if partner.id == "caf")
    today = replace(catalogue, partners=tuple(one for one in catalogue.partners if one != caf))
    before = assemble(catalogue, contract("etat epci commune departement region caf"))

    found = contract_changes(before, assemble(today, contract()))

    (signatories,) = [change for change in found if change.subject is Subject.SIGNATORIES]
    assert caf.title in signatories.before
    assert caf.title not in signatories.after


def test_what_stays_as_it_is_is_counted(catalogue: Catalogue) -> None:
    kept, written = Adaptation(local_action="Réunir."), Adaptation(local_action="Former.")
    before, after = drafts(
        catalogue, contract(adaptations={SAFETY: kept}), contract(adaptations={SAFETY: written})
    )
    agreed = assemble(catalogue, contract(adaptations={SAFETY: replace(kept, state=State.AGREED)}))
    fresh, more = drafts(catalogue, contract(), WITH_A_BANK)
    joined = {change.id for change in of_clauses(fresh, more, "carriers")} & ids(fresh)

    assert left_of(before, agreed) == len(ids(before))
    assert left_of(before, after) == len(ids(before)) - 1
    assert joined
    assert left_of(fresh, more) == len(ids(fresh) - joined)


def left_of(before: Draft, after: Draft) -> int:
    return untouched(contract_changes(before, after), before, after)
