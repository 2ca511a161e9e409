"""Files that come from elsewhere, read within bounds of size, elements and problems."""

from app.formats.archive import ArchiveLimits, FileRefused, FileTooHeavy, inflate, read_archive
from app.formats.xml_parts import XmlLimits, check_xml, parse_xml
