"""How well the page is set, beside Typst on the same content with the same fonts: the numbers of the last table.

    python -m tests.benchmarks.setting [--speed]

1,200 invented paragraphs are set by both, and the real reports of ../shared/samples where they are; every number is
measured in the finished PDF, from the places of its characters. ``--speed`` adds `tests.benchmarks.page`.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import random
import re
import statistics
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2

from model.document.report import compose_report
from model.document.tables import GridComposer
from model.draft import Draft
from model.importing import read_report, to_draft
from model.page import Typesetter
from model.page.units import NEVER_FIRST, NEVER_LAST
from tests.benchmarks import peers
from tests.page.drafts import draft
from tests.shared import SHARED

PARAGRAPHS = 1200
BODY_SIZE = 16
LEFT, BOTTOM = 28 / 25.4 * 72, 35 / 25.4 * 72
MM = 72 / 25.4

_WORDS = re.findall(
    r"\S+",
    "政府信息 公开 主动 依申请 办理 答复 条例 制度 机制 平台 建设 监督 保障 培训 考核 解读 回应 群众 关切 规范 流程 "
    "目录 更新 栏目 网站 公众号 政务新媒体 行政规范性文件 申请人 第三方 合法权益 国家秘密 本机关 有关 部门 不断 "
    "进一步 全面 严格 落实 提升 质量 加强 完善 组织 开展 情况 工作 年度 的 和 与 在 对 为 了 是 将 及 等",
)
_PIECES: tuple[Callable[[random.Random], str], ...] = (
    lambda r: f"{r.randint(1, 99999)}{r.choice('件条次个人')}",
    lambda r: f"{r.randint(1, 99)}.{r.randint(0, 99):02d}{r.choice(['%', '万人次', '亿元', '万字'])}",
    lambda r: f"{r.randint(1, 9)},{r.randint(0, 999):03d}条",
    lambda r: f"20{r.randint(19, 25)}年{r.randint(1, 12)}月{r.randint(1, 31)}日",
    lambda r: f"国令第{r.randint(100, 799)}号",
    lambda r: f"〔20{r.randint(19, 25)}〕{r.randint(1, 99)}号",
    lambda r: f"“{r.choice(_WORDS)}{r.choice(_WORDS)}”",
    lambda r: f"《{r.choice(_WORDS)}{r.choice(_WORDS)}条例》（{r.choice(_WORDS)}）",
    lambda r: f'"{r.choice(_WORDS)}{r.choice(_WORDS)}"',
    lambda r: r.choice(["——", "……", "App", "Open Data", "12345热线", "（见附件）", "“三审三校”（试行）"]),
)


_ADDRESS = "https://www.yunxi.example.gov.cn/zwgk/{}/index.html?id={}&p=1"


def stress_paragraphs(count: int = PARAGRAPHS) -> list[str]:
    """Paragraphs of every length up to some eight lines, the same in every run."""
    chance = random.Random(2023)
    return [_paragraph(chance) for _ in range(count)]


def _paragraph(chance: random.Random) -> str:
    wanted, text = chance.randint(20, 230), ""
    address = wanted // 2 if chance.random() < 0.03 else wanted
    while len(text) < wanted:
        if len(text) >= address:
            text += "，" + _ADDRESS.format(chance.randint(2019, 2025), chance.randint(1, 10**6)) + "，"
            address = wanted
        if chance.random() < 0.18:
            text += chance.choice(_PIECES)(chance)
        text += "".join(chance.choices(_WORDS, k=2))
        if chance.random() < 0.16 and text[-1] not in "。，、；：…—":
            text += chance.choice("，，，，、、；：。。")
    return text.rstrip("，、；：") + ("" if text[-1] in "。…" else "。")


class Char(NamedTuple):
    char: str
    x: float
    y: float


def pages_of(pdf: bytes, size: float = 0) -> list[list[list[Char]]]:
    """The text's lines by page, from top to bottom: characters (of one size in points) with their origins."""
    raw = pypdfium2.raw
    document = pypdfium2.PdfDocument(pdf)
    pages = []
    for page in document:
        text = page.get_textpage()
        chars = []
        x, y = ctypes.c_double(), ctypes.c_double()
        for index in range(text.count_chars()):
            code = raw.FPDFText_GetUnicode(text, index)
            if code > 32 and not raw.FPDFText_IsGenerated(text, index):
                raw.FPDFText_GetCharOrigin(text, index, x, y)
                right_size = not size or abs(raw.FPDFText_GetFontSize(text, index) - size) < 0.1
                if y.value > BOTTOM - 1 and right_size:
                    chars.append(Char(chr(code), x.value, y.value))
        chars.sort(key=lambda char: (-round(char.y), char.x))
        pages.append([list(line) for _, line in groupby(chars, key=lambda char: round(char.y))])
    document.close()
    return pages


