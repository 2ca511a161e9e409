"""What a contract still lacks: only what the law requires is an error, and all of it can be mended."""

from dataclasses import replace

import pytest

from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.draft import Draft, Finding, Level
from app.domain.profile import (
    Adaptation,
    Commune,
    LocalCommitment,
    Means,
    MeansKind,
    Profile,
    Quartier,
    Signatory,
    State,
)
from tests.examples import contract, small_territory

HEALTH = "affaires-sociales-sante-2013-3"
FULL_ACTION = Adaptation(
    local_action="Ouvrir une maison de santé.",
    lead="La commune",
    deadline="2028-12-31",
    indicator="Patients suivis",
    indicator_target="300",
    means=(Means(MeansKind.COMMON_LAW, "Commune", 10_000), Means(MeansKind.SPECIFIC, "État", 5_000)),
)


def found(draft: Draft, finding_id: str) -> Finding | None:
    return next((finding for finding in draft.checks if finding.id == finding_id), None)


def of_contents(catalogue: Catalogue, profile: Profile) -> set[str]:
    checks = assemble(catalogue, profile).checks
    return {one.id for one in checks if one.id.startswith(("contenu-", "texte-"))}


CONTENTS = {
    "2014-2020": "Loi n°\u00a02014-173, art. 6, IV, ",
    "2024-2030": "Décret n°\u00a02024-1037, art. 2, ",
}


@pytest.mark.parametrize("outline", CONTENTS)
def test_an_empty_contract_lacks_the_six_contents_of_its_generation(
    catalogue: Catalogue, outline: str
) -> None:
    draft, listed = assemble(catalogue, contract(outline=outline)), CONTENTS[outline]

    errors = [finding.why for finding in draft.checks if finding.why.startswith(listed)]

    assert {why.removeprefix(listed).split("°")[0] for why in errors} == set("123456")
    assert all(found.level is Level.ERROR for found in draft.checks if found.why in errors)


def test_an_action_with_its_figures_brings_the_contents_that_actions_can_bring(catalogue: Catalogue) -> None:
    profile = contract(adaptations={HEALTH: FULL_ACTION})

    lacking = of_contents(catalogue, profile)

    assert lacking == {
        "texte-pilotage",
        "texte-maire",
        "texte-participation",
        "texte-participation-moyens",
        "texte-ingenierie",
        "texte-indicateurs-nationaux",
        "texte-evaluation",
    }


def test_a_text_in_its_place_is_no_longer_lacking(catalogue: Catalogue) -> None:
    texts = dict.fromkeys(
        (
            "pilotage",
            "maire",
            "participation",
            "participation-moyens",
            "ingenierie",
            "indicateurs-nationaux",
            "evaluation",
        ),
        "Un comité se réunit.",
    )

    assert of_contents(catalogue, contract(adaptations={HEALTH: FULL_ACTION}, texts=texts)) == set()


def test_the_contract_of_2024_also_lacks_what_its_circular_expects(catalogue: Catalogue) -> None:
    draft = assemble(catalogue, contract(outline="2024-2030"))

    expected = found(draft, "texte-revision-2027")

    assert expected is not None
    assert expected.level is Level.WARNING
    assert expected.place == "text:revision-2027"
    assert found(assemble(catalogue, contract()), "texte-revision-2027") is None


OVERSEAS, MAINLAND = small_territory("971"), small_territory("69")


def asked(catalogue: Catalogue, place: str, **changes: object) -> tuple[Level, str] | None:
    """How seriously an empty place is said to lack in a contract of 2024-2030, and by which text."""
    one = found(assemble(catalogue, contract(outline="2024-2030", **changes)), f"texte-{place}")
    return (one.level, one.why) if one else None


def test_the_conduct_of_actions_is_asked_for_by_nothing_and_the_steering_body_by_the_law(
    catalogue: Catalogue,
) -> None:
    steering = asked(catalogue, "pilotage")

    assert asked(catalogue, "conduite") is None
    assert steering is not None
    assert steering[0] is Level.ERROR
    assert "art. 6, I, al. 7" in steering[1]


