"""Moments in the words that people use for them."""

from __future__ import annotations

import time


def moment(seconds: float, now: float | None = None) -> str:
    """A time in seconds since 1970 as ``今天 14:02``, ``昨天 09:30``, ``1月20日 16:45`` or ``2025年12月31日 16:45``."""
    try:
        then = time.localtime(seconds)
        today = time.localtime(now)
    except (OverflowError, OSError, ValueError):  # a disk may say anything
        return "时间不明"
    clock = f"{then.tm_hour:02d}:{then.tm_min:02d}"
    days = _day_number(today) - _day_number(then)
    if 0 <= days <= 1:
        return f"{('今天', '昨天')[days]} {clock}"
    year = "" if then.tm_year == today.tm_year else f"{then.tm_year}年"
    return f"{year}{then.tm_mon}月{then.tm_mday}日 {clock}"


def _day_number(day: time.struct_time) -> int:
    return round(time.mktime((day.tm_year, day.tm_mon, day.tm_mday, 12, 0, 0, 0, 0, -1)) / 86_400)
