"""Draft -> .docx."""

from app.word.document import write_draft
from app.word.template import TemplateRefused

__all__ = ["TemplateRefused", "write_draft"]