@pytest.mark.parametrize(
    ("place", "level", "cited"),
    [
        ("participation", Level.ERROR, "art. 1ᵉʳ, I, al. 5"),
        ("participation-moyens", Level.WARNING, "un lieu et des moyens dédiés"),
        ("maire", Level.ERROR, "art. 6, I, al. 6"),
        ("evaluation", Level.ERROR, "Observatoire national de la politique de la ville"),
        ("associations", Level.WARNING, "Circulaire du 31 août 2023"),
        ("revue-annuelle", Level.WARNING, "Circulaire du 7 novembre 2024"),
        ("rapport-annuel", Level.INFO, "art. L. 1111-2"),
        ("revision-2027", Level.WARNING, "Circulaire du 31 août 2023"),
        ("annexe-cartes", Level.INFO, "Le contrat nomme ses quartiers"),
    ],
)
def test_each_text_asks_for_its_own_place_at_its_own_strength(
    catalogue: Catalogue, place: str, level: Level, cited: str
) -> None:
    lacking = asked(catalogue, place)

    assert lacking is not None
    assert lacking[0] is level
    assert cited in lacking[1]
    others = {"31 août 2023", "4 janvier 2024", "7 novembre 2024"}
    assert sum(day in lacking[1] for day in others) <= 1


def test_investment_is_demanded_overseas_and_expected_on_the_mainland(catalogue: Catalogue) -> None:
    overseas, mainland = (asked(catalogue, "investissement", territory=one) for one in (OVERSEAS, MAINLAND))

    assert overseas is not None
    assert mainland is not None
    assert "« devront »" in overseas[1].replace("\u00a0", " ")
    assert "« pourront »" in mainland[1].replace("\u00a0", " ")


@pytest.mark.parametrize("place", ["associations", "revue-annuelle", "revision-2027"])
def test_a_circular_of_the_mainland_asks_for_nothing_overseas(catalogue: Catalogue, place: str) -> None:
    assert asked(catalogue, place, territory=MAINLAND) is not None
    assert asked(catalogue, place, territory=OVERSEAS) is None


@pytest.mark.parametrize(("place", "fact"), [("npnru-cadre", "renouvellement_urbain")])
def test_the_frame_of_renewal_is_asked_for_where_a_project_is_on(
    catalogue: Catalogue, place: str, fact: str
) -> None:
    said = {value: asked(catalogue, place, facts={fact: value}) for value in (True, False)}

    assert said[True] is not None
    assert said[False] is asked(catalogue, place) is None


@pytest.mark.parametrize(
    ("place", "partner"), [("annexe-tfpb", "bailleurs"), ("annexe-pacte-financier", "epci")]
)
def test_an_annexe_is_asked_for_where_its_signatory_signs(
    catalogue: Catalogue, place: str, partner: str
) -> None:
    assert asked(catalogue, place, partners=f"etat {partner}") is not None
    assert asked(catalogue, place, partners="etat") is None


def test_an_action_without_a_lead_or_means_is_said_for_its_volet(catalogue: Catalogue) -> None:
    draft = assemble(catalogue, contract(adaptations={HEALTH: Adaptation(local_action="Ouvrir.")}))

    ids = {finding.id for finding in draft.checks if finding.place == "section:sante"}

    assert ids == {"pilote-sante", "echeance-sante", "indicateur-sante", "moyens-sante"}


def test_indicators_of_equality_are_expected_by_sex(catalogue: Catalogue) -> None:
    measured = Adaptation(local_action="Former.", indicator="Agents formés")

    def checks(adaptation: Adaptation) -> Draft:
        local = LocalCommitment("local-1", "egalite-femmes-hommes", "Former.", adaptation)
        return assemble(catalogue, contract(local_commitments=(local,)))

    assert found(checks(measured), "sexe-egalite-femmes-hommes")
    by_sex = Adaptation(local_action="Former.", indicator="Agents formés", indicator_by_sex=True)
    assert not found(checks(by_sex), "sexe-egalite-femmes-hommes")


def test_a_finding_about_actions_names_each_of_them(catalogue: Catalogue) -> None:
    local = LocalCommitment("local-1", "sante", "Former.", Adaptation(local_action="Former."))
    done = contract(adaptations={HEALTH: FULL_ACTION}, local_commitments=(local,))

    finding = found(assemble(catalogue, done), "pilote-sante")

    assert finding is not None
    assert finding.commitments == ("local-1",)


