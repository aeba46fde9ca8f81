"""Invented reports: figures that balance, and texts that speak of them in one of the ways in which real ones do."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from model.draft import Draft
from model.form.edition import CellRef, Edition
from model.form.editions import edition_for_year
from model.report.report import Details, Edit

OFFICES = (
    ("清河市人民政府", "rule_making_government", "全市"),
    ("云溪县人民政府", "government", "全县"),
    ("南浦区人民政府", "government", "全区"),
    ("柳塘镇人民政府", "government", "我镇"),
    ("清河市人力资源和社会保障局", "department", "我局"),
    ("云溪县住房和城乡建设局", "department", "我局"),
    ("南浦区教育局", "department", "区教育局"),
    ("清河市发展和改革委员会", "department", "我委"),
    ("东港街道办事处", "government", "我街道"),
)

_GROUPS = {
    "withheld": ("withheld_state_secret", "withheld_third_party", "withheld_internal", "withheld_deliberative"),
    "unable": ("unable_not_held", "unable_needs_creation", "unable_unclear"),
    "refused": ("refused_petition", "refused_repeat"),
    "closed": ("closed_not_corrected", "closed_other"),
}

DISCLOSURE = (
    "全年主动公开政府信息{web_all}条，其中政府网站公开{web_a}条，政务新媒体公开{web_b}条。",
    "坚持以公开为常态，{scope}通过门户网站发布信息{web_a}条、微信公众号发布信息{web_b}条，共计{web_all}条。",
    "全年公开各类信息{web_all}余条，发布政策解读{small}篇，回应群众留言{web_b}件。",
    "围绕重点领域公开信息{web_all}条，其中财政预决算{small}条、公共资源配置{small}条。办理人大代表建议{small}件、政协提案{small}件。",
    "公开行政许可信息{web_a}条、行政处罚信息{small}条；举办新闻发布会{small}场，政策解读率100%。",
)
REQUESTS = (
    "{year}年，{scope}共收到政府信息公开申请{new}件，上年结转{carried_in}件，办结{done}件，结转下年度继续办理{over}件。",
    "全年共受理政府信息公开申请{all_in}件（含上年结转{carried_in}件），其中自然人申请{nat_all}件、法人或其他组织申请{leg_all}件。已办结{done}件，{over}件结转至下一年度办理。",
    "{scope}新收政府信息公开申请{new}件，结转上年度办理{carried_in}件，办结{done}件，其中：予以公开{granted}件，部分公开{partial}件，不予公开{withheld}件，无法提供{unable}件，不予处理{refused}件，其他处理{closed}件。结转下年{over}件。",
    "本年度收到依申请公开{new}件，较上年增加{small}件。其中予以公开{granted}件，占办结总数的{granted_percent}%；部分公开{partial}件；不予公开{withheld}件。",
    "全年收到政府信息公开申请{new}件，其中自然人{nat}件，占{nat_percent}%，法人或其他组织{leg}件，占{leg_percent}%。全部申请办结{done}件，结转下年度{over}件。",
    "依法办理政府信息公开申请，全年新收{new}件，上年结转{carried_in}件，答复{done}件（结转下年{over}件），答复率100%。公开及部分公开{open_both}件，不予公开{withheld}件。",
    "畅通受理渠道，通过网络、信函、当面等方式收到政府信息公开申请{new}件，均依法办理，办结{done}件；接受电话咨询{small}人次。",
)
DISPUTES = (
    "因政府信息公开引发行政复议{reconsideration}件、行政诉讼{suits}件。",
    "政府信息公开行政复议{reconsideration}件，其中维持{upheld}件，纠正{corrected}件；行政诉讼{suits}件。",
    "因依申请公开被申请行政复议{reconsideration}件、被提起行政诉讼{suits}件，复议、诉讼合计{disputes_all}件。",
    "涉及政府信息公开的行政复议和行政诉讼分别为{reconsideration}件、{suits}件。",
)
MANAGEMENT = (
    "全年制发规范性文件{issued}件，废止{repealed}件，现行有效{in_force}件。严格执行“三审三校”制度。",
    "{year}年，新制定行政规范性文件{issued}件，宣布失效{repealed}件，目前现行有效{in_force}件。",
    "健全规范性文件管理，出台规范性文件{issued}件，废止规范性文件{repealed}件，现行有效规范性文件{in_force}件。作出行政许可决定{licences}件，行政处罚决定{penalties}件。",
    "加强规范性文件管理，对规范性文件开展合法性审查{small}件；制发{issued}件，废止{repealed}件。",
)
PLATFORM = (
    "全年更新门户网站栏目{small}个，政务新媒体发布信息{web_b}条，总访问量{web_a}万次。",
    "优化网站功能，开设专题专栏{small}个，政务公开专区{small}处，政府公报编发12期。",
    "依托门户网站和“两微一端”，持续拓宽公开渠道，网站浏览量达{small}.03万人次。",
)
GUARANTEE = (
    "一是加强组织领导，调整领导小组。二是加强培训，举办政务公开培训{small}次。三是严格考核，将政务公开纳入绩效考评，分值权重4%。",
    "将政务公开纳入年度考核，开展业务培训{small}场次、{web_b}人次，全年未发生因政府信息公开被追究责任的情况。",
    "健全监督机制，邀请社会评议{small}次，收到意见建议{small}条，均已整改。",
)
PROBLEMS = (
    "{year}年，政府信息公开工作取得一定成效，但仍存在一些不足：一是政策解读形式不够丰富；二是公开时效有待提高。\n下一步，将重点做好以下工作：一是丰富解读形式，综合运用图解、视频等方式；二是强化时效管理，明确责任分工。",
    "存在的主要问题：一是主动公开内容深度不够，二是业务人员更换频繁、能力有待提升。改进措施：一是细化公开目录，二是加强业务培训，每年不少于{small}次。",
    "针对上年存在的栏目更新不及时问题，{year}年完成整改{small}项。但对照要求仍有差距，今后将进一步完善制度、加强指导。",
)
OTHERS = (
    "{year}年度未收取信息处理费。无其他需要报告的事项。",
    "本年度发出收费通知0件，收取信息处理费0元。",
    "按照《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）规定，{scope}没有产生信息处理费。",
    "一、信息处理费情况。全年收取信息处理费{fee}元。\n二、其他事项。组织开展政府开放日活动{small}场。",
)
PREAMBLES = (
    None,
    "根据《中华人民共和国政府信息公开条例》（国务院令第711号）规定编制本报告。本报告由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议和行政诉讼情况、存在的主要问题及改进情况、其他需要报告的事项六个部分组成，数据统计期限为{year}年1月1日至12月31日。",
    "按照《条例》和国办公开办函〔2021〕30号要求，{agency}编制了{year}年政府信息公开工作年度报告，所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。联系电话：0816-2345678。",
)


def invented_report(seed: int) -> Draft:
    """The report of that number; the same at every call."""
    random = Random(seed)
    year = random.choice((2022, 2023, 2024, 2025))
    agency, kind, scope = OFFICES[seed % len(OFFICES)]
    edition = edition_for_year(year)
    entries = _figures(edition, random)
    facts = _facts(entries, random) | {"year": year, "scope": scope, "agency": agency}

    def said(choices: tuple[str, ...]) -> str:
        return random.choice(choices).format(**facts)

    parts = (DISCLOSURE, REQUESTS, MANAGEMENT, PLATFORM, GUARANTEE)
    headings = edition.narrative_sections[0].headings
    texts = [said(part) for part in parts]
    texts[1] += said(DISPUTES)
    paragraphs = [
        f"{heading}\n{text}" if seed % 2 else f"{heading}。{text}"
        for heading, text in zip(headings, texts, strict=True)
    ]
    preamble = random.choice(PREAMBLES)
    draft = Draft(edition, year, Details(agency, kind, preamble=preamble.format(**facts) if preamble else None))
    keys = [section.key for section in edition.narrative_sections]
    narratives = dict(zip(keys, ("\n".join(paragraphs), said(PROBLEMS), said(OTHERS)), strict=True))
    draft.apply(Edit(entries=entries, narratives=narratives))
    return draft


def _figures(edition: Edition, random: Random) -> dict[CellRef, int | Decimal]:
    figures: dict[CellRef, int | Decimal] = dict.fromkeys(edition.inputs, 0)
    big = random.choice((9, 40, 300))

    def put(row: str, natural: int, legal: int = 0) -> None:
        figures[CellRef("requests", row, "natural_person")] = natural
        figures[CellRef("requests", row, "business")] = legal

    rows = ["granted", "partial", *(row for group in _GROUPS.values() for row in group)]
    done = {row: (random.randint(1, big), random.randint(0, 2)) for row in rows}
    for row, (natural, legal) in done.items():
        put(row, natural, legal)
    over, carried_in = random.randint(1, 6), random.randint(1, 5)
    natural = sum(n for n, _ in done.values()) + over - carried_in
    put("new_received", natural, sum(legal for _, legal in done.values()))
    put("carried_in", carried_in)
    put("carried_over", over)
    for outcome in ("upheld", "corrected", "pending"):
        figures[CellRef("disputes", "reconsideration", outcome)] = random.randint(1, 9)
        figures[CellRef("disputes", "direct_suit", outcome)] = random.randint(0, 5)
    figures[CellRef("disputes", "suit_after_reconsideration", "upheld")] = random.randint(1, 4)
    issued, repealed = random.randint(2, 20), random.randint(1, 9)
    for column, number in (("issued", issued), ("repealed", repealed), ("in_force", random.randint(30, 200))):
        figures[CellRef("documents", "normative_documents", column)] = number
    figures[CellRef("licensing", "licences", "decisions")] = random.randint(50, 20000)
    figures[CellRef("enforcement", "penalties", "decisions")] = random.randint(1, 400)
    figures[CellRef("fees", "charges", "amount")] = Decimal(random.randint(100, 90000)) / 100
    return figures


def _facts(entries: dict[CellRef, int | Decimal], random: Random) -> dict[str, object]:
    """Everything that the sentences above name."""

    def total(*rows: str, columns: tuple[str, ...] = ("natural_person", "business")) -> int:
        return int(sum(entries[CellRef("requests", row, column)] for row in rows for column in columns))

    def disputes(*rows: str, outcomes: tuple[str, ...] = ("upheld", "corrected", "pending")) -> int:
        return int(sum(entries[CellRef("disputes", row, outcome)] for row in rows for outcome in outcomes))

    suits = ("direct_suit", "suit_after_reconsideration")
    kinds = {name: total(*rows) for name, rows in _GROUPS.items()}
    granted, partial = total("granted"), total("partial")
    done = granted + partial + sum(kinds.values())
    new, nat, leg = total("new_received"), total("new_received", columns=("natural_person",)), 0
    leg = new - nat
    web_a, web_b = random.randint(300, 900), random.randint(50, 299)
    documents = {c: entries[CellRef("documents", "normative_documents", c)] for c in ("issued", "repealed", "in_force")}
    return {
        **kinds,
        **documents,
        "new": new,
        "carried_in": total("carried_in"),
        "all_in": new + total("carried_in"),
        "nat": nat,
        "leg": leg,
        "nat_all": nat + total("carried_in"),
        "leg_all": leg,
        "done": done,
        "over": total("carried_over"),
        "granted": granted,
        "partial": partial,
        "open_both": granted + partial,
        "granted_percent": round(granted * 100 / done, 1),
        "nat_percent": round(nat * 100 / new, 1),
        "leg_percent": round(leg * 100 / new, 1),
        "reconsideration": disputes("reconsideration"),
        "upheld": disputes("reconsideration", outcomes=("upheld",)),
        "corrected": disputes("reconsideration", outcomes=("corrected",)),
        "suits": disputes(*suits),
        "disputes_all": disputes("reconsideration", *suits),
        "licences": entries[CellRef("licensing", "licences", "decisions")],
        "penalties": entries[CellRef("enforcement", "penalties", "decisions")],
        "web_a": web_a,
        "web_b": web_b,
        "web_all": web_a + web_b,
        "small": random.randint(2, 19),
        "fee": random.randint(10, 900),
    }
