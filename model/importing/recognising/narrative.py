"""The text of a narrative section: paragraphs that lines and pages tore are whole again, headings stand alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from model.importing.content import Block, Paragraph, Row
from model.importing.recognising.labels import letters, read_label
from model.importing.recognising.titles import is_footer, is_furniture
from model.report.narrative import LONGEST_HEADING, Rank, numbering, numbers_within, reads_as_heading, run_in_heading

_FIGURE = re.compile("[0-9０-９]|[一二两三四五六七八九十百千万]+[余多]?[件条起项次个宗篇份例]")
"""A clause with a figure in it is a sentence, however short: （一）收到申请5件。"""
_INNER_MARK = re.compile(r"[，。、；：！？,;:]")
_DATE_LINE = re.compile(
    r"[0-9〇○一二三四五六七八九十\s]{4,8}年\s*[0-9一二三四五六七八九十]{1,3}\s*月\s*[0-9一二三四五六七八九十]{1,3}\s*日"
)
_BARE_PAGE_NUMBER = re.compile(r"[0-9]{1,3}")
_ENDS = "。！？；：…!?;:”’）)》】"
_GOES_ON = "，、,（(《“‘〈—"
_SHORTEST_TORN = 20
_ENOUGH_INDENTS = 2
"""From so many indented paragraphs on, a line that is not indented continues the one above it."""
_CLOSES_NO_SENTENCE = "”’）)》】"
_NEARLY = 2
"""A line that is so few characters narrower than the widest is a full one, which ends where the paper does."""
_CANNOT_BEGIN = "，。、；：！？）)》”"


def join_paragraphs(blocks: Iterable[Block], *, torn: bool) -> list[str]:
    """The paragraphs of the blocks; with ``torn``, those that a line or page end cut are joined again."""
    lines = [_as_paragraph(block) for block in blocks]
    lines = [line for line in lines if line.text and not (torn and _BARE_PAGE_NUMBER.fullmatch(line.text))]
    indents = sum(line.indented for line in lines) >= _ENOUGH_INDENTS
    widest = max((_width(line.text) for line in lines), default=0)
    paragraphs: list[list[str]] = []
    for above, line in zip([None, *lines], lines, strict=False):
        if torn and above and not (above.heading or line.heading):
            flows = indents and not (line.indented or line.after_gap or reads_as_heading(above.text))
            filled = _width(above.text) >= widest - _NEARLY and above.text[-1] in _CLOSES_NO_SENTENCE
            if flows or _goes_on(paragraphs[-1], line.text) or (filled and not _begins_anew(line.text)):
                paragraphs[-1] += _with_space(above.text, line.text)
                continue
        paragraphs.append([line.text])
    return ["".join(pieces) for pieces in paragraphs]


def _as_paragraph(block: Block) -> Paragraph:
    """A row of some other table is a line of cells, as a narrative's own tables are."""
    if isinstance(block, Row):
        cells = [" ".join(cell.split()) for cell in block.cells]
        return Paragraph("\t".join(cells).rstrip(), heading=True)
    return block


def _goes_on(pieces: Sequence[str], following: str) -> bool:
    """Whether ``following`` continues the sentence that a paragraph (in pieces) leaves open."""
    above = pieces[-1]
    if _begins_anew(following):
        return False
    if above[-1] in _GOES_ON or following[0] in _CANNOT_BEGIN:
        return True
    if above[-1] in _ENDS or (len(pieces) == 1 and reads_as_heading(above)):
        return False
    return len(pieces) > 1 or len(above) >= _SHORTEST_TORN or _INNER_MARK.search(above) is not None


def _width(text: str) -> float:
    return sum(0.5 if char.isascii() else 1 for char in text)


def _begins_anew(text: str) -> bool:
    return bool(numbering(text) or _DATE_LINE.fullmatch(text))


def _with_space(above: str, following: str) -> list[str]:
    """The following piece; words of another script keep a space before them."""
    words = above[-1].isascii() and above[-1].isalpha() and following[0].isascii() and following[0].isalpha()
    return [" ", following] if words else [following]


def split_closing(blocks: Sequence[Block], agency: str) -> tuple[list[Block], list[str]]:
    """The blocks, and what stands below the last of them: agency, date, the buttons and the footer of a web page."""
    end = next((n for n, block in enumerate(blocks) if is_footer(_as_paragraph(block).text)), len(blocks))
    while end and _closes(blocks[end - 1], agency):
        end -= 1
    return list(blocks[:end]), [_as_paragraph(block).text for block in blocks[end:]]


def _closes(block: Block, agency: str) -> bool:
    text = _as_paragraph(block).text
    return bool(letters(text) == letters(agency) or _DATE_LINE.fullmatch(text) or is_furniture(text))


def separate_headings(paragraphs: Sequence[str], headings: Sequence[str]) -> list[str]:
    """The paragraphs with level-2 headings on their own.

    ``headings`` are those that the form expects: they are also found within a paragraph and without a mark after them.
    """
    titles = [read_label(heading).text for heading in headings]
    return [part for paragraph in paragraphs for whole in _cut(paragraph, titles) for part in _split(whole, titles)]


def _cut(paragraph: str, titles: Sequence[str]) -> Iterator[str]:
    """The paragraph cut before each expected heading that begins after a sentence."""
    start = 0
    for at, end in numbers_within(paragraph, Rank.PART):
        before = paragraph[start:at].rstrip()
        if before and before[-1] in "。！？；" and _expected(paragraph[end:], titles):
            yield before
            start = at
    yield paragraph[start:].strip()


def _expected(text: str, titles: Sequence[str]) -> str:
    """The expected heading with which the text begins, as it is printed there."""
    head = text[: 2 * LONGEST_HEADING]
    for title in titles:
        for end in range(len(title), len(head) + 1):
            seen = letters(head[:end])
            if seen == title:
                return head[:end]
            if not title.startswith(seen):
                break
    return ""


def _split(paragraph: str, titles: Sequence[str]) -> Iterator[str]:
    """A paragraph that begins with a level-2 heading, as the heading and the rest."""
    number = numbering(paragraph)
    if number is None or number.rank is not Rank.PART:
        yield paragraph
        return
    rest = paragraph[number.length :]
    expected = _expected(rest, titles)
    after = rest[len(expected) :]
    if expected and after and (after[0] in "。：:" or after[0].isspace()):
        heading, body = expected, after
    else:
        heading, mark, _ = paragraph[number.length : run_in_heading(paragraph)].partition("。")
        body = rest[len(heading) + 1 :]
        if not (heading and mark and body) or _INNER_MARK.search(heading) or _FIGURE.search(heading):
            yield paragraph
            return
    yield f"{paragraph[: number.length]}{heading.strip()}"
    if body := body.lstrip("。：: \u3000"):
        yield body
