"""The fiches of all the signatories, or of all the quartiers, in one zip."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from app.documents import archive
from app.documents.archive import ArchiveRefused, Collection, write_archive
from app.documents.word import RenderOptions
from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.profile import Adaptation, LocalCommitment, Quartier, Signatory, Territory
from tests.documents.word.conftest import DAY
from tests.documents.word.reading import whole_text
from tests.examples import contract

QUARTIERS = (Quartier("QN06901M", "La Plaine", ()), Quartier("QN06902M", "Le Mont", ()))
LYON = Territory("commune", "69123", "Lyon", quartiers=QUARTIERS)


def names(catalogue: Catalogue, collection: Collection, **said: object) -> list[str]:
    target = BytesIO()
    draft = assemble(catalogue, contract("autre", **said))
    write_archive(draft, RenderOptions(on=DAY), collection, None, target)
    with ZipFile(target) as made:
        assert all(whole_text(made.read(name)) for name in made.namelist())
        return made.namelist()


def test_each_signatory_with_something_to_carry_has_a_file_of_its_own(catalogue: Catalogue) -> None:
    signatories = tuple(Signatory("autre", name) for name in ("le Centre", "le Club", "« le Centre »"))
    led = tuple(
        LocalCommitment(f"local-{rank}", "sante", "Accueillir.", Adaptation(lead=name))
        for rank, name in enumerate(("le Centre", "« le Centre »"), start=1)
    )

    made = names(catalogue, Collection.SIGNATORIES, signatories=signatories, local_commitments=led)

    assert made == ["le-centre.docx", "le-centre-2.docx"]


def test_each_quartier_has_a_file_of_its_own(catalogue: Catalogue) -> None:
    made = names(catalogue, Collection.QUARTIERS, territory=LYON)

    assert made == ["qn06901m-la-plaine.docx", "qn06902m-le-mont.docx"]


def test_an_archive_of_nothing_or_of_too_much_is_refused(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ArchiveRefused, match="pas de quartier"):
        names(catalogue, Collection.QUARTIERS)

    monkeypatch.setattr(archive, "MOST_FILES", 1)
    with pytest.raises(ArchiveRefused, match="1 fiches au plus"):
        names(catalogue, Collection.QUARTIERS, territory=LYON)
