"""Build ontology/places.ttl: the provinces, districts and regions of Viet Nam, each with its lifetime.

Run `python scripts/build_places.py`; `--check` compares with the committed file instead of writing it. Sources: the
PyPI packages vietnamadminunits (MIT; units, codes, coordinates, the mapping of 63 provinces to 34) and pycountry
(LGPL; only the ISO 3166-2 codes), `scripts/sources/geonames.csv` (CC BY; identifiers), and `scripts/places.toml`
(names, earlier changes, regions, legal documents, each with its source). The output depends on these alone and is
sorted, so that a rebuild gives the same bytes. docs/places.md tells what is in it and what is missing.
"""

from __future__ import annotations

import csv
import datetime
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from admin_units import package_data, point_of_2025
from building import Node, both, coded, date, document, text, thing, write_or_check
from kg.vietnamese import fold, slug, strip_diacritics

HERE = Path(__file__).resolve().parent
OUTPUT = HERE.parent / "ontology" / "places.ttl"
GEONAMES = HERE / "sources" / "geonames.csv"
MERGED = "2025-07-01"
LAST_DAY = "2025-06-30"
LEGACY_LIST, NEW_LIST, ISO_LIST = "gso-2004", "gso-2025", "iso-3166-2"

ENGLISH_TYPE = {
    "tỉnh": "Province",
    "thành phố": "City",
    "quận": "District",
    "huyện": "District",
    "thị xã": "Town",
}

# The concepts of kg.ttl's scheme of kinds, by the type and whether the unit is a province.
UNIT_KINDS = {
    ("tỉnh", True): "province",
    ("thành phố", True): "municipality",
    ("quận", False): "urban-district",
    ("huyện", False): "rural-district",
    ("thị xã", False): "town",
    ("thành phố", False): "provincial-city",
}

WITH_I = dict(zip("yỳýỷỹỵ", "iìíỉĩị", strict=True))
DAK = re.compile(r"\b(?:Đắk|Đăk|Đak)\b")

Json = dict[str, Any]


def split(official: str) -> tuple[str, str]:
    """Split an official name into its type, lower case, and the name: ("thị xã", "Sa Pa"), ("quận", "Quận 1")."""
    kind = next(kind for kind in ENGLISH_TYPE if fold(official).startswith(f"{kind} "))
    name = official[len(kind) + 1 :]
    return kind, f"Quận {name}" if name.isdigit() else name


def other_spellings(name: str) -> set[str]:
    """Spellings of a name that are as common as it: Mỹ Đức as Mĩ Đức, Đắk Glei as Đăk, Đak, Đắc and Dak Glei."""
    spellings = {re.sub(r"\b[HKLMST][yỳýỷỹỵ]\b", lambda match: match[0][0] + WITH_I[match[0][1]], name)}
    if DAK.search(name):
        spellings |= {DAK.sub(way, name) for way in ("Đắk", "Đăk", "Đak", "Đắc", "Dak")}
    return spellings - {name}


