"""The whole draft as a page: what the Word file says, in its order."""

from app.web.preview.views import blueprint

__all__ = ["blueprint"]
