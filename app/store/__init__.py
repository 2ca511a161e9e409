"""The saved profiles: opened with `open_store`, then read and written through `Profiles`."""

from app.store.backup import BackupRefused, restore_backup, write_backup
from app.store.errors import (
    NameTaken,
    ProfileChanged,
    ProfileNotFound,
    ProfileTrashed,
    StoreRefused,
    StoreUnavailable,
    VersionNotFound,
)
from app.store.files import MAX_UPLOAD, Upload, UploadGone, UploadRefused, Uploads
from app.store.opening import database_address, open_store, shown
from app.store.profiles import Profiles
from app.store.quartiers import QuartierChanges, QuartierList, Quartiers
from app.store.records import Page, ProfileSummary, SavedProfile, Signature, Trashed, Version, VersionHeading
from app.store.returned_files import (
    AlreadyReceived,
    BaseKind,
    Decided,
    DecidedMeanwhile,
    FileState,
    Received,
    ReturnedFile,
    TooManyReturns,
)
from app.store.returns import Along, Returns
from app.store.takeover_rows import AlreadyTaken, Takeover, TakeoverNotFound, TooManyTakeovers
from app.store.takeovers import Takeovers
