"""Taking the commitments of a contract to a spreadsheet, and back; copying them from another contract."""

from app.web.exchange.views import blueprint

__all__ = ["blueprint"]