class Builder:
    """Turns the sources into nodes. Names are unique among provinces of one list, and by province for districts."""

    def __init__(self, extra: Json) -> None:
        self.extra = extra
        self.nodes: dict[str, Node] = {}
        self.old: dict[str, str] = {}  # province of the 63 (and former ones) by name: path
        self.new: dict[str, str] = {}  # province of the 34 by name: path
        self.regions_2025: dict[str, str] = {}  # region of each of the 34, by the province's name
        self.districts: dict[str, list[str]] = defaultdict(list)  # "province/name": paths

    def build(self) -> list[Node]:
        """Make all nodes, sorted by IRI."""
        units = "vietnamadminunits"
        legacy, recent = (package_data(units, f"data/parser_{age}.json") for age in ("legacy", "from_2025"))
        became: dict[str, list[str]] = package_data(units, "data/converter_2025.json")["DICT_PROVINCE"]
        self.code_lists()
        self.country()
        regions = self.regions()
        self.provinces(legacy["DICT_PROVINCE"], recent["DICT_PROVINCE"], became, regions)
        self.iso_codes(package_data("pycountry", "databases/iso3166-2.json")["3166-2"])
        for key, districts in legacy["DICT_PROVINCE_DISTRICT"].items():
            self.list_districts(legacy["DICT_PROVINCE"][key]["provinceShort"], districts.values())
        self.former_districts()
        self.earlier_provinces_of_districts()
        self.later_changes()
        self.documents()
        self.geonames()
        return [self.nodes[path] for path in sorted(self.nodes)]

    def node(self, path: str, type_: str) -> Node:
        """Make a node; two things never get one IRI."""
        if path in self.nodes:
            raise SystemExit(f"two things would be called {path}; tell them apart in scripts/places.toml")
        self.nodes[path] = Node(path, type_)
        return self.nodes[path]

    def code_lists(self) -> None:
        """The lists that give codes their meaning."""
        for name, row in self.extra["code_lists"].items():
            node = self.node(f"code-list/{name}", "kg:CodeList, rdfs:Datatype")
            node.say("rdfs:label", *both(row["title"], row["english"]))
            node.say("dcterms:source", text(row["source"]))
            self.lifetime(node, row["begin"], row["end"])

    def country(self) -> None:
        """Viet Nam."""
        row = self.extra["country"]
        node = self.node(f"country/{slug(row['name'])}", "kg:Country")
        node.say("rdfs:label", *both(row["name"], row["english"]))
        node.say("gn:officialName", *both(row["official"], row["official_english"]))
        node.say("skos:altLabel", *(text(alias, "vi") for alias in row["aliases"]))

    def regions(self) -> dict[str, str]:
        """The regions; gives the path of the region of each province of the 63 and of the former ones."""
        of_province: dict[str, str] = {}
        sources = self.extra["region_members"]
        for row in self.extra["regions"]:
            node = self.node(f"region/{slug(row['name'])}", "kg:Region")
            node.say("rdfs:label", *both(row["name"], row["english"]))
            node.say("skos:altLabel", *(text(alias, "vi") for alias in row["aliases"]))
            node.say("kg:within", thing(f"country/{slug(self.extra['country']['name'])}"))
            self.lifetime(node, row.get("begin", ""), "")
            if "members" in row:
                node.say("dcterms:source", text(sources["source"]))
            if "members_2025" in row:
                node.say("rdfs:seeAlso", thing(f"policy/{slug(sources['document_2025'])}"))
            of_province |= dict.fromkeys(row.get("members", ()), node.path)
            self.regions_2025 |= dict.fromkeys(row.get("members_2025", ()), node.path)
        for former in self.extra["former_provinces"]:
            of_province[former.get("key", former["name"])] = f"region/{slug(former['region'])}"
        return of_province

    def provinces(self, legacy: Json, recent: Json, became: Mapping[str, list[str]], regions: dict[str, str]) -> None:
        """The 63, the former ones, the 34, and the events between them."""
        unchanged = {olds[0] for olds in became.values() if len(olds) == 1}
        begins = self.extra["begins"]
        for key, row in legacy.items():
            name = row["provinceShort"]
            end = "" if key in unchanged else LAST_DAY
            node = self.province(name, split(row["province"])[0], slug(name), begin=begins.get(name, ""), end=end)
            self.old[name] = node.path
            self.lies_in(node, self.regions_2025[name] if key in unchanged else "", regions[name])
            self.place_at(node, row["provinceCode"], LEGACY_LIST, row["provinceLat"], row["provinceLon"])
        for row in self.extra["former_provinces"]:
            name, key, end = row["name"], row.get("key", row["name"]), row["end"]
            tail = slug(name) if key == name else f"{slug(name)}-until-{end[:4]}"
            node = self.province(name, row["type"], tail, begin="", end=end, aliases=row.get("aliases", ()))
            self.old[key] = node.path
            self.lies_in(node, "", regions[key])
            node.say("skos:notation", *(coded(code, code_list) for code_list, code in row["codes"].items()))
            if "same_area_as" in row:
                same = self.nodes[self.old[row["same_area_as"]]]
                node.say("geo:lat", *same.says["geo:lat"])
                node.say("geo:long", *same.says["geo:long"])
        for key, row in recent.items():
            name = row["provinceShort"]
            if key in unchanged:
                self.new[name] = self.old[name]
                self.nodes[self.old[name]].say("skos:notation", coded(row["provinceCode"], NEW_LIST))
                continue
            node = self.new_province(name, split(row["province"])[0], row, MERGED)
            originals = [self.old[legacy[old]["provinceShort"]] for old in became[key]]
            tail = f"2025-{slug(name)}"
            self.event(tail, name, MERGED, originals=originals, resulting=[node.path], document="202/2025/QH15")
        by_name = {row["provinceShort"]: row for row in recent.values()}
        for row in self.extra["later_provinces"]:
            name, begin = row["name"], row["begin"]
            before = self.nodes[self.new[name]]
            self.lifetime(before, "", day_before(begin))
            node = self.new_province(name, row["type"], by_name[name], begin)
            tail = f"{begin[:4]}-{slug(name)}"
            self.event(tail, name, begin, originals=[before.path], resulting=[node.path], document=row["source"])
        for row in self.extra["province_events"]:
            originals, resulting = ([self.old[name] for name in row[side]] for side in ("original", "resulting"))
            name, document = row["resulting"][0], row["source"]
            self.event(row["slug"], name, row["date"], originals=originals, resulting=resulting, document=document)

    def new_province(self, name: str, type_: str, row: Mapping[str, Any], begin: str) -> Node:
        """One province of the 34 that is not one of the 63 too."""
        node = self.province(name, type_, f"{slug(name)}-{begin[:4]}", begin=begin, end="")
        self.new[name] = node.path
        self.lies_in(node, self.regions_2025[name], "")
        self.place_at(node, row["provinceCode"], NEW_LIST, row["provinceLat"], row["provinceLon"])
        return node

    def lies_in(self, node: Node, region: str, earlier: str) -> None:
        """The region that a province lies in, or lay in last, and one that it lay in before, if that is another."""
        node.say("kg:within", thing(region or earlier))
        if region and earlier and region != earlier:
            node.say("kg:formerlyWithin", thing(earlier))

    def iso_codes(self, rows: Iterable[Json]) -> None:
        """The ISO 3166-2 codes of the 63. ISO has Huế under its name from before 2025."""
        aliases = self.extra["aliases"]["province"]
        listed = [name for name, path in self.old.items() if last_day(self.nodes[path]) >= LAST_DAY]
        by_name = {fold(known): self.old[name] for name in listed for known in (name, *aliases.get(name, ()))}
        for row in rows:
            if row["code"].startswith("VN-"):
                name = self.extra["iso_slips"].get(row["name"], row["name"])
                self.nodes[by_name.pop(fold(name))].say("skos:notation", coded(row["code"], ISO_LIST))

    def province(self, name: str, type_: str, tail: str, *, begin: str, end: str, aliases: Iterable[str] = ()) -> Node:
        """One province."""
        node = self.node(f"province/{tail}", "kg:Province")
        self.names(node, name, type_, aliases or self.extra["aliases"]["province"].get(name, ()))
        self.lifetime(node, begin, end)
        return node

    def list_districts(self, province: str, rows: Iterable[Json]) -> None:
        """The districts of the last list, all of which ended with the district level."""
        units = [(*split(row["district"]), row) for row in rows]
        names = [name for _, name, _ in units]
        for type_, name, row in units:
            tail = name if names.count(name) == 1 else f"{type_} {name}"
            node = self.district(province, name, type_, tail, end=LAST_DAY)
            latitude, longitude = row["districtLat"], row["districtLon"]
            if f"{province}/{name}" in self.extra["points_of_2025"]:
                latitude, longitude = point_of_2025(self.extra["points_of_2025"][f"{province}/{name}"])
            self.place_at(node, row["districtCode"], LEGACY_LIST, latitude, longitude)

    def former_districts(self) -> None:
        """The districts that ended earlier, and what they became."""
        for row in self.extra["former_districts"]:
            province, name, end = row["province"], row["name"], row["end"]
            taken = f"district/{slug(province)}-{slug(name)}" in self.nodes
            tail = f"{row['type']} {name}" if taken else name
            resulting = [path for key in row["into"] for path in self.districts[key]]
            if len(resulting) != len(row["into"]):
                raise SystemExit(f"former district {name}: `into` must name districts of the last list, one each")
            node = self.district(province, name, row["type"], tail, end=end, aliases=row.get("aliases", ()))
            if "code" in row:
                node.say("skos:notation", coded(row["code"], LEGACY_LIST))
            day = next_day(end)
            tail = f"{day[:4]}-{slug(province)}-{slug(tail)}"
            self.event(tail, name, day, originals=[node.path], resulting=resulting, document=row["source"])

    def district(
        self, province: str, name: str, type_: str, tail: str, *, end: str, aliases: Iterable[str] = ()
    ) -> Node:
        """One district."""
        node = self.node(f"district/{slug(province)}-{slug(tail)}", "kg:District")
        key = f"{province}/{name}"
        self.districts[key].append(node.path)
        self.names(node, name, type_, aliases or self.extra["aliases"]["district"].get(key, ()))
        self.lifetime(node, "", end)
        node.say("kg:within", thing(self.old[province]))
        return node

    def earlier_provinces_of_districts(self) -> None:
        """Where districts of the last list lay before their province changed."""
        for earlier, row in self.extra["formerly_within"].items():
            for name in row["districts"]:
                (path,) = self.districts[f"{row['province']}/{name}"]
                self.nodes[path].say("kg:formerlyWithin", thing(self.old[earlier]))

    def event(
        self, tail: str, name: str, day: str, *, originals: list[str], resulting: list[str], document: str
    ) -> None:
        """A change: what there was, what there is from that day on, and the document that ordered it."""
        node = self.node(f"event/{tail}", "org:ChangeEvent")
        plain = self.extra["english"].get(name, strip_diacritics(name))
        node.say("rdfs:label", *both(f"Sắp xếp {name}, {day}", f"Change of {plain}, {day}"))
        node.say("dcterms:date", date(day))
        node.say("dcterms:source", thing(f"policy/{slug(document)}"))
        node.say("org:originalOrganization", *map(thing, originals))
        node.say("org:resultingOrganization", *map(thing, resulting))

    def later_changes(self) -> None:
        """All changes that a place, or what it had become before, was part of: no query need follow them."""
        events = [node for node in self.nodes.values() if node.type == "org:ChangeEvent"]
        changes: dict[str, list[Node]] = defaultdict(list)
        for event in events:
            for original in event.says["org:originalOrganization"]:
                changes[original].append(event)
        for original in changes:
            found: dict[str, Node] = {}
            ahead = [original]
            while ahead:
                for event in changes.get(ahead.pop(), ()):
                    if event.path not in found:
                        found[event.path] = event
                        ahead += event.says["org:resultingOrganization"]
            self.nodes[original.strip("<>")].say("kg:laterChange", *map(thing, sorted(found)))

    def documents(self) -> None:
        """The documents that events cite."""
        for number, row in self.extra["documents"].items():
            node = self.node(f"policy/{slug(number)}", "kg:Policy")
            node.say("dcterms:identifier", text(row.get("number", number)))
            node.say("dcterms:title", text(row["title"], "vi"))
            node.say("dcterms:issued", date(row.get("issued", "")))
            node.say("kg:issuer", text(row["issuer"]))
            node.say("kg:policyKind", thing(f"policy-kind/{row['kind']}"))
            node.say("rdfs:seeAlso", *(f"<{url}>" for url in row.get("seen", ())))
        cited = {term for node in self.nodes.values() for term in node.says.get("dcterms:source", ()) if "<" in term}
        cited.add(thing(f"policy/{slug(self.extra['region_members']['document_2025'])}"))
        missing = sorted(cited - {thing(path) for path in self.nodes})
        if missing:
            raise SystemExit(f"cited, but not in [documents] of scripts/places.toml: {', '.join(missing)}")

    def geonames(self) -> None:
        """GeoNames' identifiers, where code and name agree.

        Of several units that had one (Thừa Thiên Huế, then Huế), GeoNames' is the last; it is close to the others.
        """
        by_code: dict[tuple[str, str], list[Node]] = defaultdict(list)
        for node in self.nodes.values():
            for notation in node.says["skos:notation"]:
                by_code[notation, node.type].append(node)
        matched: dict[str, dict[str, Node]] = defaultdict(dict)
        with GEONAMES.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                type_ = "kg:District" if row["list"] == LEGACY_LIST else "kg:Province"
                for node in by_code.get((coded(row["code"], row["list"]), type_), ()):
                    if type_ == "kg:Province" or is_called(node, row["name"]):
                        matched[row["geonames"]][node.path] = node
        for identifier, nodes in matched.items():
            *others, last = sorted(nodes.values(), key=last_day)
            last.say("skos:exactMatch", f"<https://sws.geonames.org/{identifier}/>")
            for node in others:
                node.say("skos:closeMatch", f"<https://sws.geonames.org/{identifier}/>")

    def names(self, node: Node, name: str, type_: str, aliases: Iterable[str]) -> None:
        """Short name, official name and aliases, the short and official ones in both languages."""
        plain = strip_diacritics(name)
        english = self.extra["english"].get(name, plain)
        official = name if fold(name).startswith(type_) else f"{type_} {name}"
        suffix = ENGLISH_TYPE[type_]
        if fold(name).startswith("quận "):
            english = official_english = plain.replace("Quan", "District", 1)
        else:
            official_english = english if english.endswith(suffix) else f"{english} {suffix}"
        kind = UNIT_KINDS[type_, node.type == "kg:Province"]
        node.say("kg:unitKind", thing(f"unit-kind/{kind}"))
        node.say("rdfs:label", *both(name, english))
        node.say("gn:officialName", *both(official, official_english))
        node.say("skos:altLabel", *(text(alias, "vi") for alias in {*aliases, *other_spellings(name)} - {name}))

    def lifetime(self, node: Node, begin: str, end: str) -> None:
        """First and last day; an unknown begin and an open end are not stated."""
        node.say("kg:begin", date(begin))
        node.say("kg:end", date(end))

    def place_at(self, node: Node, code: str, code_list: str, latitude: float, longitude: float) -> None:
        """Code with its list, and a point."""
        node.say("skos:notation", coded(code, code_list))
        node.say("geo:lat", degrees(latitude))
        node.say("geo:long", degrees(longitude))


