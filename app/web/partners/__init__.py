"""Choosing who signs."""

from app.web.partners.views import blueprint

__all__ = ["blueprint"]
