"""The draft as a file."""

from app.web.downloads.views import blueprint

__all__ = ["blueprint"]
