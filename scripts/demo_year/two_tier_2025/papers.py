"""papers.py - what the council and the post office put on paper in 2025.

All of it is invented. Touches nothing.
"""
from documents import Office, Paper

PLACE, YEAR = "Hải Phòng", 2025
COUNCIL = Office("", "Hội đồng đánh giá, xác định Chỉ số CCHC", "HĐ", PLACE,
                 YEAR)
CITY = Office("", "Ủy ban nhân dân thành phố", "UBND", PLACE, YEAR)
POST = Office("", "Bưu điện thành phố", "BĐ", PLACE, YEAR)
NAMES = {"citizen-department": "sở, ban, ngành", "citizen-ward": "UBND phường",
         "citizen-commune": "UBND xã, đặc khu"}
# survey: packages, forms issued and collected
PACKAGES = {"citizen-department": (12, 500, 489), "citizen-ward": (45, 945, 917),
            "citizen-commune": (68, 1428, 1383)}


def handed(survey, nth, valid):
    """(packages, issued, collected, minutes) of a survey's forms."""
    packages, issued, collected = PACKAGES[survey]
    return packages, issued, collected, Paper(
        POST, "Biên bản", "Bàn giao phiếu khảo sát người dân, tổ chức đối với "
        f"{NAMES[survey]}", f"{nth + 1:02}", "2025-12-01",
        "Bưu điện thành phố bàn giao phiếu khảo sát đã niêm phong cho Hội đồng, "
        "qua Sở Nội vụ:",
        (f"- Số túi phiếu niêm phong: {packages};",
         f"- Số phiếu phát ra: {issued};", f"- Số phiếu thu về: {collected};",
         f"- Số phiếu hợp lệ: {valid};",
         f"- Số phiếu không hợp lệ: {collected - valid}."),
        "ĐẠI DIỆN BÊN GIAO - BÊN NHẬN")


def of_council(kind, number, day):
    """The council's minutes; the city's decision."""
    return Paper(
        COUNCIL if kind == "Biên bản" else CITY, kind,
        "Kết quả Chỉ số cải cách hành chính năm 2025", number, day,
        "Hội đồng thống nhất kết quả như phần mềm tổng hợp.", ())
