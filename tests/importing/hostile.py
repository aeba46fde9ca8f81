"""Files made to hang, crash or fill up whoever reads them, small enough to be made in a test."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from tests.importing.producers import docx, zipped

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MAIN = "word/document.xml"
_LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
BILLION_LAUGHS = f'<!DOCTYPE x [<!ENTITY a0 "lol">{_LAUGHS}]>'


def word_xml(body: str, doctype: str = "") -> str:
    return f'<?xml version="1.0"?>{doctype}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'


def word_paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def docx_with(main: str | bytes | None, parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """A .docx with another main part (None: without one) and with more parts."""
    with zipfile.ZipFile(io.BytesIO(docx([]))) as file:
        old: dict[str, str | bytes] = {name: file.read(name) for name in file.namelist() if name != MAIN}
    return zipped({**old, **({} if main is None else {MAIN: main}), **(parts or {})})


def overlapping_zip() -> bytes:
    """A directory that lists the same bytes twice, under two names."""
    data = bytearray(docx_with(word_xml(""), {"word/document.xm2": word_xml("")}))
    ends = struct.unpack_from("<I", data, data.rindex(b"PK\5\6") + 16)[0]
    first = data.index(b"PK\1\2", ends)
    second = data.index(b"PK\1\2", first + 4)
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    return bytes(data)


def doubled_zip() -> bytes:
    """Two parts of one name: programs differ in which one they read."""
    data = docx_with(word_xml(word_paragraph("一")), {"word/document.xm2": word_xml(word_paragraph("二"))})
    return data.replace(b"word/document.xm2", b"word/document.xml")


def locked_zip() -> bytes:
    """A zip whose directory says that a part is encrypted."""
    data = bytearray(docx_with(word_xml("")))
    entry = data.index(b"PK\1\2")
    data[entry + 8] |= 1
    return bytes(data)


def compound(streams: Mapping[str, bytes]) -> bytes:
    """An OLE file (version 3) with these streams, each padded to whole sectors."""
    free, end, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    bodies = [data.ljust(4096, b"\0") + b"\0" * (-max(len(data), 4096) % 512) for data in streams.values()]
    names = ["Root Entry", *streams]
    directory_sectors = -(-len(names) // 4)
    fat = [table, *range(2, directory_sectors + 1), end]
    entries = b""
    sector = 1 + directory_sectors
    for number, name in enumerate(names):
        body = bodies[number - 1] if number else b""
        encoded = (name + "\0").encode("utf-16-le")
        following = number + 1 if 0 < number < len(names) - 1 else free
        child = 1 if number == 0 and len(names) > 1 else free
        entries += encoded.ljust(64, b"\0") + struct.pack(
            "<HBBIII", len(encoded), 2 if number else 5, 1, free, following, child
        )
        entries += b"\0" * 36 + struct.pack("<IQ", sector if number else end, len(body))
        count = len(body) // 512
        fat += [*range(sector + 1, sector + count), end] if count else []
        sector += count
    fat += [free] * (128 - len(fat))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0) + struct.pack("<I", 0) + b"\xff" * 432
    return header + struct.pack("<128I", *fat) + entries.ljust(512 * directory_sectors, b"\0") + b"".join(bodies)


def pdf(pages: int = 1, text: str = "", password: str = "") -> bytes:
    """A PDF by ReportLab: pages with a line of text or with nothing but a drawn box."""
    output = io.BytesIO()
    canvas = Canvas(output, encrypt=StandardEncryption(password) if password else None)
    for _ in range(pages):
        canvas.rect(50, 50, 300, 300, fill=1)
        if text:
            canvas.drawString(100, 500, text)
        canvas.showPage()
    canvas.save()
    return output.getvalue()


def pdf_of_objects(*objects: str) -> bytes:
    """A PDF of hand-written objects, numbered from 1; the first is the catalogue."""
    out = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    return (
        out
        + (
            f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{table}"
            f"trailer<</Root 1 0 R/Size {len(places) + 1}>>\nstartxref\n{len(out)}\n%%EOF"
        ).encode()
    )
