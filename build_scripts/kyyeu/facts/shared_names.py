"""Lists names of units, places, movements, documents and well-known historic persons.

A text with such a name does not certainly mean a withheld person of the same name. The names are returned as
tuples of normalised syllables.
"""

import re

from kyyeu.facts.letter_row import Name
from kyyeu.facts.names import name_of
from kyyeu.model.records import Records

# Matches the kind of a place before its name, such as “tỉnh” (province) or “xã” (commune).
_PLACE_KIND = re.compile(
    r"^(?:tỉnh|thành phố|TP\.?|quận|huyện|thị xã|thị trấn|phường|xã|đặc khu)\s+", re.IGNORECASE
)
# Names of places. They are the provinces and cities of Vietnam until 30/6/2025 (Nghị quyết 22/2003/QH11 and
# 15/2008/NQ-QH12) and since (Nghị quyết 202/2025/QH15). Rivers, islands and regions that occur in school
# texts are added.
PLACES = """
An Giang, Bà Rịa, Vũng Tàu, Bà Rịa - Vũng Tàu, Bắc Giang, Bắc Kạn, Bạc Liêu, Bắc Ninh, Bến Tre, Bình Định,
Bình Dương, Bình Phước, Bình Thuận, Cà Mau, Cần Thơ, Cao Bằng, Đà Nẵng, Đắk Lắk, Đắk Nông, Điện Biên,
Điện Biên Phủ, Đồng Nai, Đồng Tháp, Gia Lai, Hà Giang, Hà Nam, Hà Nội, Hà Tây, Hà Tĩnh, Hải Dương, Hải Phòng,
Hậu Giang, Hòa Bình, Hưng Yên, Khánh Hòa, Kiên Giang, Kon Tum, Lai Châu, Lâm Đồng, Lạng Sơn, Lào Cai, Long An,
Nam Định, Nghệ An, Ninh Bình, Ninh Thuận, Phú Thọ, Phú Yên, Quảng Bình, Quảng Nam, Quảng Ngãi, Quảng Ninh,
Quảng Trị, Sóc Trăng, Sơn La, Tây Ninh, Thái Bình, Thái Nguyên, Thanh Hóa, Thừa Thiên Huế, Tiền Giang,
Trà Vinh, Tuyên Quang, Vĩnh Long, Vĩnh Phúc, Yên Bái, Sài Gòn, Gia Định, Thăng Long, Trường Sa, Hoàng Sa,
Trường Sơn, Việt Nam, Tây Nguyên, Hồng Hà, Cửu Long, Bạch Đằng
"""
# Historic persons after whom schools, streets and movements are named. They are the fourteen heroes of the
# nation (Công văn 2296/BVHTTDL-MTNATL of 21/6/2013), with their other names, and early leaders of the Party
# and the State. Kings, scholars, writers, teachers, soldiers and young heroes from the school books of
# history and literature are added.
HISTORIC_PERSONS = """
Hùng Vương, An Dương Vương, Hai Bà Trưng, Trưng Trắc, Trưng Nhị, Trưng Vương, Bà Triệu, Triệu Thị Trinh,
Lý Nam Đế, Lý Bí, Triệu Quang Phục, Mai Thúc Loan, Mai Hắc Đế, Phùng Hưng, Khúc Thừa Dụ, Khúc Hạo,
Dương Đình Nghệ, Ngô Quyền, Đinh Tiên Hoàng, Đinh Bộ Lĩnh, Lê Đại Hành, Lê Hoàn, Lý Thái Tổ, Lý Công Uẩn,
Lý Thái Tông, Lý Thánh Tông, Lý Nhân Tông, Ỷ Lan, Lý Thường Kiệt, Lý Đạo Thành, Tô Hiến Thành, Trần Thủ Độ,
Trần Thái Tông, Trần Nhân Tông, Trần Hưng Đạo, Trần Quốc Tuấn, Hưng Đạo Vương, Trần Quang Khải,
Trần Quốc Toản, Trần Nhật Duật, Trần Khánh Dư, Trần Bình Trọng, Phạm Ngũ Lão, Yết Kiêu, Dã Tượng,
Trương Hán Siêu, Mạc Đĩnh Chi, Chu Văn An, Hồ Quý Ly, Hồ Nguyên Trừng, Lê Lợi, Lê Thái Tổ, Lê Lai,
Nguyễn Trãi, Nguyễn Xí, Trần Nguyên Hãn, Lê Thánh Tông, Lương Thế Vinh, Ngô Sĩ Liên, Nguyễn Bỉnh Khiêm,
Phùng Khắc Khoan, Nguyễn Dữ, Đào Duy Từ, Lê Quý Đôn, Lê Hữu Trác, Hải Thượng Lãn Ông, Ngô Thì Nhậm,
Phan Huy Chú, Phan Huy Ích, Nguyễn Thiếp, La Sơn Phu Tử, Quang Trung, Nguyễn Huệ, Nguyễn Nhạc, Nguyễn Lữ,
Bùi Thị Xuân, Trần Quang Diệu, Nguyễn Du, Hồ Xuân Hương, Đoàn Thị Điểm, Bà Huyện Thanh Quan,
Nguyễn Công Trứ, Cao Bá Quát, Nguyễn Văn Siêu, Lê Ngọc Hân, Gia Long, Minh Mạng, Nguyễn Tri Phương,
Hoàng Diệu, Trương Định, Nguyễn Trung Trực, Nguyễn Hữu Huân, Thủ Khoa Huân, Nguyễn Đình Chiểu,
Nguyễn Khuyến, Trần Tế Xương, Tú Xương, Phan Thanh Giản, Nguyễn Trường Tộ, Hàm Nghi, Tôn Thất Thuyết,
Phan Đình Phùng, Cao Thắng, Nguyễn Thiện Thuật, Đinh Công Tráng, Hoàng Hoa Thám, Đề Thám, Thành Thái,
Phan Bội Châu, Phan Châu Trinh, Phan Chu Trinh, Huỳnh Thúc Kháng, Trần Quý Cáp, Lương Văn Can,
Nguyễn Thượng Hiền, Trần Cao Vân, Thái Phiên, Lương Ngọc Quyến, Nguyễn Thái Học, Nguyễn Khắc Nhu,
Phạm Hồng Thái, Nguyễn An Ninh, Nguyễn Sinh Sắc, Hoàng Thị Loan, Hồ Chí Minh, Nguyễn Ái Quốc,
Nguyễn Tất Thành, Nguyễn Sinh Cung, Trần Phú, Lê Hồng Phong, Hà Huy Tập, Nguyễn Văn Cừ, Trường Chinh,
Lê Duẩn, Nguyễn Văn Linh, Đỗ Mười, Lê Khả Phiêu, Nguyễn Phú Trọng, Tôn Đức Thắng, Phạm Văn Đồng, Phạm Hùng,
Võ Văn Kiệt, Phan Văn Khải, Võ Chí Công, Lê Đức Anh, Võ Nguyên Giáp, Nguyễn Chí Thanh, Văn Tiến Dũng,
Hoàng Văn Thái, Chu Huy Mân, Phùng Chí Kiên, Hoàng Văn Thụ, Hoàng Đình Giong, Nguyễn Thị Minh Khai,
Nguyễn Đức Cảnh, Ngô Gia Tự, Châu Văn Liêm, Lê Hồng Sơn, Phan Đăng Lưu, Võ Văn Tần, Nguyễn Hữu Tiến,
Tô Hiệu, Lương Khánh Thiện, Nguyễn Lương Bằng, Hoàng Quốc Việt, Lê Văn Lương, Xuân Thủy, Nguyễn Duy Trinh,
Lê Thanh Nghị, Huỳnh Tấn Phát, Nguyễn Hữu Thọ, Nguyễn Thị Định, Bùi Bằng Đoàn, Phan Kế Toại,
Nguyễn Văn Huyên, Nguyễn Thị Thập, Nguyễn Thị Thứ, Kim Đồng, Nông Văn Dền, Lý Tự Trọng, Võ Thị Sáu,
Vừ A Dính, Lê Văn Tám, Nguyễn Bá Ngọc, Dương Văn Nội, Nguyễn Viết Xuân, Nguyễn Văn Trỗi, Phan Đình Giót,
Bế Văn Đàn, Tô Vĩnh Diện, Trần Can, La Văn Cầu, Cù Chính Lan, Nguyễn Thị Chiên, Ngô Mây, Đặng Thùy Trâm,
Nguyễn Văn Thạc, Mạc Thị Bưởi, Lê Thị Hồng Gấm, Út Tịch, Nguyễn Thị Út, Trần Văn Ơn, Lê Anh Xuân, Đinh Núp,
Trần Đại Nghĩa, Tôn Thất Tùng, Phạm Ngọc Thạch, Hồ Đắc Di, Đặng Thai Mai, Đặng Văn Ngữ, Lương Định Của,
Tạ Quang Bửu, Hoàng Xuân Hãn, Lê Văn Thiêm, Trương Vĩnh Ký, Đào Duy Anh, Nguyễn Khánh Toàn, Tản Đà,
Ngô Tất Tố, Nam Cao, Nguyễn Công Hoan, Vũ Trọng Phụng, Nguyên Hồng, Thạch Lam, Hàn Mặc Tử, Xuân Diệu,
Huy Cận, Tố Hữu, Chế Lan Viên, Tế Hanh, Nguyễn Tuân, Tô Hoài, Nguyễn Huy Tưởng, Nguyễn Đình Thi,
Nguyễn Bính, Xuân Quỳnh, Lưu Quang Vũ, Quang Dũng, Phạm Tiến Duật, Nguyễn Minh Châu, Nguyên Ngọc,
Tô Ngọc Vân, Trần Văn Cẩn, Bùi Xuân Phái, Văn Cao, Đỗ Nhuận, Lưu Hữu Phước, Trịnh Công Sơn, Lê Trọng Tấn,
Dương Quảng Hàm
"""


def _listed(names: str) -> frozenset[Name]:
    return frozenset(map(name_of, names.split(",")))


_ALWAYS = _listed(PLACES) | _listed(HISTORIC_PERSONS)


def shared_names(records: Records) -> tuple[frozenset[Name], frozenset[Name]]:
    """Returns two sets of names that not only private persons bear, in normalised spelling.

    The first set has names of places and historic persons, the second names of units, places, movements and
    documents. A person's name at the beginning of a name of the second set still means the person. It may
    mean the unit only after another word of the unit's name, as in “Trường Hoàng Tú Nam”.
    """
    units = {
        text for unit in records.units.values() for name in unit.names for text in (name.name, name.short)
    }
    places = {
        text
        for unit in records.units.values()
        for place in unit.places
        for text in (place.province, place.district, place.commune)
        if text
    }
    titles = units | places | {movement.name for movement in records.movements.values()}
    for document in records.documents.values():
        titles |= {document.subject, document.issuer, document.cited_as}
    of_two = {name for place in places if len(name := name_of(_PLACE_KIND.sub("", place))) == 2}
    return _ALWAYS | of_two, frozenset(name_of(title) for title in titles if title)