def test_leaving_out_without_a_reason_is_said(catalogue: Catalogue) -> None:
    silent = contract(adaptations={HEALTH: Adaptation(included=False)})
    with_reason = contract(adaptations={HEALTH: Adaptation(included=False, reason_excluded="Fait ailleurs.")})

    finding = found(assemble(catalogue, silent), "motifs")

    assert finding is not None
    assert (finding.level, finding.commitments) == (Level.INFO, (HEALTH,))
    assert not found(assemble(catalogue, with_reason), "motifs")


def test_an_agreement_on_an_empty_action_is_said(catalogue: Catalogue) -> None:
    empty = contract(adaptations={HEALTH: Adaptation(state=State.AGREED)})
    written = contract(adaptations={HEALTH: Adaptation(local_action="Ouvrir.", state=State.AGREED)})

    finding = found(assemble(catalogue, empty), "convenus")

    assert finding is not None
    assert (finding.level, finding.commitments) == (Level.INFO, (HEALTH,))
    assert not found(assemble(catalogue, written), "convenus")


def test_a_missing_deliberation_is_said_of_assemblies_and_not_of_the_state(catalogue: Catalogue) -> None:
    named = (
        Signatory("etat", "L’État"),
        Signatory("commune", "la Ville d’Ici"),
        Signatory("commune", "la Ville de Là", deliberation="2026-12"),
    )

    finding = found(assemble(catalogue, contract("etat commune caf", signatories=named)), "deliberations")
    none = found(assemble(catalogue, contract("etat caf", signatories=named[:1])), "deliberations")

    assert finding is not None
    assert (finding.level, finding.place) == (Level.INFO, "signatories")
    assert finding.message == "Délibération à indiquer\u00a0: la Ville d’Ici."
    assert none is None


def test_a_local_commitment_is_an_action_of_its_volet(catalogue: Catalogue) -> None:
    local = LocalCommitment("local-1", "sante", "Ouvrir un centre de santé.")

    draft = assemble(catalogue, contract(local_commitments=(local,)))

    assert not found(draft, "action-sante")
    assert next(one for one in draft.sections if one.section.id == "sante").local == (local,)


def test_a_signatory_whose_representative_is_named_is_not_counted(catalogue: Catalogue) -> None:
    named = (Signatory("etat", "L’État", representative="Mme Exemple", title="préfète"),)

    finding = found(assemble(catalogue, contract(signatories=named)), "representants")

    assert finding is not None
    assert "4 sur 5" in finding.message


def test_every_finding_says_why_and_where(catalogue: Catalogue) -> None:
    bare = Profile("Vide", small_territory(), partners=())

    checks = assemble(catalogue, bare).checks

    assert all(finding.why and finding.place for finding in checks)


def test_what_was_written_for_a_commitment_that_is_gone_is_said(catalogue: Catalogue) -> None:
    draft = assemble(catalogue, contract(adaptations={"disparu-1": Adaptation(local_action="Ouvrir.")}))

    finding = found(draft, "hors-catalogue")

    assert finding is not None
    assert "disparu-1" in finding.message
    assert not found(assemble(catalogue, contract()), "hors-catalogue")


BLANKS = (" ", "\u200b", "\u2060", "\ufeff", "\u00ad\u00ad", "\u0301", "\u3164", "\u2800", "\u202f\n\u00a0")


def filled_with(text: str, catalogue: Catalogue, amount: int | None = None) -> Profile:
    """A contract of which every place to write holds this text."""
    places = [place.id for chapter in catalogue.outline.chapters for place in chapter.places]
    means = tuple(Means(kind, text, amount) for kind in MeansKind)
    action = Adaptation(
        local_action=text,
        lead=text,
        deadline=text,
        indicator=text,
        indicator_target=text,
        resources=text,
        means=means,
    )
    signatories = tuple(
        Signatory(partner, partner, text, text, text, text, text) for partner in contract().partners
    )
    return contract(adaptations={HEALTH: action}, texts=dict.fromkeys(places, text), signatories=signatories)


