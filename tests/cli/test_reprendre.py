"""The command that takes over a contract made elsewhere."""

from pathlib import Path

from tests.commands import printed_json, run
from tests.formats.foreign.pdfs import PROSE, Page, pdf, rule, write


def _contract(page: Page) -> None:
    write(page, 60, 80, "Contrat de ville de la Communauté de communes du Val imaginaire", size=16)
    write(page, 60, 120, *PROSE)
    write(page, 60, 200, "Fiche action 1 : Ouvrir un centre", size=14)
    rule(page, [60, 200, 500], [220, 250, 280])
    for rank, (label, said) in enumerate((("Pilote", "ARS"), ("Échéance", "2027"))):
        write(page, 65, 238 + rank * 30, label, bold=True)
        write(page, 205, 238 + rank * 30, said)


def test_a_pdf_is_taken_over_as_pieces_with_their_pages(tmp_path: Path) -> None:
    file = tmp_path / "ancien.pdf"
    file.write_bytes(pdf(_contract))

    read = printed_json("reprendre", file, "--json")

    assert list(read) == ["refused", "file", "pages", "pieces", "unplaced", "set_aside", "profile"]
    [lead] = [one for one in read["pieces"] if one["field"] == "lead"]
    assert (lead["value"], lead["page"]) == ("ARS", 1)
    assert [one["text"] for one in read["unplaced"]][1:] == list(PROSE)


def test_the_profile_that_it_writes_makes_a_draft(tmp_path: Path) -> None:
    file, profile = tmp_path / "ancien.pdf", tmp_path / "profil.json"
    file.write_bytes(pdf(_contract))

    said = run("reprendre", file, "--output", profile)
    draft = printed_json("draft", profile, "--json")

    assert "1\u00a0action\n" in said.stdout
    assert draft["territory"]["name"].startswith("Communauté de communes du Val imaginaire")


def test_a_file_that_is_no_contract_is_refused_in_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "photo.png"
    file.write_bytes(b"\x89PNG")

    refused = run("reprendre", file, "--json")

    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr.startswith("Ce fichier n’est ni un document Word, ni un .odt, ni un PDF")
