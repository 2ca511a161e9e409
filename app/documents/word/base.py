"""What a Word file says of the version that it was made from, so that what comes back is compared with it.

Properties come back from all programs, .doc included, and are short: Word may cut one at 255 characters. The
profile is in a custom XML part, which .docx alone keeps.
"""

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from isal import isal_zlib

from app.documents.word.context import RenderContext
from app.documents.word.ooxml import xml_text
from app.domain.profile_json import profile_document
from app.domain.shared_profile import shared_profile

NAMESPACE = "urn:contrat-de-ville:base:1"
ITEM = "customXml/item1.xml"
PROPERTIES = "customXml/itemProps1.xml"
_LEVEL = 2
_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_ITEM_PROPERTIES = (
    f'{_HEAD}<ds:datastoreItem xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml" '
    'ds:itemID="{7B6C0B5E-3C5D-4E0A-9B61-52C1D7A4F0E3}"><ds:schemaRefs>'
    f'<ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
)


class Base:
    """The profile of a document as bytes of JSON, `b""` where it is not to be joined, and its SHA-256."""

    def __init__(self, ctx: RenderContext) -> None:
        draft, options = ctx.draft, ctx.options
        # An amendment is compared with the version that it changes, not with the whole contract.
        joined = options.joins_data and not options.amends and not options.document.is_report
        document = profile_document(shared_profile(draft), draft.catalogue.hash) if joined else None
        self.profile = b"" if document is None else _written(document)
        self.hash = sha256(self.profile).hexdigest() if self.profile else ""
        self._known = {
            # A report holds no clause: read as a contract that comes back, it would have lost them all.
            "contract": "" if options.document.is_report else options.contract,
            "version": "" if options.version is None else str(options.version),
            "date": str(options.on),
            "catalogue": draft.catalogue.hash,
            "profile": self.hash,
        }

    def parts(self) -> Iterator[tuple[str, str]]:
        """Yield the name and the content of each part."""
        known = "".join(f' {name}="{xml_text(value)}"' for name, value in self._known.items() if value)
        data = b64encode(isal_zlib.compress(self.profile, _LEVEL)).decode() if self.profile else ""
        profile = f"<profile>{data}</profile>" if data else ""
        yield ITEM, f'{_HEAD}<base xmlns="{NAMESPACE}"{known}>{profile}</base>'
        yield PROPERTIES, _ITEM_PROPERTIES


def _written(document: Mapping[str, Any]) -> bytes:
    """Return the JSON; half of a pair of characters, which no text can hold, becomes « ? »."""
    return _COMPACT.encode(document).encode(errors="replace")