def paragraphs_of(pages: Sequence[list[list[Char]]]) -> Iterator[list[list[Char]]]:
    """The paragraphs, by their first-line indent."""
    current: list[list[Char]] = []
    for line in (line for page in pages for line in page):
        if line[0].x > LEFT + 20 and current:
            yield current
            current = []
        current.append(line)
    yield current


def is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


def measure_text(pdf: bytes) -> dict[str, float]:
    """Line edges, lone characters, gaps of a document of paragraphs."""
    found: Counter[str] = Counter()
    steps: list[float] = []
    natural: list[float] = []
    for lines in paragraphs_of(pages_of(pdf, BODY_SIZE)):
        for number, line in enumerate(lines):
            widths = [b.x - a.x for a, b in pairwise(line) if is_han(a.char) and is_han(b.char)]
            (steps if number < len(lines) - 1 else natural).extend(widths)
        for above, below in pairwise(lines):
            last, first = above[-1].char, below[0].char
            found["forbidden edges"] += first in NEVER_FIRST or last in NEVER_LAST
            found["broken numbers"] += last.isdigit() and first.isdigit()
            found["numbers parted from their unit"] += last.isdigit() and is_han(first)
            found["straight quotes at a head"] += first in "\"'"
        letters = [char for char in lines[-1] if char.char not in NEVER_FIRST and char.char not in NEVER_LAST]
        found["lone last characters"] += len(lines) > 1 and len(letters) < 2
        found["paragraphs"] += 1
    em = statistics.median(natural)
    gaps = sorted(max(0.0, step - em) for step in steps)
    return {
        **{name: found[name] for name in _COUNTS},
        "extra gap p99, pt": gaps[len(gaps) * 99 // 100],
        "extra gap, widest, pt": gaps[-1],
    }


_COUNTS = (
    "paragraphs",
    "forbidden edges",
    "broken numbers",
    "numbers parted from their unit",
    "straight quotes at a head",
    "lone last characters",
)


def white_below(pdf: bytes) -> float:
    """Millimetres between the last line of every page but the last and the foot of the type area."""
    return sum((page[-1][0].y - BOTTOM) / MM for page in pages_of(pdf)[:-1])


def samples() -> list[Draft]:
    folder = SHARED / "samples"
    return [to_draft(read_report(path.read_bytes(), ".txt")) for path in sorted(folder.glob("*.txt"))]


def typst_blocks(report: Draft) -> str:
    blocks = compose_report(report, GridComposer(), shading=True, closing=True, closing_date=None)
    return json.dumps([peers.plain_block(block) for block in blocks], ensure_ascii=False)


def engines() -> dict[str, Callable[[Draft], bytes]]:
    typesetter = Typesetter()
    found: dict[str, Callable[[Draft], bytes]] = {"ours": lambda r: typesetter.report(r, draft_stamp=False).pdf}
    if find_spec("typst"):
        render = peers.typst_renderer()
        found["typst"] = lambda report: render(typst_blocks(report))
    return found


def measure(render: Callable[[Draft], bytes]) -> dict[str, Any]:
    stress = draft(narratives={"overview": "\n".join(stress_paragraphs())})
    figures: dict[str, Any] = measure_text(render(stress))
    pdfs = [render(report) for report in samples()]
    if pdfs:
        figures["pages of the samples"] = " ".join(str(len(pages_of(pdf))) for pdf in pdfs)
        figures["pages, summed"] = sum(len(pages_of(pdf)) for pdf in pdfs)
        figures["white below inner pages, mm"] = sum(map(white_below, pdfs))
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--speed", action="store_true")
    options = parser.parse_args()
    results = {name: measure(render) for name, render in engines().items()}
    print(f"{'':34}" + "".join(f"{name:>16}" for name in results))
    for key in next(iter(results.values())):
        shown = [f"{v:.2f}" if isinstance(v := result[key], float) else str(v) for result in results.values()]
        print(f"{key:34}" + "".join(f"{text:>16}" for text in shown))
    if options.speed:
        subprocess.run([sys.executable, str(Path(__file__).with_name("page.py"))], check=True)


if __name__ == "__main__":
    main()
