"""Help, sources, accessibility, and the health of the application."""

from app.web.help.views import blueprint

__all__ = ["blueprint"]
