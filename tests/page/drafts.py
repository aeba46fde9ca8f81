"""Reports to print, with names and sentences of an office that does not exist."""

from __future__ import annotations

from decimal import Decimal

from model.draft import Draft
from model.form.edition import Edition, NumberKind
from model.form.editions import load_edition
from model.report.report import Details, Edit

AGENCY = "云溪市人力资源和社会保障局"
OVERVIEW = """（一）主动公开。全年主动公开政府信息1,203条，其中通知公告273条，浏览量达12.03万人次，办结率100%。
（二）依申请公开。全年收到申请6件，均在法定期限内办结；“三审三校”制度（见附件）执行到位。
（三）政府信息管理
制发规范性文件2件，废止1件。严格落实《中华人民共和国政府信息公开条例》，坚持“公开为常态、不公开为例外”。
（四）政府信息公开平台建设
1.网站
门户网站完成改版，地址为https://rsj.yunxi.example.gov.cn/zwgk/2023/index.html?from=report&id=20240131。
2.新媒体
“云溪人社”公众号现有5.31万人关注。
（五）监督保障
组织培训3次——参训人员覆盖全部科室……未发生责任追究情形。"""
PROBLEMS = (
    "2023年，政府信息公开工作仍存在政策解读形式单一、网站更新不够及时等问题。\n\n下一步，将丰富解读形式，加强日常监测。"
)
OTHERS = "本机关2023年未收取信息处理费，无其他需要报告的事项。"
NARRATIVES = {"overview": OVERVIEW, "problems": PROBLEMS, "others": OTHERS}
HOSTILE = (
    "<b>x</b> </para> &amp; &#65; <br/> <!--x--> <?x?> <![CDATA[ ]]> x<y 且 y>z <张三> <20天 A & B "
    '<img src="file:///etc/passwd"> <a href="javascript:alert(1)">点击</a> (括号 \\( %s {0} %(x)s /Span BDC EMC'
)
RARE = "王𬎆、赵𫖯、李䶮、𠀀𪚥𠮷镇，﨎与⼀、①㎡é；缺字ठठ。"


def draft(
    edition: str | Edition = "2021",
    *,
    agency: str = AGENCY,
    number: int | None = 0,
    narratives: dict[str, str] | None = None,
    year: int | None = None,
) -> Draft:
    """A report whose every cell holds ``number`` (None: blank)."""
    edition = load_edition(edition) if isinstance(edition, str) else edition
    report = Draft(edition, year or edition.last_year or 2023, Details(agency=agency))
    entries = {
        ref: Decimal(number) if edition.kind(ref) is NumberKind.AMOUNT else number
        for ref in edition.inputs
        if number is not None
    }
    report.apply(Edit(entries=entries, narratives=NARRATIVES if narratives is None else narratives))
    return report


def numbered_draft() -> Draft:
    """A report in which no two cells hold the same number."""
    report = draft()
    entries = {
        ref: Decimal(f"{place}.75") if report.edition.kind(ref) is NumberKind.AMOUNT else place
        for place, ref in enumerate(report.edition.inputs, 1001)
    }
    report.apply(Edit(entries=entries))
    return report


def long_draft(paragraphs: int = 560) -> Draft:
    """A report whose first section runs over some forty pages."""
    text = "\n".join(f"{OVERVIEW.splitlines()[number % 9]}第{number}次。" for number in range(paragraphs))
    return draft(narratives=NARRATIVES | {"overview": text})
