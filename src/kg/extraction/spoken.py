"""What a text is speaking of, sentence by sentence: its place, its topic, and what pointing words mean by these.

The topic of "Tỉnh Hưng Yên có 17 KCN. Tỷ lệ lấp đầy đạt 60%." is carried from one sentence to the next; a heading or
the head of a list rules the bullets below it; a new paragraph returns from a district to the article's own place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from kg.extraction.anchors import Anchors
from kg.extraction.discourse import SHORT_PARAGRAPH, Discourse
from kg.extraction.document import Line, Sentence
from kg.extraction.figures import Figure
from kg.extraction.headline import Headline, own_district, own_place
from kg.extraction.patterns import either
from kg.extraction.phrases import Phrases, speaks_for_an_office
from kg.extraction.pointing import Pointing
from kg.extraction.reading import Reading
from kg.extraction.subject import BUSINESS, FIRM_TYPES, SCOPES, ZONES, Anchor, Subject
from kg.extraction.zone_list import ZoneList

# Roads, bridges, lots of land are spoken of in passing; a project, a plant, a scheme may be what a paragraph is about.
_CARRYING = re.compile(r"dự án|đề án|nhà máy|xưởng|siêu dự án|đại dự án|tổ hợp|khu liên hợp")
# Of these an article goes on to tell over paragraphs.
_LASTING = re.compile(r"dự án|nhà máy|siêu dự án|đại dự án|tổ hợp|khu liên hợp")
# "Trung tâm Khuyến công tỉnh hỗ trợ xưởng": an office that does something for the one spoken of.
_OFFICE_BEFORE = re.compile(
    r"(?<!\w)"
    + either("trung tâm|sở|ban|phòng|hội|liên minh|cục|chi cục|quỹ|ubnd|lãnh đạo|chính quyền|ngân hàng")
    + r"\s+(?:[^,.;:()]{0,40}\s)?$"
)
_NEAR = 700
# "Mục tiêu của năm 2023 là ..." tells what the article's own subject is to do.
_TARGET = re.compile(
    r"\W*(?:mục tiêu|kế hoạch|chỉ tiêu)\s+(?:của\s+|trong\s+|đặt ra\s+)?(?:cả\s+)?(?:năm|quý|giai đoạn|6 tháng)"
)
# "Một số kết quả chính như sau:" heads what the article's own subject has.
_SUMMARY = re.compile(r"\W*(?:một số|các|những)? ?(?:chỉ tiêu|kết quả|nội dung|số liệu)[^.:;]*:\s*")
_PART = re.compile(r"\W*(?:riêng|trong đó|đơn cử|điển hình|chỉ riêng|ví dụ|chẳng hạn|lớn nhất là|đáng chú ý)(?!\w)")
# "Các doanh nghiệp đang sử dụng 565.400 lao động"
_THE_FIRMS = re.compile(
    r"\W*(?:(?:hiện|hiện nay|đến nay),? )?(?:các|khối|số) doanh nghiệp(?! (?:trên địa bàn|của tỉnh|toàn tỉnh"
    r"|nhà nước|tư nhân|ngoài))"
)
_COUNTRY = Subject("Việt Nam", "Country")
# "Theo Cục Đầu tư nước ngoài, vốn đăng ký mới, tăng thêm cùng vốn mua cổ phần ... đạt 3,2 tỷ USD"
_AGENCY = re.compile(
    r"[^.;]{0,40}(?:cục đầu tư nước ngoài|tổng cục thống kê|bộ kế hoạch và đầu tư|bộ tài chính)(?!\w)[^.;]{0,140}"
    r"vốn (?:đầu tư )?(?:nước ngoài )?đăng ký (?:cấp )?mới[^.;]{0,120}(?:góp vốn|cổ phần)"
)
_COMPARING = re.compile(r"\W*so với(?! cùng)")
# The office of somebody: "Phó Chủ tịch UBND tỉnh dự hội nghị".
_SOMEBODYS = re.compile(r"(?:chủ tịch|bí thư|lãnh đạo|đồng chí|đại diện)(?!\w)[^.;]{0,30}(?:ubnd|hđnd|ủy|đảng)\s*$")
# What a sentence is about stands at its beginning; a heading or a bullet is about all that it names.
_OPENING = 70
_LONGEST_HEADING = 100
_TIMES = frozenset({"tháng", "năm", "ngày", "quý", "tuần"})
# A label in front of a paragraph opens another matter: "Về thu hút đầu tư: ...", "Nhiệm vụ trọng tâm quý IV: ...".
_LABELLED = re.compile(
    r"(?:\d{1,2}[.)]\s*|[-+*•]\s*)?"
    + either(
        "về|công tác|tình hình|kết quả|nhiệm vụ|mục tiêu|phương hướng|tồn tại|hạn chế|khó khăn|giải pháp|kế hoạch",
        "chỉ tiêu|đánh giá|đầu tư|sản xuất|xuất khẩu|thu hút|lao động|định hướng",
    )
    + r"[^.:;,()\d]{0,60}\d{0,4}:|về\s[^.:;,()\d]{3,40},"
)


# A line of an outline that describes something: who builds it, where it lies, whom to ask.
_ATTRIBUTE = re.compile(
    r"[-+*•\s]*(?:vị trí|địa điểm|địa chỉ|chủ đầu tư|nhà đầu tư|đơn vị|cơ quan|pháp lý|liên hệ|điện thoại|hotline|email"
    r"|website|giao thông|kết nối|nguồn)(?: [^:\n.]{0,30})?:\s"
)
# "7. Giải quyết việc làm mới cho 55.000 lao động": of numbered targets each is told by itself.
_ITEM = re.compile(r"\d{1,2}[.)]\s")
# "4. Về cụm công nghiệp: ..."
_NUMBERED = re.compile(r"\d{1,2}[.)]\s*về\s[^.:;()\d]{0,60}:")


class Spoken:
    """The state of the discourse, brought forward by `advance`; `resolve` says what an anchor stands for in it."""

    def __init__(self, reading: Reading, zones: ZoneList, anchors: Anchors, phrases: Phrases) -> None:
        self._reading = reading
        self._folded = reading.doc.folded
        self._zones = zones
        self._anchors = anchors
        self._phrases = phrases
        home = own_district(reading) or own_place(reading)
        default = Headline(reading, zones, anchors, phrases).topic() or home
        lines = Counter(sentence.line.index for sentence in reading.doc.sentences)
        self._now = Discourse(home, default, home, home, sentences_in=lines)
        self.resolve = Pointing(reading, zones, anchors, phrases, self._now).resolve
        self._before_passing = default
        self._in_sentence: Subject | None = None
        self._told: list[Subject] = []
        self._settled = 0

    @property
    def default(self) -> Subject | None:
        """What the headline makes the topic, else the article's own place."""
        return self._now.default

    @property
    def place(self) -> Subject | None:
        """The place spoken of, the article's own if none else is; None in an article of no place."""
        return self._now.somewhere

    @property
    def foreground(self) -> Subject | None:
        """The place that sentences have named; None where an article of no place has named none."""
        return self._now.place

    def at_a_zone(self, line: Line) -> bool:
        """Whether a paragraph has been speaking of one zone so far, or the whole article does."""
        if self._now.topic is None or self._now.topic.type not in ZONES:
            return False
        return self._now.topic == self._now.default or self._now.topic_line == line.index

    @property
    def zone_spoken_of(self) -> Subject | None:
        """The zone that the text is at, if it is at one."""
        return self._now.topic if self._now.topic is not None and self._now.topic.type in ZONES else None

    def near(self, anchor: Anchor) -> bool:
        """Whether a zone was named not far before an anchor."""
        return self._zones.last_named(anchor.start, "") > anchor.start - _NEAR

    def place_of(self, subject: Subject) -> Subject | None:
        """The province that a subject lies in, else the place spoken of; the district in a district's own report."""
        if (
            self._now.home is not None
            and self._now.home.type == "District"
            and subject.province == self._now.home.province
        ):
            return self._now.home
        return Subject(subject.province, "Province") if subject.province else self.place

    # --- going on ---------------------------------------------------------------------------------------------------

    def tell(self, subject: Subject) -> None:
        """Take in whom a figure of the sentence is about."""
        self._in_sentence = subject
        self._told.append(subject)

    def count(self, group: Subject) -> None:
        """Take in that a place's zones were counted: the figures behind are theirs ("6 KCN, diện tích 1.200 ha")."""
        self._in_sentence = group
        self._now.scope = group.scope

    def advance(self, sentence: Sentence) -> None:
        """Take in what the sentences before this one were about."""
        sentences = self._reading.doc.sentences
        while self._settled < sentence.index:
            before, after = sentences[self._settled : self._settled + 2]
            self._settle(before)
            self._settled += 1
            numbered = after.line.bullet and _NUMBERED.match(self._folded, after.start, after.end) is not None
            if after.first and (numbered or not after.line.bullet):
                self._begin_paragraph(before, after)

    def _begin_paragraph(self, before: Sentence, after: Sentence) -> None:
        """A new paragraph speaks of the article's own place again, not of a district or of another province."""
        if _LABELLED.match(self._folded, after.start, after.end):
            self._now.place, self._now.topic, self._now.head = self._now.home, self._now.default, None
            return
        if before.line.heading or (
            before.line.bullet and self._now.head is not None and self._now.topic == self._now.head
        ):
            return
        national = self._now.home is not None and self._now.home.type in ("Country", "Region")
        if national or (self._now.place is not None and self._now.place.type in ("District", "Commune")):
            self._now.place = self._now.home
        passing = {"District", "Commune", "Province", "Region"} if national else {"District", "Commune"}
        if self._now.sentences_in[before.line.index] > SHORT_PARAGRAPH:
            passing |= ZONES
        if self._is_passing(self._now.topic) and self._now.sentences_in[before.line.index] > SHORT_PARAGRAPH:
            self._now.topic = self._before_passing
        left = (
            self._now.topic is not None and self._now.topic.type in ZONES and self._now.topic_line < before.line.index
        )
        if left and self._now.default is not None:
            passing |= ZONES  # the paragraph before did not speak of it any more
        if (
            self._opens_with_firms(after)
            and self._now.default is not None
            and self._now.default.scope
            and self._now.topic == self._now.home
        ):
            self._now.topic = self._now.default
        of_a_zone = self._now.default is not None and self._now.default.type in ZONES
        if of_a_zone or (self._now.topic is not None and self._now.topic.type in passing):
            self._now.topic = self._now.default

    def _opens_with_firms(self, sentence: Sentence) -> bool:
        """Whether a paragraph begins with the firms at work: of an article on a place's zones, those in them."""
        return _THE_FIRMS.match(self._folded, sentence.start, sentence.end) is not None

    def _settle(self, sentence: Sentence) -> None:
        """Conclude what a sentence was about: whom its figures told, else what it names."""
        topic = self._in_sentence
        place = self._now.place
        named = self._named(sentence)
        if _ATTRIBUTE.match(self._folded, sentence.start, sentence.end) and not self._told:
            self._now.place, named, topic = place, None, None  # "Chủ đầu tư: ...", "Vị trí: ...": of what is described
            self._in_sentence = None
            return
        if self._told:
            topic = _main_of(self._told)
        elif topic is None:
            topic = named
        line = sentence.line
        if self._told and topic is not None and topic.type == "Country" and not topic.scope:
            self._now.country_line = line.index
        quantities = self._reading.quantities_before(sentence.end, sentence.start)
        has_figures = any(not quantity.kind_hint and quantity.unit not in _TIMES for quantity in quantities)
        heads = line.heading and sentence.end == line.end and line.end - line.start < _LONGEST_HEADING
        at_zone = self._now.topic is not None and self._now.topic.type in ZONES
        heads = heads and (at_zone or self._folded[line.end - 1] != "?")  # a question goes on about places and groups
        if topic is None and heads and not has_figures:
            topic = self._now.default
            self._now.place = self._now.home
        if topic is not None and not self._of_a_part(sentence, topic):
            if self._is_passing(topic) and not self._is_passing(self._now.topic):
                self._before_passing = self._now.topic
            self._now.topic, self._now.topic_line = topic, line.index
            if not line.bullet or not has_figures:
                self._now.head = topic
        self._in_sentence = None
        self._told = []
        following = self._reading.doc.sentences[sentence.index + 1 : sentence.index + 2]
        if following and _TARGET.match(self._folded, following[0].start):
            self._now.topic = self._now.default
        if _SUMMARY.fullmatch(self._folded, sentence.start, sentence.end):
            self._now.topic = self._now.head = named if named is not None and named.scope else self._now.default

    @staticmethod
    def _is_passing(topic: Subject | None) -> bool:
        """Whether a topic is a work that no further paragraph goes on about: a road, a lot of land, a scheme."""
        return topic is not None and topic.type == "Project" and not _LASTING.match(topic.about.lower())

    def _of_a_part(self, sentence: Sentence, topic: Subject) -> bool:
        """Whether a sentence only tells of a part ("Riêng dự án X ..."): the next one is about the whole again."""
        if (
            _COMPARING.match(self._folded, sentence.start)
            and self._now.home is not None
            and topic.about != self._now.home.about
        ):
            return True
        smaller = (
            self._now.topic is not None
            and topic != self._now.topic
            and (not topic.is_place or self._now.topic.is_place)
        )
        return smaller and not sentence.first and _PART.match(self._folded, sentence.start) is not None

    def _named(self, sentence: Sentence) -> Subject | None:
        """The first thing that a sentence names as its topic; places that it names become the place spoken of."""
        first: Subject | None = None
        leading = sentence.line.heading or sentence.line.bullet
        if sentence.line.heading and self._folded[sentence.line.start] == "(":
            return None  # below a headline, where that lies: "(Thị xã An Hạ, tỉnh Hà Nam)"
        anchors = self._anchors.within(sentence.start, sentence.end)
        for anchor in anchors:
            if anchor.aside or anchor.kind in ("investor", "many", "phase"):
                continue
            if self.of_a_firm and _OFFICE_BEFORE.search(self._folded, sentence.start, anchor.start):
                continue
            if anchor.start - sentence.start > _OPENING and not leading:
                break
            if anchor.kind == "back" and _SOMEBODYS.search(self._folded, sentence.start, anchor.start):
                continue
            if anchor.kind == "project" and not _CARRYING.match(self._folded, anchor.start):
                continue
            subject = self.resolve(anchor, anchors)
            if subject is None:
                continue
            if subject.type == "Country" and self._now.is_provincial:
                if anchor.kind == "place" and not self._phrases.only_locates(anchor, anchors):
                    self._now.country_line = sentence.line.index
                continue
            if anchor.kind in ("place", "back"):
                if not subject.is_place or self._phrases.only_locates(anchor, anchors):
                    continue
                if subject.type == "Province" and (anchor.former or self._is_other_province(subject)):
                    continue
                small = subject.type in ("District", "Commune")
                if small and not leading and not self._told:
                    continue
                if small and first is not None and first.type in ZONES:
                    continue  # "- KCN A: 300 ha, huyện B."
                self._now.place = subject
            elif anchor.kind == "zone":
                subject = self._of_list(anchor, anchors, subject)
            elif anchor.kind == "group":
                self._now.scope = subject.scope
            first = first or subject
        return first

    def _of_list(self, zone: Anchor, anchors: Sequence[Anchor], subject: Subject) -> Subject:
        """The place's zones where a sentence is about several that it lists, else the zone."""
        place = self.place_of(subject)
        listed = self._phrases.list_from(zone, anchors)
        return replace(place, scope=SCOPES[subject.type]) if len(listed) > 1 and place is not None else subject

    @property
    def of_a_firm(self) -> bool:
        """Whether the text is at a company or a project."""
        return self._now.topic is not None and self._now.topic.type in FIRM_TYPES

    def _is_other_province(self, subject: Subject) -> bool:
        """Whether a province is another one than that of an article about a single one."""
        return not self._reading.several and bool(self._reading.home) and subject.about != self._reading.home

    # --- looking back -----------------------------------------------------------------------------------------------

    def carried(self, figure: Figure) -> Subject | None:
        """Whom a figure is about that names nothing itself: the sentence's subject, the list's head, the topic."""
        if self._in_sentence is not None:
            return self._in_sentence
        topic = self._now.topic
        if self._now.is_provincial and self._told_by_an_agency(figure.sentence):
            return _COUNTRY
        if topic is not None and not topic.is_place and self._speaks_for_the_place(figure.sentence):
            return self._place_of_speaker()
        if figure.sentence.line.bullet and figure.sentence.first and self._now.head is not None:
            numbered = _ITEM.match(self._folded, figure.sentence.start) is not None
            narrower = topic is not None and topic.scope and topic.about == self._now.head.about and not numbered
            return topic if narrower else self._now.head
        if topic is not None and topic.type in FIRM_TYPES:
            if figure.metric == "count":
                topic = self.place
            elif figure.metric in BUSINESS and figure.sentence.first:
                topic = self._now.default
        if topic is not None and topic.type == "Country" and self._now.is_provincial:
            return topic if self._now.country_line == figure.sentence.line.index else self._now.place
        return topic

    def _told_by_an_agency(self, sentence: Sentence) -> bool:
        """Whether a sentence without a place tells what foreigners invest in the country, by its agency's formula."""
        if _AGENCY.match(self._folded, sentence.start, sentence.end) is None:
            return False
        return not any(anchor.is_place for anchor in self._anchors.within(sentence.start, sentence.end))

    def _speaks_for_the_place(self, sentence: Sentence) -> bool:
        """Whether the "we" of a sentence is a board or an office: "“Chúng tôi sẽ ...”, ông Tâm, Trưởng Ban, nói"."""
        if self._now.default is not None and self._now.default.type in (*ZONES, "Company"):
            return False
        return speaks_for_an_office(
            self._folded, sentence.start, sentence.end, min(sentence.line.end, sentence.end + _NEAR)
        )

    def _place_of_speaker(self) -> Subject | None:
        if self._now.default is not None and self._now.default.scope:
            return self._now.default
        return replace(self._now.home, scope=self._now.scope) if self._now.home is not None else None

    def topic_of(self, sentence: Sentence) -> Subject | None:
        """The place, zone or zones that a sentence goes on about which names none; None where it is a firm."""
        head = self._now.head if sentence.line.bullet and sentence.first else None
        topic = head or self._now.topic
        if topic is None or topic.type in FIRM_TYPES:
            return None
        return self._now.place if topic.type == "Country" and self._now.is_provincial else topic


def _main_of(subjects: Sequence[Subject]) -> Subject:
    """What a sentence with these figures was about: the first of its places or their zones, else the first of all.

    Of a country and its parts, the parts are what the sentence goes on about.
    """
    if len(set(subjects)) > 1:
        for subject in subjects:
            if subject.type != "Country" and (subject.is_place or subject.scope):
                return subject
    return subjects[0]
