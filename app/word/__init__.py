"""Draft -> .docx."""

from app.word.document import write_draft
from app.word.edition import Amended, Edition
from app.word.origin import Origin, origin_of
from app.word.template import (
    TemplateRefused,
    TemplateReport,
    describe_templates,
    inspect,
    shown_name,
    templates_in,
)

__all__ = [
    "Amended",
    "Edition",
    "Origin",
    "TemplateRefused",
    "TemplateReport",
    "describe_templates",
    "inspect",
    "origin_of",
    "shown_name",
    "templates_in",
    "write_draft",
]
