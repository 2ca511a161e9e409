"""Why a file from elsewhere is not read, each in one French sentence."""

from app.domain.errors import UserError


class FileRefused(UserError, ValueError):
    """A file that cannot be read. The message is a whole French sentence: « Ce fichier … »."""


class FileTooHeavy(FileRefused):
    """A file whose reading would take too much memory or time. `reason` ends the sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"Ce fichier est trop lourd à lire : {reason}.")
        self.reason = reason
