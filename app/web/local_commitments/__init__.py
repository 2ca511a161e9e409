"""Adding, changing and removing the commitments of one contract alone."""

from app.web.local_commitments.views import blueprint

__all__ = ["blueprint"]
