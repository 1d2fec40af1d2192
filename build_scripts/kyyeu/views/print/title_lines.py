"""Breaks titles into lines of similar length, between phrases and never inside a compound word."""

import re

# Vietnamese compound words of two syllables that occur in titles of conferences. No line of a title ends
# inside them.
_WORDS = (
    "ban hành, ban nhân, dục và, hình tiên, và đào, báo cáo, bầu chọn, bầu cử, bế mạc, biểu dương, bộ "
    "trưởng, cá nhân, cán bộ, cấp "
    "trên, chào cờ, chỉ đạo, chính phủ, chính quyền, chính thức, chiến sĩ, chủ tịch, chuyên môn, chương "
    "trình, công chức, công tác, "
    "công đoàn, cơ quan, cơ sở, dân tộc, diễn văn, dự khuyết, đại biểu, đại diện, đại hội, đào tạo, điều "
    "hành, điển hình, đoàn "
    "trường, đón tiếp, đội ngũ, đơn vị, đương nhiên, giai đoạn, giám đốc, giáo dục, giáo viên, giao lưu, "
    "giao ước, giấy khen, giới "
    "thiệu, hân hạnh, hiệu trưởng, học sinh, học viên, hội đồng, hội nghị, huân chương, hưởng ứng, khai "
    "mạc, khen thưởng, khách "
    "mời, kiểm phiếu, kiểm tra, kỷ niệm, lao động, lãnh đạo, lý do, lời dẫn, làm việc, mầm non, năm học, "
    "ngành nghề, nghệ thuật, "
    "nguyên nhân, nhà giáo, nhân dân, nhân rộng, nhân viên, nhiệm vụ, nội dung, phát biểu, phát động, phong "
    "trào, phóng sự, phương "
    "hướng, phổ thông, quy chế, quyết định, sáng kiến, sáng tạo, sinh viên, tập thể, tham luận, thành tích, "
    "thi đua, thông qua, thư "
    "ký, thường trực, thủ tướng, tiên tiến, tiếp thu, tiểu học, tiêu biểu, toàn thể, tôn vinh, tổ chức, "
    "tổng kết, trung học, trung "
    "tâm, trung ương, trường học, trưởng ban, tư cách, tuyên bố, tuyên dương, ủy ban, ủy viên, văn nghệ, "
    "văn phòng, xuất sắc, ý "
    "kiến, yêu nước"
)
_COMPOUNDS = frozenset(re.split(", ", _WORDS))
# Pairs of the most letters in a person's name, and the name of the type size at which it fits on one line.
STEPS = (
    (18, "short"),
    (23, "long"),
    (28, "longer"),
)
# How much better a line break is after a comma, or before a phrase, than anywhere else. The number is
# subtracted from the cost of the line.
_AFTER_COMMA, _BEFORE_PHRASE = (
    0.25,
    0.06,
)
_OPENERS = ("và", "tỉnh", "huyện", "giai đoạn", "lần thứ")


def balanced(text: str, longest: int) -> tuple[str, ...]:
    """Breaks a text into lines of similar length, of at most `longest` letters each.

    A longer word, or group of words that belong together, is a line of its own.
    """
    if len(text) <= longest:
        return (text,)
    words = _unbroken(text)
    target = len(text) / -(-len(text) // longest)
    best: list[tuple[float, tuple[str, ...]]] = [(0.0, ())]
    for end in range(1, len(words) + 1):
        options = []
        for start in range(end):
            line = " ".join(words[start:end])
            if len(line) > longest and end - start > 1:
                continue
            cost = ((len(line) - target) / target) ** 2
            cost -= _AFTER_COMMA if line.endswith((",", ";", ":")) else 0.0
            cost -= _BEFORE_PHRASE if start and words[start].lower().startswith(_OPENERS) else 0.0
            options.append((best[start][0] + cost, (*best[start][1], line)))
        best.append(min(options, key=lambda option: (option[0], len(option[1]))))
    return best[-1][1]


def parted(text: str, breaks: re.Pattern[str]) -> tuple[str, ...]:
    """Breaks a text into two lines after a match of the pattern `breaks`, the one nearest to the middle.

    If nothing matches, the text is returned as one line.
    """
    places = [match.end() for match in breaks.finditer(text)]
    if not places:
        return (text,)
    middle = min(places, key=lambda place: abs(place - len(text) / 2))
    return (text[:middle].strip(), text[middle:].strip())


def name_step(name: str) -> str:
    """Returns the name of the largest type size at which a person's name fits on one line."""
    return next((step for most, step in STEPS if len(name) <= most), "longest")


def _unbroken(text: str) -> list[str]:
    """Splits a text into groups of words, such as compound words; a line only breaks between groups."""
    groups: list[str] = []
    for word in text.split():
        before = groups[-1].split()[-1] if groups else ""
        syllables = re.findall(r"\w+", before)[-1:] + re.findall(r"^\W*(\w+)", word)
        held = (
            (before[-1:].isalnum() and " ".join(syllables).lower() in _COMPOUNDS)
            or word in "-–&"
            or before in ("-", "–", "&", "lần", "số")
            or re.match(r"[\dIVX]+\b", word) is not None
        )
        if groups and held:
            groups[-1] += f" {word}"
        else:
            groups.append(word)
    return groups
