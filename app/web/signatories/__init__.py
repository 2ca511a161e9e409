"""Naming who signs, for whom, and by which deliberation."""

from app.web.signatories.views import blueprint

__all__ = ["blueprint"]
