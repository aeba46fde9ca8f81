"""Moments in the words that people use for them."""

from __future__ import annotations

from datetime import datetime


def moment(seconds: float, now: float | None = None) -> str:
    """A time in seconds since 1970 as ``今天 14:02``, ``昨天 09:30``, ``1月20日 16:45`` or ``2025年12月31日 16:45``."""
    try:
        then = datetime.fromtimestamp(seconds)
    except (OverflowError, OSError, ValueError):  # a disk may say anything
        return "时间不明"
    today = datetime.now() if now is None else datetime.fromtimestamp(now)
    days = today.toordinal() - then.toordinal()
    if 0 <= days <= 1:
        return f"{('今天', '昨天')[days]} {then:%H:%M}"
    year = "" if then.year == today.year else f"{then.year}年"
    return f"{year}{then.month}月{then.day}日 {then:%H:%M}"
