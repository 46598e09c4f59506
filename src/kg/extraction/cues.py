"""The grammar's own words: what zones are called, and the cues for status, stage, origin and subjects.

Metrics' wordings are not here but in `ontology/metrics.ttl`. Wordings are matched folded, whole words, longest first.
"""

from __future__ import annotations

from kg.facts import Scope

ZONE_NOUNS: dict[str, tuple[str, ...]] = {
    "KCN": (
        "khu công nghiệp", "kcn", "khu cn", "khu công nghiệp tập trung", "khu công nghiệp - đô thị",
        "khu công nghiệp đô thị", "khu công nghiệp - dịch vụ", "khu công nghiệp và đô thị", "khu liên hợp công nghiệp",
        "khu công nghiệp, đô thị", "khu công nghiệp - đô thị - dịch vụ", "khu công nghiệp, đô thị và dịch vụ",
        "khu công nghiệp, đô thị, dịch vụ", "kcn - đô thị", "khu công nghiệp-đô thị", "khu công nghiệp-đô thị-dịch vụ",
        "kcn-đô thị", "khu phức hợp công nghiệp", "kcn đô thị", "tổ hợp khu công nghiệp", "tổ hợp kcn",
        "khu liên hợp công nghiệp - dịch vụ - đô thị", "kcn và đô thị", "khu công nghiệp - đô thị và dịch vụ",
        "khu công nghiệp - dịch vụ - đô thị", "kcn, đô thị và dịch vụ",
    ),
    "KCX": (
        "khu công nghiệp và chế xuất", "kcn và chế xuất", "khu chế xuất", "kcx", "kcx&cn", "kcx và cn",
        "khu chế xuất và công nghiệp",
        "khu chế xuất - khu công nghiệp",
    ),
    "KCNC": ("khu công nghệ cao", "kcnc", "khu cnc", "khu công nghệ thông tin tập trung", "khu cntt tập trung"),
    "CCN": (
        "cụm công nghiệp", "ccn", "cụm cn", "cụm làng nghề", "cụm công nghiệp làng nghề", "cụm tiểu thủ công nghiệp",
        "cụm công nghiệp - tiểu thủ công nghiệp", "cụm công nghiệp-tiểu thủ công nghiệp", "cụm cn-ttcn",
        "cụm cn - ttcn", "cụm ttcn", "điểm công nghiệp", "cụm, điểm công nghiệp", "cụm công", "cụm công nghiệp - ttcn",
        "cụm công nghiệp-ttcn",
    ),
    "KKT": (
        "khu kinh tế", "kkt", "khu kinh tế cửa khẩu", "kktck", "khu kinh tế ven biển", "kkt cửa khẩu", "kkt ven biển",
        "khu kinh tế quốc phòng", "khu kinh tế - thương mại đặc biệt", "khu kinh tế thương mại đặc biệt",
        "khu kinh tế - thương mại", "khu kinh tế thương mại",
    ),
    # Short forms: zones only where a name follows, and only in an article that speaks of such zones.
    "KHU": ("khu",),
    "CỤM": ("cụm",),
    "KCN+CCN": (
        "khu, cụm công nghiệp", "khu/cụm công nghiệp", "khu và cụm công nghiệp", "khu cụm công nghiệp",
        "khu - cụm công nghiệp", "khu, cụm cn", "khu-cụm công nghiệp", "k,ccn", "khu, cụm, điểm công nghiệp",
        "khu (cụm) công nghiệp", "khu ccn", "k/ccn",
    ),
    "KCN+KKT": ("khu kinh tế, công nghiệp", "khu công nghiệp, kinh tế"),
}  # fmt: skip
"""Each kind of zone with its wordings, the kinds joined in one noun among them ("khu, cụm công nghiệp")."""

SCOPE_OF: dict[str, Scope] = {
    "KCN": "zones", "KCX": "zones", "KCNC": "zones", "CCN": "clusters", "KKT": "economicZones",
    "KHU": "zones", "CỤM": "clusters", "KCN+CCN": "zonesAndClusters", "KCN+KKT": "zonesAndClusters",
}  # fmt: skip
"""The scope that figures about several zones of a kind have in the facts table."""

