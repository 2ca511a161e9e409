"""The settings of a template: what would lock the contract, or lead out of it, does not go into it."""

from collections.abc import Iterator

from lxml import etree

from app.documents.word.template.xml import W, remove

ATTACHED = "Le modèle attaché, sur un disque ou un réseau, a été détaché : le projet n’en a pas besoin."
MERGED = "Le publipostage du modèle a été retiré, avec sa source de données."
PROTECTED = "La protection du modèle a été levée : le projet peut être complété."
_SAID = {
    "attachedTemplate": ATTACHED,
    "mailMerge": MERGED,
    "documentProtection": PROTECTED,
    "writeProtection": PROTECTED,
}
# Without its attached template a document has no styles to link to; `updateFields` makes Word ask a question.
_SILENT = (
    "linkStyles",
    "saveThroughXslt",
    "updateFields",
    "attachedSchema",
    "smartTagType",
    "saveSubsetFonts",
)


def clean_settings(settings: etree._Element) -> Iterator[str]:
    """Remove these settings, and yield one sentence for each that its author will miss."""
    said = {}
    for name in (*_SAID, *_SILENT):
        for node in list(settings.iter(f"{W}{name}")):
            remove(node)
            said[_SAID.get(name, "")] = True
    yield from filter(None, said)
