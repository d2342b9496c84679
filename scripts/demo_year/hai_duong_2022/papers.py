"""papers.py - what the council and the post office put on paper in 2022.

Knows report 27/BC-UBND and decision 336/QĐ-UBND; numbers and days that those do
not tell are invented. Touches nothing.
"""
from documents import Office, Paper

PLACE, YEAR = "Hải Dương", 2022
PROVINCE = Office("", "Ủy ban nhân dân tỉnh Hải Dương", "UBND", PLACE, YEAR)
COUNCIL = Office("", "Hội đồng đánh giá, xác định Chỉ số CCHC tỉnh", "HĐ",
                 PLACE, YEAR)
POST = Office("", "Bưu điện tỉnh Hải Dương", "BĐT", PLACE, YEAR)
NAMES = {
    "org-department": "tổ chức, cơ quan đối với sở, ban, ngành",
    "org-district": "tổ chức, cơ quan đối với UBND cấp huyện",
    "citizen-department": "người dân, doanh nghiệp đối với sở, ban, ngành",
    "citizen-district": "người dân, doanh nghiệp đối với UBND cấp huyện"}
# survey: packages, forms issued and collected. How many are valid: the report.
PACKAGES = {"org-department": (1, 130, 124), "org-district": (1, 104, 98),
            "citizen-department": (16, 680, 655),
            "citizen-district": (12, 1720, 1648)}


def _dots(number):
    return f"{number:,}".replace(",", ".")


def handed(survey, nth, valid):
    """(packages, issued, collected, minutes) of a survey's forms."""
    packages, issued, collected = PACKAGES[survey]
    return packages, issued, collected, Paper(
        POST, "Biên bản", f"Bàn giao phiếu điều tra {NAMES[survey]}",
        f"{nth + 1:02}", "2023-01-10",
        f"Thực hiện Kế hoạch số {3685 + survey.startswith('citizen')}"
        f"/KH-UBND ngày 16/12/2022, Bưu điện tỉnh bàn giao phiếu điều tra đã "
        f"niêm phong cho Hội đồng, qua Sở Nội vụ:",
        (f"- Số túi phiếu niêm phong: {packages};",
         f"- Số phiếu phát ra: {_dots(issued)};",
         f"- Số phiếu thu về: {_dots(collected)};",
         f"- Số phiếu hợp lệ: {_dots(valid)};",
         f"- Số phiếu không hợp lệ: {_dots(collected - valid)}."),
        "ĐẠI DIỆN BÊN GIAO - BÊN NHẬN")


def minutes(units):
    return Paper(
        COUNCIL, "Biên bản", "Họp Hội đồng đánh giá, xác định Chỉ số cải cách "
        f"hành chính năm {YEAR}", "01", "2023-02-21",
        "Hội đồng xem xét kết quả thẩm định của Tổ thư ký, kết quả điều tra xã "
        "hội học và thống nhất:",
        (f"- Kết quả của {units} cơ quan, đơn vị như phần mềm tổng hợp;",
         "- Xếp loại người đứng đầu của các đơn vị mà quy định chưa bao quát: "
         "theo mức thấp hơn liền kề;",
         "- Trình Chủ tịch UBND tỉnh phê duyệt và công bố."),
        "TM. HỘI ĐỒNG\nCHỦ TỊCH")


def decision():
    return Paper(
        PROVINCE, "Quyết định", "Phê duyệt và công bố kết quả Chỉ số cải cách "
        f"hành chính của các sở, ban, ngành, UBND cấp huyện năm {YEAR}", "336",
        "2023-03-01",
        "Căn cứ Quyết định số 3396/QĐ-UBND ngày 15/12/2022; theo đề nghị của "
        "Hội đồng đánh giá, xác định Chỉ số CCHC tỉnh; Chủ tịch UBND tỉnh "
        "quyết định:",
        ("Điều 1. Phê duyệt và công bố kết quả kèm theo Quyết định này.",
         "Điều 2. Các cơ quan, đơn vị tổ chức kiểm điểm theo quy định.",
         "Điều 3. Quyết định có hiệu lực kể từ ngày ký."),
        "CHỦ TỊCH")
