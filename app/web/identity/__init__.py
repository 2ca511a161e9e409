"""The collectivité's name, colour and logo, on every page."""

from app.web.identity.views import blueprint

__all__ = ["blueprint"]