def last_day(node: Node) -> str:
    """The last day of a node's lifetime, for ordering; an open end is after all others."""
    return max((term[1:11] for term in node.says["kg:end"]), default="9999")


def is_called(node: Node, names: str) -> bool:
    """Tell whether one of `names` (split by |) holds one of the node's own, diacritics and spaces aside."""

    def plain(name: str) -> str:
        return slug(name).replace("-", "")

    own = {plain(term.split('"')[1]) for p in ("rdfs:label", "skos:altLabel") for term in node.says[p]}
    return any(name and name in plain(other) for name in own for other in names.split("|"))


def degrees(value: float) -> str:
    """Write a coordinate as the exact decimal that the source shows."""
    return f"{Decimal(repr(value)):f}"


def day_before(day: str) -> str:
    """The day before an ISO date."""
    return (datetime.date.fromisoformat(day) - datetime.timedelta(days=1)).isoformat()


def next_day(day: str) -> str:
    """The day after an ISO date."""
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=1)).isoformat()


def turtle() -> str:
    """Build the whole file's text."""
    extra = tomllib.loads((HERE / "places.toml").read_text(encoding="utf-8"))
    comments = [
        "Provinces, districts and regions of Viet Nam, each with its lifetime.",
        "Built by scripts/build_places.py from vietnamadminunits, pycountry, GeoNames and scripts/places.toml.",
    ]
    return document(comments, "dcterms geo gn kg org rdfs skos xsd", Builder(extra).build())


def main() -> int:
    """Write the file, or say whether the committed one is up to date."""
    return write_or_check(OUTPUT, turtle(), __doc__)


if __name__ == "__main__":
    raise SystemExit(main())
