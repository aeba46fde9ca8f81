"""What a PDF says about itself: the XMP packet, which must agree with the information dictionary word for word."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import UTC, date, datetime
from html import escape
from typing import NamedTuple

PRODUCER = "ReportLab PDF Library"
CREATOR = "公开年报"
LANGUAGE = "zh-CN"

# PDF/A wants every schema that it does not know described in the packet itself.
_UA_SCHEMA = (
    '<pdfaExtension:schemas xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    ' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
    ' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><rdf:Bag><rdf:li rdf:parseType="Resource">'
    "<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>"
    '<rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>'
    "<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>"
    "<pdfaProperty:description>PDF/UA version identifier</pdfaProperty:description></rdf:li>"
    "</rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>"
)
_PACKET = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
    ' xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"'
    ' xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><dc:format>application/pdf</dc:format>'
    '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>{author}'
    "<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>"
    "<xmp:CreatorTool>{creator}</xmp:CreatorTool><xmp:CreateDate>{moment}</xmp:CreateDate>"
    "<xmp:ModifyDate>{moment}</xmp:ModifyDate><pdf:Producer>{producer}</pdf:Producer>"
    "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>{ua_schema}"
    '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
)
_AUTHOR = "<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>"


class Metadata(NamedTuple):
    """Title and author (the publishing agency, never a user) and the moment of creation, in UTC."""

    title: str
    author: str
    created: datetime

    def xmp(self) -> bytes:
        """The packet, as the catalogue's metadata stream holds it."""
        return _PACKET.format(
            title=escape(self.title, quote=False),
            author=_AUTHOR.format(author=escape(self.author, quote=False)) if self.author else "",
            language=LANGUAGE,
            creator=CREATOR,
            producer=PRODUCER,
            moment=self.created.strftime("%Y-%m-%dT%H:%M:%S+00:00"),
            ua_schema=_UA_SCHEMA,
        ).encode("utf-8")

    def info_date(self) -> str:
        """The same moment as the information dictionary writes it."""
        return self.created.strftime("D:%Y%m%d%H%M%S+00'00'")


def creation_moment(document_date: date) -> datetime:
    """When the file says it was made: SOURCE_DATE_EPOCH if set, else the document's own date.

    Never the clock, so that the same report gives the same bytes on every machine.
    """
    with suppress(ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", "")), UTC)
    return datetime(document_date.year, document_date.month, document_date.day, tzinfo=UTC)
