"""Adding, changing and removing the commitments of one contract alone."""

from app.web.local.views import blueprint

__all__ = ["blueprint"]
