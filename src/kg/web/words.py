"""Column names in Vietnamese, for the pages' tables. What is not here is shown by its own name."""

from __future__ import annotations

import re

_LABELS = {
    "about": "Đối tượng",
    "actual": "Số liệu thực tế",
    "after": "Chữ sau",
    "article": "Bài",
    "articles": "Số bài",
    "author": "Tác giả",
    "before": "Chữ trước",
    "bound": "Mức",
    "code": "Mã ngành",
    "computed": "Tính ra",
    "computedUnit": "Đơn vị tính ra",
    "correctedAt": "Đính chính lúc",
    "correctedBy": "Người đính chính",
    "correction": "Đính chính",
    "confidence": "Độ chắc chắn",
    "date": "Ngày ban hành",
    "differencePercent": "Lệch (%)",
    "differencePoints": "Lệch (điểm %)",
    "digest": "Mã băm",
    "district": "Huyện",
    "division": "Ngành VSIC",
    "divisions": "Mã ngành VSIC",
    "end": "Đến ký tự",
    "facts": "Số lần",
    "figures": "Số số liệu",
    "formerly": "Trước đó",
    "from": "Từ",
    "id": "Mã",
    "industrialLandArea": "Đất công nghiệp (ha)",
    "issuer": "Cơ quan",
    "kind": "Loại",
    "label": "Tên",
    "land": "Số liệu đất",
    "landQuote": "Câu trích (đất)",
    "leased": "Số liệu cho thuê",
    "leasedArea": "Đã cho thuê (ha)",
    "leasedQuote": "Câu trích (cho thuê)",
    "match": "Khớp",
    "metric": "Chỉ tiêu",
    "note": "Ghi chú",
    "number": "Số hiệu",
    "observation": "Quan sát",
    "observations": "Số số liệu",
    "occupancy": "Lấp đầy",
    "origin": "Nguồn vốn",
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
    "reason": "Lý do",
    "readAt": "Đọc lúc",
    "relation": "Có hay muốn",
    "sameArticle": "Cùng bài",
    "scope": "Phạm vi",
    "sector": "Ngành",
    "software": "Phần mềm",
    "source": "Nguồn",
    "stage": "Giai đoạn",
    "start": "Từ ký tự",
    "stated": "Bài nêu",
    "statedQuote": "Câu trích (tỷ lệ)",
    "state": "Tình trạng",
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


def column_label(name: str) -> str:
    """The Vietnamese label of a column.

    >>> column_label("value"), column_label("quoteA"), column_label("plannedValue"), column_label("x")
    ('Giá trị', 'Câu trích A', 'Giá trị (kế hoạch)', 'x')
    """
    if name in _LABELS:
        return _LABELS[name]
    sided = _SIDED.fullmatch(name)
    if sided and sided[2].lower() in _LABELS:
        return f"{_LABELS[sided[2].lower()]} ({_SIDES[sided[1]]})"
    if name[-1:] in "AB" and name[:-1] in _LABELS:
        return f"{_LABELS[name[:-1]]} {name[-1]}"
    return name
