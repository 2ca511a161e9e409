"""What the writer leaves in a Word file so that what comes back is found again."""

import json
import re
import subprocess
import zlib
from base64 import b64decode
from collections import Counter
from hashlib import sha256
from pathlib import Path

import pytest
from lxml import etree

from app.cli.profiles import DEMONSTRATION
from app.documents.word import RenderOptions, write_draft
from app.documents.word.ooxml.controls import LONGEST_NAME, PLACEHOLDER, TO_FILL
from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.draft import Draft
from app.domain.fields import ADAPTATION, Group
from app.domain.profile import Adaptation, LocalCommitment, Orientation, Portrait, Quartier, Territory
from app.domain.profile_json import parse_json, profile_document, read_profile
from app.domain.views import extract, share_of
from tests.documents.word.conftest import DAY
from tests.documents.word.reading import W, control_text, root, text_of, whole_text
from tests.examples import contract


@pytest.fixture(scope="module")
def contract_file(catalogue: Catalogue) -> tuple[Draft, bytes]:
    """A contract with an action of several paragraphs, one of a line, and a local commitment."""
    whole = assemble(catalogue, contract())
    first, second = (entry.commitment.id for entry in list(whole.entries())[:2])
    adaptations = {
        first: Adaptation(local_action="Un.\n\n- Deux\n- Trois\n\nQuatre."),
        second: Adaptation(local_action="En une ligne.", deadline="2028-12-31"),
    }
    local = LocalCommitment("local-1", "sante", "Ouvrir un centre.", Adaptation(local_action="Ouvrir."))
    draft = assemble(catalogue, contract(adaptations=adaptations, local_commitments=(local,)))
    return draft, write_draft(draft, RenderOptions(on=DAY))


def places(content: bytes) -> list[etree._Element]:
    """The controls that bear a tag, in the order of the text."""
    return [node for node in root(content).iter(f"{W}sdt") if node.find(f"{W}sdtPr/{W}tag") is not None]


