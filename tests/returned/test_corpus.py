"""Returned files made of today's draft and of the former one: what was done to each is read, and no more.

`python -m benchmarks.returned` reads them all, and what LibreOffice saves.
"""

import pytest

from app.formats import FileRefused
from app.formats.returned import open_package, read_draft, read_returned, reopen, returned_document, sent_of
from benchmarks.returned_score import score
from tests.returned.cases import TODAY, Case
from tests.returned.corpus import EDITED, SAVED, Corpus, File

READ = (
    "version-52aeb19 / champ modifié / cible, sans suivi",
    "aujourd’hui / champ modifié / deux auteurs imbriqués",
    "aujourd’hui / champ rempli / tous les champs, sans suivi",
    "aujourd’hui / dates, montants, noms / date périmée dans le contrôle",
    "aujourd’hui / gras, liens, listes / puce ajoutée, suivi",
    "aujourd’hui / gras, liens, listes / marque de paragraphe supprimée",
    "aujourd’hui / chapitres, signataires / après un chapitre, suivi",
    "aujourd’hui / chapitres, signataires / visa rempli, sans suivi",
    "version-52aeb19 / hors des champs / texte fixe, sans suivi",
    "version-52aeb19 / hors des champs / texte fixe supprimé, sans suivi",
    "aujourd’hui / hors des champs / mots d’un texte fixe supprimés, suivi",
    "aujourd’hui / hors des champs / texte fixe supprimé, sans suivi",
    "aujourd’hui / hors des champs / image",
    "aujourd’hui / commentaires / remarque supprimée",
    "aujourd’hui / Google Docs (imité) / plusieurs champs, suivi (plusieurs changements)",
    "version-52aeb19 / Google Docs (imité) / tel quel (enregistré sans changement)",
    "version-52aeb19 / LibreOffice 25.2 (imité) / une clause déplacée, une supprimée, suivi "
    "(plusieurs changements)",
)
"""One file of each kind; the others are those of the benchmark."""

CASES = {case.title: case for case in (*EDITED, *SAVED)}


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    return Corpus()


def wrong(corpus: Corpus, file: File) -> list[str]:
    """Return what is wrong in the reading of a file, beside the draft of today."""
    drafts = [lambda sent: read_draft(reopen(corpus.bases[TODAY]), sent)]
    try:
        found = returned_document(read_returned(open_package(file.content), sent_of(file.sent), drafts))
    except FileRefused as refused:
        found = {"refused": str(refused)}
    return score(found, file.expected).wrong


@pytest.mark.parametrize("case", [CASES[title] for title in READ], ids=READ)
def test_what_was_done_to_a_file_is_read_and_nothing_else(corpus: Corpus, case: Case) -> None:
    assert wrong(corpus, corpus.make(case)) == []


def test_what_cannot_be_a_copy_of_the_contract_is_refused_in_a_sentence(corpus: Corpus) -> None:
    assert [(file.title, wrong(corpus, file)) for file in corpus.refused() if wrong(corpus, file)] == []


def test_a_file_with_macros_or_in_the_strict_form_is_read(corpus: Corpus) -> None:
    files = [file for file in corpus.strange() if file.title.startswith(TODAY)]

    assert [(file.title, wrong(corpus, file)) for file in files] == [(file.title, []) for file in files]


def test_a_draft_is_read_with_the_data_that_it_carries(corpus: Corpus) -> None:
    file = next(corpus.with_their_data())

    assert wrong(corpus, file) == []
