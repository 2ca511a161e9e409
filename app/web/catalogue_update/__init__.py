"""A newer catalogue, taken clause by clause."""

from app.web.catalogue_update.views import blueprint

__all__ = ["blueprint"]