def test_each_control_has_a_number_and_a_tag_of_its_own(sample: tuple[Draft, bytes]) -> None:
    _, content = sample
    numbers = [node.find(f"{W}id").get(f"{W}val") for node in root(content).iter(f"{W}sdtPr")]
    tags = [node.find(f"{W}sdtPr/{W}tag").get(f"{W}val") for node in places(content)]

    assert all(number and number.isdigit() for number in numbers)
    assert len(numbers) == len(set(numbers))
    assert len(tags) == len(set(tags))
    assert max(len(tag.encode("utf-16-le")) // 2 for tag in tags) <= LONGEST_NAME


def test_the_name_of_each_control_tells_it_from_the_others(catalogue: Catalogue) -> None:
    profile = read_profile(parse_json(DEMONSTRATION.read_bytes()), catalogue)
    content = write_draft(assemble(catalogue, profile), RenderOptions(on=DAY))

    names = [node.get(f"{W}val") for node in root(content).iter(f"{W}alias")]

    assert len(names) > 1_000
    assert [name for name, times in Counter(names).items() if times > 1] == []


def test_no_place_can_be_deleted_by_accident(sample: tuple[Draft, bytes]) -> None:
    locks = {node.find(f"{W}sdtPr/{W}lock").get(f"{W}val") for node in places(sample[1])}

    assert locks == {"sdtLocked"}


def test_the_words_of_an_emptied_place_come_back(contract_file: tuple[Draft, bytes]) -> None:
    _, content = contract_file
    named = {node.get(f"{W}val") for node in root(content).iterfind(f".//{W}placeholder/{W}docPart")}
    glossary = root(content, "word/glossary/document.xml")

    assert (
        named
        == {PLACEHOLDER}
        == {node.get(f"{W}val") for node in glossary.iterfind(f".//{W}docPartPr/{W}name")}
    )
    assert text_of(glossary.find(f".//{W}docPartBody")) == TO_FILL
    used = {node.get(f"{W}val") for node in glossary.iter(f"{W}rStyle")}
    assert used <= {node.get(f"{W}styleId") for node in root(content, "word/glossary/styles.xml")}


def test_each_clause_is_bookmarked_by_its_id_and_an_action_at_both_ends(
    contract_file: tuple[Draft, bytes],
) -> None:
    draft, content = contract_file
    starts = [node.get(f"{W}name") for node in root(content).iter(f"{W}bookmarkStart")]
    ids = [entry.commitment.id for entry in draft.entries()]
    first = ids[0].replace("-", "_")

    assert {f"e_{one.replace('-', '_')}" for one in [*ids, "local-1"]} <= set(starts)
    assert [name for name in starts if name.startswith("f_")] == [f"f_{first}_a", f"f_{first}_z"]
    assert len(starts) == len(set(starts))
    assert all(re.fullmatch(r"\w{1,40}", name) for name in starts)


def test_a_bookmark_of_an_action_spans_one_paragraph(contract_file: tuple[Draft, bytes]) -> None:
    _, content = contract_file
    words = {}
    for paragraph in root(content).iter(f"{W}p"):
        for start in paragraph.iter(f"{W}bookmarkStart"):
            ends = [node.get(f"{W}id") for node in paragraph.iter(f"{W}bookmarkEnd")]
            assert start.get(f"{W}id") in ends
            words[start.get(f"{W}name")] = text_of(paragraph)

    assert [text for name, text in words.items() if name.startswith("f_")] == ["Un.", "Quatre."]


def test_what_is_said_on_a_line_of_its_own_is_found_by_its_tag(catalogue: Catalogue) -> None:
    first = next(iter(assemble(catalogue, contract()).entries())).commitment.id
    said = Adaptation(local_action="Ouvrir.", start="2027", deadline="2028", review="Vu.")
    content = write_draft(assemble(catalogue, contract(adaptations={first: said})), RenderOptions(on=DAY))

    found = {tag: control_text(content, f"{first}.{tag}") for tag in ("debut", "echeance", "revue")}

    assert found == {"debut": "2027", "echeance": "2028", "revue": "Vu."}


def test_each_field_of_an_action_has_a_tag_of_its_own() -> None:
    apart = {"local_action", "means", "place"}
    tags = [one.tag for one in ADAPTATION if one.group is not Group.CONTRACT and one.id not in apart]

    assert all(tags)
    assert len(tags) == len(set(tags))


def base(content: bytes) -> etree._Element:
    """The custom XML that says what the file was made from."""
    return root(content, "customXml/item1.xml")


def profile_joined(content: bytes) -> bytes:
    return zlib.decompress(b64decode(base(content).findtext("{*}profile")))


def test_the_profile_is_joined_and_read_back_whole(contract_file: tuple[Draft, bytes]) -> None:
    draft, content = contract_file
    joined = profile_joined(content)
    properties = {node.get("name"): node[0].text for node in root(content, "docProps/custom.xml")}

    assert json.loads(joined) == profile_document(draft.profile, draft.catalogue.hash)
    assert base(content).get("profile") == sha256(joined).hexdigest() == properties["Empreinte des données"]
    assert base(content).get("catalogue") == draft.catalogue.hash
    assert read_profile(parse_json(joined), draft.catalogue) == draft.profile


def test_the_contract_is_named_and_without_its_data_nothing_is_joined(catalogue: Catalogue) -> None:
    options = RenderOptions(on=DAY, version=3, contract="c0ffee", data=False)
    content = write_draft(assemble(catalogue, contract()), options)
    properties = {node.get("name"): node[0].text for node in root(content, "docProps/custom.xml")}

    assert dict(base(content).attrib) == {
        "contract": "c0ffee",
        "version": "3",
        "date": str(DAY),
        "catalogue": catalogue.hash,
    }
    assert len(base(content)) == 0
    assert properties["Contrat"] == "c0ffee"
    assert "Empreinte des données" not in properties


def test_an_extract_joins_nothing_that_it_does_not_show(catalogue: Catalogue) -> None:
    everybody = " ".join(partner.id for partner in catalogue.partners)
    ids = [entry.commitment.id for entry in assemble(catalogue, contract(everybody)).entries()]
    adaptations = {
        id_: Adaptation(
            included=rank % 5 > 0,
            local_action=f"Secret action {id_}.",
            review=f"Secret revue {id_}.",
            reason_excluded=f"Secret motif {id_}.",
        )
        for rank, id_ in enumerate(ids)
    }
    places_to_write = [place.id for chapter in catalogue.outline.chapters for place in chapter.places]
    quartiers = (Quartier("QN00101M", "Amont", ("01004",)),)
    territory = Territory("commune", "01004", "Ambérieu-en-Bugey", quartiers=quartiers)
    profile = contract(
        everybody,
        territory=territory,
        adaptations=adaptations,
        facts_reason="Secret des faits.",
        local_commitments=(
            LocalCommitment("local-1", "sante", "Secret local.", Adaptation(lead="Personne")),
        ),
        texts={place: f"Secret chapitre {place}." for place in places_to_write},
        portraits={"QN00101M": Portrait(challenges="Secret portrait.")},
        orientations=(Orientation("orientation-1", "Secret orientation", objectives=()),),
    )
    whole = assemble(catalogue, profile)
    own = extract(whole, share_of(whole, "procureur"))
    content = write_draft(own, RenderOptions(on=DAY))

    joined = profile_joined(content).decode()
    shown = {entry.commitment.id for entry in own.entries()}

    assert shown
    assert set(json.loads(joined)["adaptations"]) == shown
    said = set(re.findall(r"Secret[^\"]*", joined))
    assert said
    assert [secret for secret in said if secret not in whole_text(content)] == []


def test_libreoffice_keeps_the_base_and_the_bookmarks(
    contract_file: tuple[Draft, bytes], tmp_path: Path
) -> None:
    """What it loses is known: version 7.4 drops the tags, so the marks must bring the text back."""
    draft, content = contract_file
    source = tmp_path / "contrat.docx"
    source.write_bytes(content)
    own = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    convert = ["soffice", own, "--headless", "--convert-to", "docx", "--outdir", str(tmp_path / "saved")]
    subprocess.run([*convert, str(source)], check=True, capture_output=True, timeout=240)
    saved = (tmp_path / "saved" / "contrat.docx").read_bytes()

    def bookmarks(file: bytes) -> set[str]:
        names = {node.get(f"{W}name") for node in root(file).iter(f"{W}bookmarkStart")}
        return {name for name in names if name.startswith(("e_", "f_"))}

    assert bookmarks(saved) == bookmarks(content)
    assert profile_joined(saved) == profile_joined(content)
    properties = {node.get("name"): node[0].text for node in root(saved, "docProps/custom.xml")}
    assert properties["Empreinte des données"] == base(content).get("profile")
    assert draft.catalogue.hash == properties["Empreinte du catalogue"]
