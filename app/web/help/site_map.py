"""The pages of one contract, as the site map lists them."""

CONTRACT = (
    ("territory.edit", "Territoire"),
    ("contract_quartiers.edit", "Quartiers repris de la liste officielle"),
    ("partners.edit", "Signataires"),
    ("signatories.show", "Signataires par leur nom, représentants et délibérations"),
    ("review.show", "Engagements du contrat, et leur adaptation"),
    ("chapters.outline", "Trame"),
    ("chapters.edit", "Textes des chapitres"),
    ("completeness.show", "Complétude"),
    ("unprinted.show", "Textes gardés, non imprimés"),
    ("preview.show", "Aperçu du document"),
    ("downloads.choose", "Télécharger : Word, PDF, ODT"),
    ("versions.show", "Versions, comparaison, projet d’avenant"),
    ("workbook_import.workbook", "Classeur Excel"),
    ("workbook_import.copy", "Copier d’un autre contrat"),
    ("profiles.rename", "Renommer"),
    ("profiles.duplicate", "Dupliquer"),
    ("profiles.delete", "Supprimer"),
)
"""Each page by its endpoint, with what the map calls it."""
