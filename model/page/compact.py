"""ReportLab's document, written compactly: object streams and a cross-reference stream (PDF 1.5 and later).

A tagged report has hundreds of tiny objects. ReportLab writes each with its own frame and index line; packed and
deflated together they take a tenth of the room and of the time.
"""

from __future__ import annotations

import zlib

from model.page.reportlab_isolation import pdfdoc

_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_FREE = b"\x00\x00\x00\x00\xff\xff"


class Raw(pdfdoc.PDFObject):  # type: ignore[misc]
    """An indirect object whose bytes are ready."""

    __RefOnly__ = 1

    def __init__(self, content: bytes) -> None:
        self.content = content

    def format(self, _document: pdfdoc.PDFDocument) -> bytes:
        return self.content


class Stream(Raw):
    """A stream object from the inside of its dictionary and its data; PDF/A wants the line end before ``endstream``."""

    def __init__(self, dictionary: str, data: bytes) -> None:
        super().__init__(f"<<{dictionary}/Length {len(data)}>>stream\n".encode("ascii") + data + b"\nendstream")


class CompactDocument(pdfdoc.PDFDocument):  # type: ignore[misc]
    """A document that packs every object but the streams into one compressed object stream.

    Objects that name each other by number, and are many, may come ready made: see `reserve`.
    """

    def __init__(self, language: str) -> None:
        super().__init__(compression=0, invariant=1, lang=language)
        self._ready: dict[int, bytes] = {}

    def reserve(self, count: int) -> int:
        """Set aside that many object numbers in a row; the first of them. Each is then to be `fill`ed."""
        first = int(self.objectcounter) + 1
        self.objectcounter += count
        return first

    def fill(self, number: int, content: bytes) -> None:
        """Say what a reserved object is; it may not be a stream."""
        self._ready[number] = content

    def format(self) -> bytes:
        """The whole file."""
        root, info = (self.Reference(item).format(self).decode("ascii") for item in (self.Catalog, self.info))
        output = bytearray(_HEADER)
        places: dict[int, bytes] = {}
        packed: list[tuple[int, bytes]] = []
        number = 1
        while number <= self.objectcounter:  # formatting an object may add others
            if number in self._ready:
                packed.append((number, self._ready[number]))
            else:
                item = self.idToObject[self.numberToId[number]]
                content = pdfdoc.format(item, self, toplevel=1)
                if isinstance(item, Stream):
                    places[number] = _append(output, number, content)
                else:
                    packed.append((number, content))
            number += 1
        places[number] = _append(output, number, _object_stream(packed).content)
        for index, (inner, _) in enumerate(packed):
            places[inner] = b"\x02" + number.to_bytes(3, "big") + index.to_bytes(2, "big")
        return bytes(output + self._cross_references(places, len(output), root, info))

    def _cross_references(self, places: dict[int, bytes], offset: int, root: str, info: str) -> bytes:
        number = len(places) + 1
        places[number] = _at(offset)
        table = _FREE + b"".join(places[entry] for entry in range(1, number + 1))
        digest = self.signature.hexdigest()
        stream = Stream(
            f"/Type/XRef/Size {number + 1}/W[1 3 2]/Root {root}/Info {info}/ID[<{digest}><{digest}>]"
            "/Filter/FlateDecode",
            zlib.compress(table),
        )
        return (
            f"{number} 0 obj\n".encode("ascii")
            + stream.content
            + f"\nendobj\nstartxref\n{offset}\n%%EOF\n".encode("ascii")
        )


def _append(output: bytearray, number: int, content: bytes) -> bytes:
    """Write an object at the end; its entry for the cross-reference stream."""
    place = _at(len(output))
    output += f"{number} 0 obj\n".encode("ascii") + content + b"\nendobj\n"
    return place


def _at(offset: int) -> bytes:
    return b"\x01" + offset.to_bytes(3, "big") + b"\x00\x00"


def _object_stream(packed: list[tuple[int, bytes]]) -> Stream:
    index: list[str] = []
    offset = 0
    for number, content in packed:
        index.append(f"{number} {offset}")
        offset += len(content) + 1
    head = (" ".join(index) + "\n").encode("ascii")
    data = zlib.compress(head + b"\n".join(content for _, content in packed))
    return Stream(f"/Type/ObjStm/N {len(packed)}/First {len(head)}/Filter/FlateDecode", data)