CUES: dict[str, tuple[str, ...]] = {
    # Status: what will be, or is meant to be.
    "planned": (
        "sẽ", "dự kiến", "phấn đấu", "mục tiêu", "kế hoạch", "chỉ tiêu", "định hướng", "đặt mục tiêu", "dự báo",
        "kỳ vọng", "dự tính", "theo quy hoạch", "theo kế hoạch", "sắp", "tiến tới", "ước tính đến năm",
        "khi hoàn thành", "khi đi vào hoạt động", "sau khi hoàn thành", "khi lấp đầy", "nhằm đạt", "tầm nhìn",
        "dự kiến đến", "cam kết", "hứa hẹn", "phải đạt", "cần đạt", "giao chỉ tiêu", "tối thiểu đạt", "đề ra", "đặt ra",
        "hướng đến", "hướng tới", "quy hoạch phát triển", "được quy hoạch", "có khả năng thu hút",
        "khi đi vào vận hành", "xin phép", "đang xin", "xin mở rộng", "quy hoạch mở rộng",
        "đề xuất", "đề nghị", "kiến nghị", "dự thảo", "khi vận hành", "được giao",
        "phương hướng", "trông đợi", "được kỳ vọng", "có thể tạo", "có thể thu hút", "có thể tăng", "có thể đạt",
        "kịch bản", "nhu cầu vốn", "nhu cầu kinh phí", "nhu cầu đầu tư", "có khả năng", "ước cả năm",
        "nỗ lực đạt", "quyết tâm", "nhắm", "nhắm tới", "nhắm đến", "nhắm mốc", "mong", "mong muốn", "kỳ vọng đạt",
    ),
    # What undoes a plan word: results measured against a plan.
    "result": (
        "đã", "đạt được", "hiện có", "hiện nay", "đến nay", "hiện tại", "lũy kế", "luỹ kế", "tính đến hết",
        "tính đến nay", "mới có", "mới đạt", "mới chỉ",
    ),
    # The stage of zones.
    "operating": (
        "đang hoạt động", "đi vào hoạt động", "đã hoạt động", "hoạt động sản xuất", "đang hoạt động sản xuất",
        "còn hoạt động", "đã đi vào hoạt động", "hoạt động hiệu quả", "đi vào vận hành", "hoạt động ổn định",
        "đã vận hành", "đang vận hành", "hoạt động sản xuất kinh doanh", "đưa vào hoạt động", "đi vào sản xuất",
        "hoạt động",
    ),
    "established": (
        "được thành lập", "đã thành lập", "quyết định thành lập", "có quyết định thành lập", "thành lập",
        "được phê duyệt thành lập", "đã được thành lập", "thành lập mới", "ra quyết định thành lập",
    ),
    "construction": (
        "khởi công", "đang xây dựng", "đang triển khai", "đang đầu tư", "đang triển khai xây dựng",
        "triển khai xây dựng", "đang đầu tư xây dựng", "đang trong quá trình xây dựng", "đang thi công",
        "đang xây dựng hạ tầng", "đang triển khai đầu tư", "đã khởi công", "đang giải phóng mặt bằng",
        "đang hoàn thiện hạ tầng", "đang xây dựng cơ bản", "đang trong quá trình xây dựng hạ tầng", "đang bồi thường",
        "đang trong giai đoạn xây dựng", "đang đền bù", "đang trong quá trình đầu tư", "đang tiến hành xây dựng",
        "đang triển khai thi công", "đang gpmb",
    ),
    "appraisal": (
        "thẩm định", "đang thẩm định", "chờ thẩm định", "trình phê duyệt", "đang lập hồ sơ", "lựa chọn chủ đầu tư",
        "đang trình", "đang hoàn thiện hồ sơ",
    ),
    # Whose capital.
    "foreign": (
        "fdi", "nước ngoài", "vốn ngoại", "đầu tư trực tiếp nước ngoài", "vốn nước ngoài", "doanh nghiệp ngoại", "đtnn",
        "nhà đầu tư ngoại", "liên doanh", "ngoài nước", "khối ngoại", "dòng vốn ngoại",
    ),
    "domestic": (
        "trong nước", "ddi", "nội địa", "vốn trong nước", "đầu tư trong nước", "dân doanh", "doanh nghiệp nội",
        "khối nội", "vốn nội", "nhà đầu tư nội",
    ),
    "bothOrigins": (
        "trong và ngoài nước", "trong nước và nước ngoài", "trong nước, nước ngoài", "trong nước và ngoài nước",
        "trong, ngoài nước", "cả trong và ngoài nước", "trong nước lẫn nước ngoài", "fdi và ddi", "ddi và fdi",
        "trong nước và fdi", "fdi và trong nước", "nước ngoài và trong nước", "trong ngoài nước",
    ),
    # What points back to a place already named, or to the zones spoken of.
    "wholeProvince": (
        "toàn tỉnh", "trên địa bàn tỉnh", "trong tỉnh", "tỉnh ta", "toàn thành phố", "trên địa bàn thành phố",
        "trên địa bàn", "tỉnh này", "thành phố này", "địa phương này", "tp này", "tỉnh nhà", "toàn địa bàn",
        "địa bàn tỉnh", "địa bàn thành phố", "toàn tp", "trên địa bàn tp", "địa bàn tp",
    ),
    "province": ("tỉnh", "thành phố", "địa phương", "tp", "thủ đô"),
    "board": ("ban quản lý",),
    "district": (
        "toàn huyện", "trên địa bàn huyện", "huyện này", "huyện", "thị xã", "quận", "toàn thị xã", "toàn quận",
    ),
    "country": ("cả nước", "toàn quốc", "nước ta", "trên phạm vi cả nước", "trong cả nước", "trên cả nước", "việt nam"),
    "thisZone": ("khu này", "cụm này", "toàn khu"),
    "theZones": ("các khu", "các cụm", "những khu", "những cụm", "trong khu", "trong cụm"),
    # Who has figures of his own.
    "company": (
        "công ty", "tập đoàn", "tổng công ty", "cty", "công ty tnhh", "công ty cổ phần", "công ty cp", "hợp tác xã",
        "liên doanh", "xí nghiệp", "ngân hàng", "doanh nghiệp này", "công ty này", "doanh nghiệp", "tập đoàn này",
        "chi nhánh", "cơ sở sản xuất", "cơ sở", "htx", "tổng cty", "công ty con",
    ),
    "project": (
        "dự án", "dự án này", "xưởng", "nhà kho", "kho hàng", "kho xưởng", "hòn đảo",
        "bất động sản này", "tài sản", "lô đất", "khu đất", "thửa đất", "quyền sử dụng đất",
        "đường giao thông", "đường kết nối", "đường gom", "hạ tầng giao thông", "bến cảng", "cầu cảng", "khu liên hợp",
        "siêu dự án", "đề án",
        "liên hợp lọc hóa dầu", "liên hợp gang thép", "khu liên hợp gang thép",
        "câu lạc bộ", "khu phức hợp", "nhà máy", "đại dự án", "công trình", "tổ hợp",
        "tuyến đường", "trung tâm dữ liệu", "tòa nhà", "khu nhà ở", "khu đô thị", "cảng", "sân bay", "khu du lịch",
        "nhà ở xã hội", "khu dân cư", "bệnh viện", "trường học", "khu tái định cư", "trạm biến áp",
        "nhà máy xử lý nước thải", "cao tốc", "quốc lộ", "đường dây", "trường", "tháp", "cầu", "khách sạn", "resort",
        "sân golf", "quần thể", "khu nghỉ dưỡng", "tòa tháp", "trung tâm thương mại", "chung cư", "công viên",
    ),
    # What both origins have together.
    "total": ("tổng cộng", "tổng số", "cả hai", "tính chung"),
}  # fmt: skip
"""Each cue with its wordings; the readers of subjects, status, stage and origin ask for them by name."""
