"""What stands on every page beside the text: its number, and the stamp of a draft."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from model.page.paper import BOTTOM_MARGIN, LEFT_MARGIN, MEASURE, MM, PAGE_HEIGHT, PAGE_WIDTH, RIGHT_MARGIN, PlacedLine

if TYPE_CHECKING:
    from model.page.paper import Sheets
    from model.page.styles import Styles

_BELOW_TEXT = 7 * MM  # GB/T 9704, 7.5
_STAMP_GREY = 0.92
_HALF_HEIGHT = 0.36  # of the size: from the baseline to the middle of a character


def number_pages(sheets: Sheets, styles: Styles, *, double_sided: bool) -> None:
    """— 1 — below the text: in the middle of it, or on the outer side, one character in, with the margins mirrored."""
    style = styles.page_number
    y = BOTTOM_MARGIN - _BELOW_TEXT - style.size / 2
    for index, page in enumerate(sheets.pages):
        number = f"— {index + 1} —"
        (line,) = styles.ragged(number, style, MEASURE)
        x = LEFT_MARGIN + (MEASURE - line.width) / 2
        if double_sided:
            right = LEFT_MARGIN + MEASURE - style.size - line.width
            x = LEFT_MARGIN + style.size if index % 2 else right
        sheets.use(style.typeface, number)
        page.lines.append(PlacedLine(x, y, line))
        page.operators.append(
            "/Artifact<</Type/Pagination/Subtype/Footer/Attached[/Bottom]>>BDC "
            f"BT /{style.typeface.main.key} {style.size:g} Tf {x:.2f} {y:.2f} Td {line.rest} ET EMC"
        )
    if double_sided:
        mirror_margins(sheets)


def mirror_margins(sheets: Sheets) -> None:
    """On the back of a sheet the wide margin, where it is bound, is on the right."""
    shift = RIGHT_MARGIN - LEFT_MARGIN
    for page in sheets.pages[1::2]:
        page.operators.insert(0, f"1 0 0 1 {shift:.2f} 0 cm")
        page.shift = shift
    for index, anchor in enumerate(sheets.anchors):
        if anchor.page % 2:
            place = anchor.rectangle._replace(x=anchor.rectangle.x + shift)
            sheets.anchors[index] = anchor._replace(rectangle=place)


def stamp(sheets: Sheets, styles: Styles, word: str) -> None:
    """A word in light grey across every page, under everything else."""
    style = styles.stamp
    (line,) = styles.ragged(word, style, 10 * MEASURE)
    sheets.use(style.typeface, word)
    slope = math.sqrt(0.5)
    x = PAGE_WIDTH / 2 - slope * (line.width / 2 - style.size * _HALF_HEIGHT)
    y = PAGE_HEIGHT / 2 - slope * (line.width / 2 + style.size * _HALF_HEIGHT)
    operators = (
        "/Artifact<</Type/Pagination/Subtype/Watermark>>BDC "
        f"BT {_STAMP_GREY:g} g /{style.typeface.main.key} {style.size:g} Tf "
        f"{slope:.4f} {slope:.4f} {-slope:.4f} {slope:.4f} {x:.2f} {y:.2f} Tm {line.rest} 0 g ET EMC"
    )
    placed = PlacedLine(x, y, line, slope=slope, grey=_STAMP_GREY)
    for page in sheets.pages:
        page.operators.insert(0, operators)
        page.lines.insert(0, placed)
