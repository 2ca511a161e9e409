"""Adapting one national commitment to the territory."""

from app.web.adaptation.views import blueprint

__all__ = ["blueprint"]
