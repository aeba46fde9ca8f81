"""The grammar's own words: how sentences join, compare, exclude and qualify. What names the form's cells is data."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto


class Kind(Enum):
    """What a stretch of text is to the grammar."""

    WORD = auto()  # names a table, a row or a column, or another subject; see `Lexicon`
    NUMBER = auto()
    YEAR = auto()
    STOP = auto()  # ends a sentence
    CLAUSE = auto()  # ，；：
    LIST = auto()  # 、 and the words that join like it
    OPEN = auto()
    CLOSE = auto()
    PART = auto()  # what follows is part of what precedes, perhaps not all of it
    CLAIM = auto()  # what follows makes up what precedes
    EACH = auto()  # one number for each of the things named
    LESS = auto()  # what follows is left out
    SUM = auto()  # what follows is the sum of what precedes
    COMPARE = auto()  # what follows speaks of another year
    CHANGE = auto()  # the number that follows is a difference
    SHARE = auto()  # the percentage that follows is a share
    NONE = auto()  # there was none of what follows
    OCCUR = auto()  # after NONE: such a thing happened
    FAULT = auto()  # after NONE: it is a failing that did not happen, not the thing
    ASIDE = auto()  # another office's or another sort of work
    LATELY = auto()  # a time that is not the whole year
    CHANNEL = auto()  # by which way an application came
    WHOLE = auto()  # all that the report is about
    SCOPE = auto()  # a part of what the report is about
    OFFICE = auto()  # an office
    TOWARDS = auto()  # an office named after it is not the one that acts
    QUALIFIER = auto()  # what stands around narrows the thing down
    BOUND = auto()
    FILLER = auto()
    OTHER = auto()  # a character that means nothing to the grammar


WORDS: Mapping[Kind, str] = {
    Kind.LIST: "和 及 与 以及 并 或 暨",
    Kind.PART: "其中 包括 包含 含 含有 内含 主要有 主要是 主要包括 主要为 涵盖",
    Kind.CLAIM: "分别 分别为 分别是 即 分为 分成 由",
    Kind.EACH: "各 均为",
    Kind.LESS: "除去 除 除了 扣除 剔除 不含 不包括 不包含 未含 去除 减去",
    Kind.SUM: "共计 合计 总计 共 总共 一共 累计 总数 总量 合共",
    Kind.COMPARE: "较 比 同比 环比 相比 相较 相较于 较之 对比 比较 持平 同期 与上年 与去年 相对",
    Kind.CHANGE: """
        增加 减少 增长 下降 上升 提高 降低 回落 多 少 增幅 降幅 上涨 增长了 减少了 增加了 下降了
        上升了 提升 同比增加 同比减少 同比增长 同比下降 同比上升 净增 翻
    """,
    Kind.SHARE: "占 占比 占比为 占比达 占总数 占总量 所占比例 比例 比重",
    Kind.NONE: "未 没有 无 暂无 零 未曾 暂未 未有 均无 均未 并未 没 尚未 也未 也无 亦无",
    Kind.FAULT: """
        及时 逾期 超期 按时 按期 超时 投诉 举报 败诉 责任 追究 违法 违规 泄密 失密 问题 现象 不当
        撤销 差错 失误 不履行 信息处理费 收费 费用 被纠错 被纠正 被撤销 确认违法 纠正 纠错 情形之外
    """,
    Kind.ASIDE: """
        协助 协办 委托 转办 移送 转送 转交 交办 代办 代为 代拟 撤回 撤销申请 主动撤回 指导 会办 转来
        批转 办理过程中 被申请人之外 抄送 审核把关 各部门办理 其余 便民 当场 首次 再次 二次 补正
        告知补正 征求第三方 延期 延长 电话 提前 平均
    """,
    Kind.LATELY: """
        上半年 下半年 一季度 二季度 三季度 四季度 第一季度 第二季度 第三季度 第四季度 近年来 历年 近三年
        近五年 近两年 以来 三年来 五年来 每月 每周 每年 每季度 月均 日均 年均 历史 历次
    """,
    Kind.CHANNEL: """
        网络 互联网 网上 线上 在线 网站 平台 信函 信件 邮寄 邮件 电子邮件 邮箱 当面 现场 线下 传真
        书面 纸质 窗口 网络申请 信函申请 当面申请 现场申请 邮政 快递 网上申请 在线申请 邮寄申请
        政务服务大厅 申请系统
    """,
    Kind.WHOLE: """
        全市 全区 全县 全州 全省 全镇 全乡 全街道 全盟 全旗 全局 全委 全厅 全系统 全办 本机关 本单位
        本部门 本局 我局 我委 我办 我厅 我镇 我乡 我街道 我区 我县 我市 我州 我省 我单位 我中心 本委
        本办 本厅 本镇 本街道 本级政府 各级 各级各部门 各级行政机关 全年
    """,
    Kind.SCOPE: """
        下级 所属单位 下属 直属单位 市直部门 市级部门 区直部门 县直部门 各县 各区 县区 区县 各乡镇
        各街道 镇街 市本级 区本级 县本级 州本级 省本级 本级 市直 区直 县直 派出机构
    """,
    Kind.OFFICE: """
        办公室 局 委员会 厅 街道办 街道 镇 乡 中心 分局 人民政府 政府 公安局 司法局 大队 支队 管委会
    """,
    Kind.QUALIFIER: "涉及 有关 关于 针对 类 领域 方面 对象 区域 涉及到 围绕",
    Kind.TOWARDS: "根据 按照 按 依照 遵照 落实 贯彻 在 向 将 对 报 围绕",
    Kind.FILLER: """
        政府信息公开 信息公开 政务公开 政府信息 及时 各类 各种 各级 各部门 各单位 各项 各界 较大 较好
        较多 较为 较高 较强 比例 比较 有效 件数 数量 申请 案件 事项 情况 方式 渠道 途径 结果
        处理结果 办理结果 本年度办理结果 办理情况 行政机关 申请人 申请量 是 为 的 了 已 均 全部 按时
        按期 依法 依规 依法依规 规范 正式 达 达到 约为 信息 等 等方式 等渠道 并予以 予以 进行 作出
        做出 给予 答复意见 因 引发 引起 产生 发生 提起 被 提出 依据 截至 截止 目前 年内 本 我 中
        也 又 则 无正当理由 无误 无偿 无障碍 无缝 无异议 无纸化 无关 未来 未成年人 未经 部门 单位
        涉及面 共同 共享 公共 共建 多种 多个 多元 多样 多方 多次 多渠道 多形式 多措并举 多方面 多数
        不少 至少 少数 减少跑动 同时 同意 相同 不同 合同 一同 并联 并行 除外 除法律 除涉密 或者 由于
        由此 自由 理由 缘由 超时 超期 近日 近期 最近 附近 近年 约束 约谈 预约 即时 即日 即可 立即
        随即 比对 评比 占用 占地 零距离 零跑腿 含义 内涵 包含 有关 没有现成 各自 各有 各地 各方
        各科室 各股室 总计划 总体 累计浏览 上述 以上 其 从 通过 另有 此外 形式 群众 社会 公众
        社会公众 市民 提交 递交 受理的 政府网站 政府门户 政府部门 政府机关 中心城区 中心工作 镇村
        途径收到 新 总 时限 法定 期限 规定 时间 工作 圆满 妥善 依法依规全部 来自 属 属于 作为 以 人
        共有 合计为 仅 只 还 另 依次 件均 中共 乡镇 乡村 镇级 局域 局部 局面 格局 布局 结局 当局
        邮局 委员 全部为 均已 在规定时限内 并在 内 后
    """,
    Kind.OCCUR: """
        收到 受理 接到 接收 发生 产生 引发 出现 涉及 引起 存在 有 提起 新收 新增 收取申请 因 被提起
        被申请 办理
    """,
}
"""The words of each kind, blank-separated. The longest match wins; a word of the edition's wins over one of these."""

MARKS: Mapping[str, Kind] = (
    dict.fromkeys("。！？!?\n", Kind.STOP)
    | dict.fromkeys("，,；;：:", Kind.CLAUSE)
    | {"、": Kind.LIST}
    | dict.fromkeys("（(［[【", Kind.OPEN)
    | dict.fromkeys("）)］]】", Kind.CLOSE)
    | dict.fromkeys("“”‘’\"'《》〈〉—－-·…", Kind.FILLER)
)
