"""Choosing a territory, or typing it."""

from app.web.territory.views import blueprint

__all__ = ["blueprint"]
