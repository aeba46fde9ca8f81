"""A report copied out of a page, as layout-keeping text tools give it: columns by spaces, labels over three lines."""

from __future__ import annotations

from model.importing import read_report

PAGE = """\
            云溪市人力资源和社会保障局 2023 年政府信息
                       公开工作年度报告

    根据《中华人民共和国政府信息公开条例》和有关要求，编制本报告，所列数据
的统计期限自 2023 年 1 月 1 日起至 2023 年 12 月 31 日止。

    一、总体情况
    （一）主动公开
    全年公开信息 300 条。
                                    — 1 —
\f    二、主动公开政府信息情况

                         第二十条第（一）项
       信息内容          本年制发件数     本年废止件数     现行有效件数
         规章                 0              0               0
   行政规范性文件             2              1               9
                         第二十条第（五）项
       信息内容                       本年处理决定数量
       行政许可                          11,398,889
                         第二十条第（八）项
       信息内容                  本年收费金额（单位：万元）
    行政事业性收费                         288.67

    三、收到和处理政府信息公开申请情况

（本列数据的勾稽关系为：第一                     申请人情况
项加第二项之和，等于第三项加                      法人或其他组织
第四项之和）              自然   商业  科研  社会公  法律服  其他  总计
                      人   企业  机构  益组织  务机构
一、本年新收政府信息公开申请数
                          6     0    0     0      0     1     7
量
二、上年结转政府信息公开申请数量     1     0    0     0      0     0     1
     （一）予以公开              3     0    0     0      0     0     3
     （二）部分公开（区分处理的，只
     计这一情形，不计其他情形）       1     0    0     0      0     1     2
三、       1.属于国家秘密         0     0    0     0      0     0     0
本年 （三）不 2.其他法律行政法规禁止
度办 予公开   公开               1     0    0     0      0     0     1
理结       3.危及“三安全一稳定”     0     0    0     0      0     0     0
果   （六）其 1.申请人无正当理由逾期不
     他处理  补正、行政机关不再处理其     0     0    0     0      0     0     0
           政府信息公开申请
           2.申请人逾期未按收费通知
           要求缴纳费用、行政机关不     0     0    0     0      0     0     0
           再处理其政府信息公开申请
           3.其他              0     0    0     0      0     0     0
     （七）总计                5     0    0     0      0     1     6
四、结转下年度继续办理            2     0    0     0      0     0     2
                                    — 2 —
\f    四、政府信息公开行政复议、行政诉讼
情况

    行政复议                         行政诉讼
                    未经复议直接起诉              复议后起诉
结果 结果 其他 尚未 总计 结果 结果 其他 尚未 总计 结果 结果 其他 尚未 总计
维持 纠正 结果 审结     维持 纠正 结果 审结     维持 纠正 结果 审结
 1   0   0   0   1   0   0   0   0   0   0   0   0   0   0

    五、存在的主要问题及改进
情况
    主要问题是公开不够及时。
    六、其他需要报告的事项
    无。
"""
TABLE = ("natural_person", "business", "research", "charity", "law_firm", "other", "total")


def test_a_page_as_text_is_read_whole() -> None:
    imported = read_report(PAGE.encode(), ".txt")
    assert (imported.agency, imported.year, imported.title) == ("云溪市人力资源和社会保障局", 2023, None)
    assert imported.preamble is not None and imported.preamble.count("\n") == 0
    assert imported.narratives == {
        "overview": "（一）主动公开\n全年公开信息 300 条。",
        "problems": "主要问题是公开不够及时。",
        "others": "无。",
    }
    found = {str(ref): number for ref, number in (imported.entries | imported.reported).items()}
    rows = {
        "new_received": [6, 0, 0, 0, 0, 1, 7],
        "carried_in": [1, 0, 0, 0, 0, 0, 1],
        "partial": [1, 0, 0, 0, 0, 1, 2],
        "withheld_other_law": [1, 0, 0, 0, 0, 0, 1],
        "closed_not_corrected": [0] * 7,
        "closed_fee_unpaid": [0] * 7,
        "closed_other": [0] * 7,
        "result_total": [5, 0, 0, 0, 0, 1, 6],
        "carried_over": [2, 0, 0, 0, 0, 0, 2],
    }
    for row, numbers in rows.items():
        assert [found.get(f"requests.{row}.{column}") for column in TABLE] == numbers, row
    assert found["licensing.licences.decisions"] == 11_398_889
    assert [found[f"disputes.reconsideration.{c}"] for c in ("upheld", "total")] == [1, 1]
    assert not any("refused_petition" in address for address in found)
