"""names.py - invented names of persons. Touches nothing."""

FAMILIES = "Nguyễn Trần Lê Phạm Hoàng Vũ Đặng Bùi Đỗ Hồ".split()
MEN = ("Văn", "An Bình Cường Dũng Đông Giang Hải Hiếu Khánh Long Nam Phong "
       "Quân Sơn Tùng".split())
WOMEN = ("Thị", "Chi Dung Hà Hạnh Hoa Hương Lan Linh Mai Nga Oanh Phượng "
         "Thảo Trang Yến".split())


def name(n):
    """The n-th name; never one twice below 300."""
    middle, given = (MEN, WOMEN)[n % 2]
    family = FAMILIES[(7 * n + n // 30) % 10]
    return f"{family} {middle} {given[n // 2 % 15]}"
