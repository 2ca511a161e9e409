"""What the contract still lacks, why, and where to mend it."""

from app.web.completeness.views import blueprint

__all__ = ["blueprint"]
