"""A newer catalogue, taken clause by clause."""

from app.web.newer.views import blueprint

__all__ = ["blueprint"]
