"""Draft -> .docx."""

from app.word.document import write_draft
from app.word.edition import Amended, Edition
from app.word.inspection import TemplateReport, inspect
from app.word.origin import Origin, origin_of
from app.word.shelf import templates_in
from app.word.template import TemplateRefused

__all__ = [
    "Amended",
    "Edition",
    "Origin",
    "TemplateRefused",
    "TemplateReport",
    "inspect",
    "origin_of",
    "templates_in",
    "write_draft",
]
