"""The wording that the offices' forms share: letterheads, motto, dates, signatures. Nothing is written here."""

from __future__ import annotations

import calendar
import datetime

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
HEAD_OFFICE = "BẢO HIỂM XÃ HỘI VIỆT NAM"
PROVINCE_OFFICE = "BẢO HIỂM XÃ HỘI TỈNH NINH BÌNH"
MADE_UP = "Ghi chú: Số liệu minh họa, không phải số liệu chính thức; BHYT chưa bao gồm thân nhân lực lượng vũ trang."
SIGNATURES = ("NGƯỜI LẬP BIỂU", "(Ký, họ tên)"), ("GIÁM ĐỐC", "(Ký, họ tên, đóng dấu)")
PROPERTIES_COMMENT = "Example data: the population is real, all enrolment and targets are made up."


def last_day(period: str) -> datetime.date:
    """Return the last day of a month written `2024-05`."""
    year, month = (int(part) for part in period.split("-"))
    return datetime.date(year, month, calendar.monthrange(year, month)[1])


def data_line(period: str) -> str:
    """Return the line below the title that says until when the figures count."""
    day = last_day(period)
    return f"(Số liệu đến ngày {day.day}/{day.month}/{day.year})"


def place_and_date(place: str, period: str) -> str:
    """Return the line above the signature, dated the 3rd of the following month."""
    signed = last_day(period) + datetime.timedelta(days=3)
    month = f"{signed.month:02d}" if signed.month < 3 else str(signed.month)
    return f"{place}, ngày {signed.day:02d} tháng {month} năm {signed.year}"


def created(period: str) -> datetime.datetime:
    """Return the creation time written into a workbook, so that it does not depend on the clock."""
    return datetime.datetime.combine(last_day(period), datetime.time())
