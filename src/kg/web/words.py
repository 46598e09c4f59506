"""What columns are called in the pages' tables. What is not here is shown by its own name, spelt out."""

from __future__ import annotations

import re

from kg.web.language import Language

_LABELS = {
    "about": "Đối tượng",
    "above": "Tử số",
    "actual": "Số liệu thực tế",
    "adds": "Cộng được",
    "after": "Chữ sau",
    "article": "Bài",
    "articles": "Số bài",
    "author": "Tác giả",
    "before": "Chữ trước",
    "below": "Mẫu số",
    "bound": "Mức",
    "code": "Mã ngành",
    "computed": "Tính ra",
    "computedUnit": "Đơn vị tính ra",
    "confidence": "Độ chắc chắn",
    "correctedAt": "Đính chính lúc",
    "correctedBy": "Người đính chính",
    "correction": "Đính chính",
    "counted": "Số tỉnh có số liệu",
    "date": "Ngày ban hành",
    "differencePercent": "Lệch (%)",
    "differencePoints": "Lệch (điểm %)",
    "digest": "Mã băm",
    "district": "Huyện",
    "division": "Ngành VSIC",
    "divisions": "Mã ngành VSIC",
    "end": "Đến ký tự",
    "fact": "Dữ kiện",
    "facts": "Số lần",
    "figures": "Số số liệu",
    "formerly": "Trước đó",
    "from": "Từ",
    "id": "Mã",
    "industrialLandArea": "Đất công nghiệp (ha)",
    "into": "Tỉnh hợp thành",
    "issuer": "Cơ quan",
    "kind": "Loại",
    "label": "Tên",
    "land": "Số liệu đất",
    "landQuote": "Câu trích (đất)",
    "leased": "Số liệu cho thuê",
    "leasedArea": "Đã cho thuê (ha)",
    "leasedQuote": "Câu trích (cho thuê)",
    "least": "Ít nhất",
    "leastRate": "Tỷ lệ ít nhất",
    "match": "Khớp",
    "member": "Tỉnh thành phần",
    "metric": "Chỉ tiêu",
    "missing": "Thiếu",
    "most": "Nhiều nhất",
    "mostRate": "Tỷ lệ nhiều nhất",
    "note": "Ghi chú",
    "number": "Số hiệu",
    "observation": "Xem",
    "observations": "Các số liệu",
    "occupancy": "Lấp đầy",
    "of": "Trên số tỉnh",
    "origin": "Nguồn vốn",
    "part": "Phần",
    "period": "Thời gian",
    "place": "Nơi",
    "planned": "Kế hoạch",
    "policies": "Số chính sách",
    "policy": "Chính sách",
    "policyFrom": "Hiệu lực từ",
    "policyTitle": "Tên văn bản",
    "policyTo": "Hiệu lực đến",
    "province": "Tỉnh",
    "published": "Ngày bài",
    "publisher": "Nơi đăng",
    "quote": "Câu trích",
    "quotes": "Các câu trích",
    "rate": "Tỷ lệ",
    "readAt": "Đọc lúc",
    "reason": "Lý do",
    "relation": "Có hay muốn",
    "sameArticle": "Cùng bài",
    "scope": "Phạm vi",
    "sector": "Ngành",
    "software": "Phần mềm",
    "source": "Nguồn",
    "sources": "Các nguồn",
    "stage": "Giai đoạn",
    "start": "Từ ký tự",
    "state": "Tình trạng",
    "stated": "Bài nêu",
    "statedQuote": "Câu trích (tỷ lệ)",
    "statement": "Phát biểu",
    "status": "Trạng thái",
    "title": "Tên bài",
    "to": "Đến",
    "type": "Loại",
    "unit": "Đơn vị",
    "until": "Đến",
    "value": "Giá trị",
    "wording": "Lời của bài",
    "wordings": "Lời của các bài",
    "year": "Năm",
    "zone": "Khu, cụm",
    "zones": "Số khu, cụm",
}
_SIDES = {"planned": "kế hoạch", "actual": "thực tế"}
_SIDED = re.compile(r"(planned|actual)([A-Z]\w*)")


_ENGLISH = {
    "about": "Subject",
    "counted": "Provinces with a figure",
    "into": "Province of that day",
    "least": "At least",
    "most": "At most",
    "of": "Of so many provinces",
    "observation": "See",
    "observations": "Figures",
}


def column_label(name: str, language: Language = "vi") -> str:
    """What a column is called.

    >>> column_label("value"), column_label("quoteA"), column_label("plannedValue"), column_label("x")
    ('Giá trị', 'Câu trích A', 'Giá trị (kế hoạch)', 'x')
    >>> column_label("differencePercent", "en")
    'Difference percent'
    """
    if language == "en":
        return _ENGLISH.get(name) or re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).capitalize()
    if name in _LABELS:
        return _LABELS[name]
    sided = _SIDED.fullmatch(name)
    if sided and sided[2].lower() in _LABELS:
        return f"{_LABELS[sided[2].lower()]} ({_SIDES[sided[1]]})"
    if name[-1:] in "AB" and name[:-1] in _LABELS:
        return f"{_LABELS[name[:-1]]} {name[-1]}"
    return name
