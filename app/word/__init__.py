"""Draft -> .docx."""

from app.word.document import write_draft
from app.word.edition import Edition
from app.word.template import TemplateRefused

__all__ = ["Edition", "TemplateRefused", "write_draft"]
