"""The sentences that several readers refuse a file with."""

from __future__ import annotations

from model.importing.content import ImportRefused


def damaged(what: str = "文件") -> ImportRefused:
    return ImportRefused(f"{what}已损坏或没有下载完整，请重新取得文件后再导入。")


def encrypted(what: str) -> ImportRefused:
    return ImportRefused(f"这份{what}加了密码，请打开后去掉密码、另存一份再导入。")


def scanned(what: str) -> ImportRefused:
    return ImportRefused(f"这份{what}是扫描件或图片，里面没有文字，读不了；请找到当初的 Word、WPS 文档再导入。")


def too_large(what: str, size: int, most: int, unit: str) -> ImportRefused:
    """More pages, characters or megabytes than any report has; ``what`` is "这份 PDF" or "网页"."""
    return ImportRefused(f"{what}有{size}{unit}，最多{most}{unit}，不像一份年报，请确认选对了文件。")


def forbidden() -> ImportRefused:
    return ImportRefused("文件里有不该出现的内容（DOCTYPE），为安全起见没有打开，请确认文件来源。")


def too_complex(what: str = "文件") -> ImportRefused:
    return ImportRefused(f"{what}的结构异常复杂，不像一份年报，请确认选对了文件。")