@pytest.mark.parametrize("blank", BLANKS)
def test_no_finding_is_cleared_by_what_nobody_can_see(catalogue: Catalogue, blank: str) -> None:
    empty, unseen = (assemble(catalogue, filled_with(text, catalogue)) for text in ("", blank))

    assert {one.id for one in empty.checks} <= {one.id for one in unseen.checks}


@pytest.mark.parametrize("word", ["mot", "Mot.", "mot mot", "…", "à"])
def test_the_same_word_everywhere_clears_nothing_that_the_law_asks(catalogue: Catalogue, word: str) -> None:
    asked = of_contents(catalogue, filled_with("", catalogue))

    assert asked <= of_contents(catalogue, filled_with(word, catalogue))


def test_every_content_is_cleared_by_what_a_person_can_read(catalogue: Catalogue) -> None:
    complete = filled_with("Un comité de 12 habitants se réunit.", catalogue, amount=1_000)

    assert of_contents(catalogue, complete) == set()


@pytest.mark.parametrize(("target", "lacks"), [("Davantage", True), ("300", False), ("Dix de plus", False)])
def test_a_figured_objective_has_a_figure(catalogue: Catalogue, target: str, lacks: bool) -> None:
    profile = contract(adaptations={HEALTH: replace(FULL_ACTION, indicator_target=target)})

    assert ("contenu-objectifs" in of_contents(catalogue, profile)) is lacks


@pytest.mark.parametrize("amount", [None, 0])
def test_a_funder_without_an_amount_is_no_means(catalogue: Catalogue, amount: int | None) -> None:
    means = tuple(Means(kind, "Commune", amount) for kind in MeansKind)
    profile = contract(adaptations={HEALTH: replace(FULL_ACTION, means=means)})

    draft = assemble(catalogue, profile)

    assert {"contenu-droit-commun", "contenu-moyens-specifiques"} <= of_contents(catalogue, profile)
    assert found(draft, "moyens-sante")


def test_one_word_is_an_indicator_unless_it_answers_everything(catalogue: Catalogue) -> None:
    single = contract(adaptations={HEALTH: replace(FULL_ACTION, indicator="Fréquentation")})

    assert "contenu-indicateurs" not in of_contents(catalogue, single)


def test_each_commune_has_its_representative_looked_at(catalogue: Catalogue) -> None:
    named = (
        Signatory("commune", "la Ville d’Ici", representative="Mme Exemple"),
        Signatory("commune", "la Ville de Là", title="maire"),
    )

    finding = found(assemble(catalogue, contract("commune", signatories=named)), "representants")

    assert finding is not None
    assert "1 sur 2 (la Ville de Là)" in finding.message


TWO_COMMUNES = replace(
    small_territory(),
    communes=(
        Commune("69381", "L’Haÿ"),
        Commune("69382", "L’Haÿ-les-Roses"),
        Commune("69383", "Sans Quartier"),
    ),
    quartiers=(Quartier("QN06901M", "Ici", ("69381",)), Quartier("QN06902M", "Là", ("69382",))),
)


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ((), "2 sur 2 (L’Haÿ, L’Haÿ-les-Roses)"),
        (("la Ville de L’HAY les Roses",), "1 sur 2 (L’Haÿ)"),
        (("mairie de L'Hay",), "1 sur 2 (L’Haÿ-les-Roses)"),
        (("la Ville de L’Haÿ-les-Roses", "L’Haÿ"), None),
    ],
)
def test_each_commune_that_has_a_quartier_needs_a_representative_be_it_named_or_not(
    catalogue: Catalogue, names: tuple[str, ...], said: str | None
) -> None:
    signatories = tuple(Signatory("commune", name, representative="Mme Exemple") for name in names)
    profile = contract("commune", signatories=signatories, territory=TWO_COMMUNES)

    finding = found(assemble(catalogue, profile), "representants")

    assert (finding.message if finding else None) == (
        f"Signataires dont le représentant n’est pas nommé\u00a0: {said}." if said else None
    )


def test_communes_that_do_not_sign_need_no_representative(catalogue: Catalogue) -> None:
    named = (Signatory("etat", "l’État", representative="Mme Exemple"),)

    draft = assemble(catalogue, contract("etat", signatories=named, territory=TWO_COMMUNES))

    assert not found(draft, "representants")
