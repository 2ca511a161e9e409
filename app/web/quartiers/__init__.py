"""Importing the official list of quartiers prioritaires."""

from app.web.quartiers.views import blueprint

__all__ = ["blueprint"]
