"""Draft -> .docx."""

from app.documents import Amended, RenderOptions
from app.documents.word.context import is_short
from app.documents.word.document import write_draft
from app.documents.word.package import Origin, origin_of
from app.documents.word.template.library import (
    TemplateReport,
    describe_templates,
    inspect,
    shown_name,
    templates_in,
)
from app.documents.word.template.xml import TemplateRefused
