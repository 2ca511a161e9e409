"""Help, sources, accessibility, and the health of the application."""

from app.web.about.views import blueprint

__all__ = ["blueprint"]
