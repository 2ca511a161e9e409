"""Governance, participation, means and evaluation: what the texts ask for, and the places to write it."""

from app.domain.typography import typeset
from app.word.manuscript import Manuscript
from app.word.ooxml import Style, Xml, joined, paragraph
from app.word.parts.places import open_place

DECREE = "décret n° 2024-1037, art. 2 (auparavant loi n° 2014-173, art. 6, IV)"
# (heading, what is asked, places). The six contents of the contract: décret n° 2024-1037, art. 2.
CHAPTERS = (
    (
        "Pilotage et conduite des actions",
        "Le contrat dit la nature des actions à conduire et les modalités de leur mise en œuvre : "
        f"{DECREE}.",
        (("pilotage", "Comité de pilotage"), ("conduite", "Équipe projet et conduite des actions")),
    ),
    (
        "Place des habitants",
        "La loi n° 2014-173, art. 7, fait une place aux habitants dans le contrat, par le conseil citoyen "
        "ou sous une autre forme de participation.",
        (("participation", "Forme, moyens et calendrier de la participation"),),
    ),
    (
        "Moyens",
        "Le contrat indique les moyens humains et financiers, le droit commun étant distingué des "
        f"instruments spécifiques de la politique de la ville, et les moyens d’ingénierie : {DECREE}.",
        (
            ("droit-commun", "Moyens de droit commun"),
            ("moyens-specifiques", "Instruments spécifiques de la politique de la ville"),
            ("ingenierie", "Moyens d’ingénierie"),
        ),
    ),
    (
        "Suivi et évaluation",
        "Le contrat fixe ses indicateurs, nationaux pour chaque quartier prioritaire et locaux, et la "
        f"structure locale d’évaluation : {DECREE}.",
        (
            ("indicateurs-nationaux", "Indicateurs nationaux, par quartier"),
            ("indicateurs-locaux", "Indicateurs locaux"),
            ("evaluation", "Structure locale d’évaluation"),
        ),
    ),
)  # fmt: skip


def governance(book: Manuscript) -> Xml:
    """Headed places to fill, each after the sentence that says what is asked there."""
    return joined(
        (
            book.chapter("Gouvernance, participation et évaluation"),
            *(
                piece
                for title, asked, places in CHAPTERS
                for piece in (
                    book.section(title),
                    paragraph(Style.GUIDANCE, typeset(asked)),
                    *(open_place(tag, label) for tag, label in places),
                )
            ),
        )
    )
