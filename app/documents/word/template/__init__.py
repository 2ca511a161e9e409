"""Adopting the Word template of a collectivité: `pipeline.adopt` is the table of contents.

package → security (uses, fields with links, pictures) → numbering, placeholders, styles → prepared.
"""

from app.documents.word.template.library import (
    TemplateReport,
    describe_templates,
    inspect,
    prepare,
    shown_name,
    templates_in,
)
from app.documents.word.template.placeholders import BODY, COVER, SIGNATURES, fit_tables
from app.documents.word.template.prepared import NOTES, PreparedTemplate
from app.documents.word.template.xml import TemplateRefused
