"""Words that a line of a title or of a table's head should not cut, and short texts divided between words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise

from model.page.units import Joints

# Words of titles, office names and tables' heads; of two that begin alike the longer one first.
WORDS = re.compile(
    "人力资源和社会保障|政府信息公开|自然资源|生态环境|住房和城乡建设|交通运输|农业农村|文化和旅游|卫生健康|退役军人事务|应急管理"
    "|市场监督管理|医疗保障|行政审批|政务服务|数据管理|国有资产监督管理|发展和改革|工业和信息化|民族宗教事务|经济技术开发|高新技术产业开发"
    "|人民政府|委员会|办公室|管理局|自治[州县区]|街道办事处|年度报告|工作|教育|科学技术|公安|民政|司法|财政|审计|统计|信访|气象|税务|水利|林业|体育"
    "|自然人|法人|社会公益|法律服务|商业|企业|科研|机构|组织|其他|总计|合计|申请人|情况|结果|维持|纠正|尚未|审结|未经|复议|直接|起诉"
    "|行政|诉讼|信息|内容|本年|上一年|上年|制发|制作|公开|对外|件数|废止|现行|有效|处理|决定|数量|收费|金额|单位|万元|项目|采购|集中|规章|规范性|文件"
    "|许可|处罚|强制|事业性|管理|服务|事项"
)
_LONGEST = 40  # characters; a longer text is no head


@lru_cache(maxsize=256)
def words_of(text: str) -> tuple[str, ...]:
    """The text in pieces between which a line may end; where no word is known, after each character."""
    inside = {at for word in WORDS.finditer(text) for at in range(word.start() + 1, word.end())}
    cuts = [0, *(at for at in Joints.of(text).breaks() if at not in inside), len(text)]
    return tuple(text[start:end] for start, end in pairwise(cuts))


def parts_of(text: str) -> tuple[str, ...]:
    """As `words_of`, with compounds of two words each (社会公益) taken apart, for want of room."""
    return tuple(part for word in words_of(text) for part in _halves(word))


def _halves(word: str) -> tuple[str, ...]:
    if len(word) < 4 or len(word) % 2 or not word.isalpha() or word.isascii():
        return (word,)
    return tuple(word[at : at + 2] for at in range(0, len(word), 2))


def between_words(text: str, width: Callable[[str], float], measure: float) -> tuple[str, ...]:
    """As few lines as there can be, as even as possible; the whole text as one where a word is wider than a line."""
    if width(text) <= measure or len(text) > _LONGEST:
        return (text,)
    words = words_of(text)
    if max(map(width, words)) > measure:
        words = parts_of(text)
    widths = [width(word) for word in words]
    if max(widths) > measure:
        return (text,)
    reach = list(accumulate(widths, initial=0.0))
    # For every word, the best way to set the text up to it: lines, the widest of them, where the last one begins.
    best: list[tuple[int, float, int]] = [(0, 0.0, 0)]
    for end in range(1, len(words) + 1):
        best.append(
            min(
                (best[start][0] + 1, max(best[start][1], reach[end] - reach[start]), start)
                for start in range(end)
                if reach[end] - reach[start] <= measure
            )
        )
    return _lines(words, best)


def _lines(words: Sequence[str], best: Sequence[tuple[int, float, int]]) -> tuple[str, ...]:
    lines: list[str] = []
    end = len(words)
    while end:
        start = best[end][2]
        lines.append("".join(words[start:end]))
        end = start
    return tuple(reversed(lines))
