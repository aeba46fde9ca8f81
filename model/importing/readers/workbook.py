"""What a workbook says and calamine does not: cells whose formula failed or was never calculated, and hidden rows.

calamine gives a blank for such cells, and a blank must never stand for what could not be read.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from posixpath import join, normpath

import olefile

from model.importing.content import ImportRefused
from model.importing.readers.container import Container, attribute, local
from model.importing.readers.refusals import forbidden

Place = tuple[int, int]
_TAG = rb"<(?:[a-z]+:)?"
_DOCTYPE = re.compile(b"<!DOCTYPE", re.IGNORECASE)
_HIDDEN_ROW = re.compile(_TAG + rb"row\s[^>]*hidden=\"(?:1|true)\"")
_CELL = re.compile(_TAG + rb"c\s[^>]*>(?:(?!</(?:[a-z]+:)?c>).)*?</(?:[a-z]+:)?c>", re.DOTALL)
_FORMULA = re.compile(_TAG + rb"f[ >/]")
_RESULT = re.compile(_TAG + rb"v>[^<]|t=\"str\"")
_ERROR = re.compile(rb"t=\"e\"")
_PLACE = re.compile(rb"\sr=\"([A-Z]{1,3})([0-9]{1,7})\"")
_VALUE = re.compile(_TAG + rb"v>([^<]*)<")
_BOOLEAN_OR_ERROR, _FORMULA_RECORD = 0x0205, 0x0006


@dataclass
class Beside:
    """What to know beside the values: ``errors`` by the sheet's name and the cell's (row, column), from 0."""

    hidden_rows: int = 0
    macros: int = 0
    errors: dict[str, dict[Place, str]] = field(default_factory=dict)


def look_into(data: bytes) -> Beside:
    """What else a workbook holds, a package (.xlsx, .ods) or a compound file (.xls).

    Raises `ImportRefused` for a formula without a result, and for a failed one whose place cannot be told.
    """
    if not data.startswith(b"PK"):
        _refuse_failed_formulas(data)
        return Beside()
    container = Container(data)
    found = Beside(macros=sum(part.endswith("vbaProject.bin") for part in container.names))
    names = dict(_sheet_names(container))
    for part in sorted(container.names):
        if not part.endswith(".xml"):
            continue
        text = container.read(part)
        if _DOCTYPE.search(text[:4096].replace(b"\0", b"")):
            raise forbidden()
        if part.startswith("xl/worksheets/"):
            found.hidden_rows += len(_HIDDEN_ROW.findall(text))
            if errors := _errors(text):
                if part not in names:
                    raise _failed()
                found.errors[names[part]] = errors
    return found


def _failed() -> ImportRefused:
    return ImportRefused("表格里有算错的公式（#N/A、#DIV/0! 之类），请用 Excel 或 WPS 改正、保存一次再导入。")


def _errors(sheet: bytes) -> dict[Place, str]:
    """The failed cells of one sheet, as they are shown."""
    found: dict[Place, str] = {}
    if not (_FORMULA.search(sheet) or _ERROR.search(sheet)):
        return found
    for cell in _CELL.findall(sheet):
        if _ERROR.search(cell):
            place, value = _PLACE.search(cell), _VALUE.search(cell)
            if place is None or value is None:
                raise _failed()
            found[int(place[2]) - 1, _column(place[1])] = value[1].decode("utf-8", "replace")
        elif _FORMULA.search(cell) and not _RESULT.search(cell):
            raise ImportRefused("表格里有没算出结果的公式，请用 Excel 或 WPS 打开、保存一次再导入。")
    return found


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number - 1


def _sheet_names(container: Container) -> Iterator[tuple[str, str]]:
    """(part, name of the sheet): the workbook numbers its sheets, its relationships say which parts they are."""
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= container.names:
        return
    parts: Mapping[str, str] = {
        attribute(link, "Id"): normpath(join("/xl", attribute(link, "Target"))).lstrip("/")
        for link in container.xml("xl/_rels/workbook.xml.rels")
    }
    for sheet in container.xml("xl/workbook.xml").iter():
        if local(sheet.tag) == "sheet":
            yield parts.get(attribute(sheet, "id"), ""), attribute(sheet, "name")


def _refuse_failed_formulas(data: bytes) -> None:
    """[MS-XLS] BoolErr 2.4.24 and Formula 2.4.127 in the stream of records."""
    with olefile.OleFileIO(io.BytesIO(data)) as compound:
        name = "Workbook" if compound.exists("Workbook") else "Book"
        stream = compound.openstream(name).read()
    at = 0
    while at + 4 <= len(stream):
        record, length = struct.unpack_from("<HH", stream, at)
        body = stream[at + 4 : at + 4 + length]
        if record == _BOOLEAN_OR_ERROR and body[7:8] == b"\1":
            raise _failed()
        if record == _FORMULA_RECORD and body[6:7] == b"\2" and body[12:14] == b"\xff\xff":
            raise _failed()
        at += 4 + length
