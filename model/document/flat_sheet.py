"""The sheet of a workbook that has a row for every figure: written for machines, passed over by the import.

Its figures refer to the sheets in the form's shape, which say the same.
"""

NAME = "数据"
HEADS = ("单位", "年份", "版本", "地址", "名称", "数值")
