"""The saved profiles: finding, renaming, duplicating, deleting, exporting and importing them."""

from app.web.profiles.views import blueprint

__all__ = ["blueprint"]
