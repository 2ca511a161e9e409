"""What each commitment is worth today: one reading for each, which does not contradict itself."""

import pytest

from app.catalogue import CatalogueRefused, load, read
from app.domain.catalogue import Catalogue, Scope
from app.domain.rules import AS_WRITTEN, Confidence, DefaultPlace, Ground, Standing
from app.settings import resource

JUSTICE, SPORTS = "conventions/justice-2013.yaml", "conventions/sports-jeunesse-2013.yaml"
EDUCATION, TOWNS = "conventions/education-2013.yaml", "conventions/acuf-amgvf-2013.yaml"
OURS = "Selon notre lecture, à vérifier :"


def test_only_what_is_wholly_over_and_known_to_be_leaves_the_body(catalogue: Catalogue) -> None:
    gone = [
        leaf.commitment.reading
        for leaf in catalogue.leaves
        if leaf.commitment.reading.place is DefaultPlace.HISTORICAL
    ]

    assert gone
    assert all(one.standing in {Standing.ENDED, Standing.SPENT} and one.is_certain for one in gone)


def test_a_reading_is_worded_by_how_sure_it_is(catalogue: Catalogue) -> None:
    for leaf in catalogue.leaves:
        one = leaf.commitment.reading
        if one.reason and one.confidence is not Confidence.VERIFIED:
            assert one.reason.startswith(OURS), leaf.commitment.id
        if one.ground is Ground.OWN_WORDS:
            assert OURS not in one.reason, leaf.commitment.id


def test_the_clauses_of_the_mandatory_volets_stay_in_the_body_unless_they_are_over(
    catalogue: Catalogue,
) -> None:
    mandatory = {section.id for section in catalogue.sections if section.mandatory}

    out = {
        leaf.commitment.id
        for leaf in catalogue.leaves
        if leaf.commitment.section in mandatory and not leaf.commitment.reading.place.in_body
    }

    assert out == {"droits-des-femmes-2013-2-2"}


def test_a_mixed_clause_quotes_what_is_over(catalogue: Catalogue) -> None:
    mixed = [leaf.commitment for leaf in catalogue.leaves if leaf.commitment.reading.over]

    assert all(one.reading.standing is Standing.MIXED for one in mixed)
    assert all(passage in one.text for one in mixed for passage in one.reading.over)


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        (SPORTS, "standing: renamed", "standing: rebaptisé", "état inconnu « rebaptisé »"),
        (SPORTS, "place: national", "place: ailleurs", "place inconnue « ailleurs »"),
        (SPORTS, "        reading: {standing: in_force, place: body}\n", "", "lecture manquante"),
        (SPORTS, "{standing: in_force, place: body}", "{standing: ended, place: body}", "incompatible avec"),
        (
            SPORTS,
            "{standing: in_force, place: body}",
            "{standing: ended, place: body_flagged}",
            "dites pourquoi",
        ),
        (SPORTS, "ground: scheme", "ground: rumeur", "fondement inconnu « rumeur »"),
        (SPORTS, "schemes: [cnds]\n          reason", "schemes: [zsp]\n          reason", "ne le nomme pas"),
        (SPORTS, "          schemes: [cnds]\n          reason", "          reason", "« schemes » va avec"),
        (SPORTS, '          confidence: "verified"\n', "", "clé manquante « confidence »"),
        (SPORTS, '"verified"', '"general knowledge"', "ce qui n’est pas vérifié commence par"),
        (JUSTICE, 'confidence: "unsure"', 'confidence: "verified"', "demande un dispositif vérifié"),
        (
            JUSTICE,
            "{standing: national, place: national}",
            "{standing: in_force, place: body}",
            "portée nationale",
        ),
        (
            EDUCATION,
            'place: historical\n          ground: scheme\n          confidence: "verified"',
            'place: historical\n          ground: scheme\n          confidence: "unsure"',
            "ce qui quitte le corps",
        ),
        (TOWNS, '- "lancement du NPNRU"', '- "lancement du PNRU"', "ne figure pas dans le texte"),
        (TOWNS, "standing: mixed", "standing: renamed", "de lui seul"),
    ],
)
def test_a_reading_that_contradicts_itself_is_refused_with_its_line(
    name: str, old: str, new: str, message: str
) -> None:
    files = dict(load(resource("commitments")).files)
    text = files[name].decode()
    assert old in text
    files[name] = text.replace(old, new, 1).encode()

    with pytest.raises(CatalogueRefused) as refused:
        read(files)

    assert any(message in str(one) and str(one).startswith(f"{name}:") for one in refused.value.problems)


def test_a_catalogue_of_before_has_no_reading_and_keeps_what_is_national(catalogue: Catalogue) -> None:
    files = {
        name: "".join(_without_readings(content.decode().splitlines(keepends=True))).encode()
        if name.startswith("conventions/")
        else content
        for name, content in catalogue.files.items()
    }

    former = read(files)

    for leaf in former.leaves:
        one = leaf.commitment
        assert one.reading == AS_WRITTEN if one.scope is Scope.LOCAL else one.reading.place == "national"


def _without_readings(lines: list[str]) -> list[str]:
    kept: list[str] = []
    depth: int | None = None
    for line in lines:
        indent = len(line) - len(line.lstrip(" "))
        if depth is not None and indent > depth:
            continue
        depth = indent if line.strip().startswith("reading:") else None
        if depth is None:
            kept.append(line)
    return kept
