"""The queries that servers are measured by: what people ask such a graph, from a look-up to going through all of it."""

from __future__ import annotations

from typing import NamedTuple

_PREFIXES = """\
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX kg: <https://w3id.org/vnkg/ontology#>
PREFIX metric: <https://w3id.org/vnkg/id/metric/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX qudt: <http://qudt.org/schema/qudt/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sdmx-dimension: <http://purl.org/linked-data/sdmx/2009/dimension#>
PREFIX sdmx-measure: <http://purl.org/linked-data/sdmx/2009/measure#>
"""


class Measured(NamedTuple):
    """A query, and whether it is a heavy one: it goes through a good part of the data."""

    name: str
    sparql: str
    heavy: bool


def _query(name: str, text: str, *, heavy: bool = False) -> Measured:
    return Measured(name, _PREFIXES + text, heavy)


QUERIES = (
    _query("describe an article", "SELECT ?p ?o { <https://w3id.org/vnkg/id/article/tong-hop-000100> ?p ?o }"),
    _query(
        "all of an article",
        """SELECT ?o ?metric ?value ?unit ?quote {
  ?span oa:hasSource <https://w3id.org/vnkg/id/article/tong-hop-000100> ; oa:hasSelector/oa:exact ?quote .
  ?o prov:wasDerivedFrom ?span ; kg:metric ?metric ; sdmx-measure:obsValue ?value ; qudt:unit ?unit }""",
    ),
    _query(
        "series of a province",
        """SELECT ?end ?value ?title {
  ?o kg:metric metric:exportValue ; sdmx-dimension:refArea <https://w3id.org/vnkg/id/province/hai-phong> ;
    sdmx-measure:obsValue ?value ; kg:periodEnd ?end ; prov:wasDerivedFrom/oa:hasSource/dcterms:title ?title
} ORDER BY ?end""",
    ),
    _query(
        "filter and order",
        """SELECT ?o ?about ?value {
  ?o kg:metric metric:registeredCapital ; sdmx-measure:obsValue ?value ; kg:aboutLabel ?about
  FILTER(?value > 1000000)
} ORDER BY DESC(?value) LIMIT 20""",
        heavy=True,
    ),
    _query(
        "latest by province",
        """SELECT ?place ?last ?value {
  { SELECT ?place (MAX(?end) AS ?last) {
      ?o kg:metric metric:projectCount ; sdmx-dimension:refArea ?place ; kg:periodEnd ?end } GROUP BY ?place }
  ?x sdmx-dimension:refArea ?place ; kg:metric metric:projectCount ; kg:periodEnd ?last ; sdmx-measure:obsValue ?value
  FILTER EXISTS { ?place a kg:Province }
}""",
        heavy=True,
    ),
    _query(
        "path and join",
        """SELECT ?province (COUNT(*) AS ?n) (SUM(?value) AS ?sum) {
  ?o sdmx-dimension:refArea/kg:locatedIn ?province ; kg:metric metric:leasedArea ; sdmx-measure:obsValue ?value ;
    prov:wasDerivedFrom/oa:hasSource/dcterms:issued ?day
} GROUP BY ?province""",
        heavy=True,
    ),
    _query(
        "regular expression",
        'SELECT ?s ?quote { ?s oa:exact ?quote FILTER(REGEX(?quote, "^12.*ha$", "i")) } LIMIT 1000',
        heavy=True,
    ),
    _query(
        "group all figures",
        """SELECT ?metric ?year (COUNT(*) AS ?n) (AVG(?value) AS ?mean) (MIN(?value) AS ?low) (MAX(?value) AS ?high) {
  ?o kg:metric ?metric ; sdmx-measure:obsValue ?value ; kg:periodEnd ?end BIND(YEAR(?end) AS ?year)
} GROUP BY ?metric ?year""",
        heavy=True,
    ),
    _query("count all", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", heavy=True),
    _query("count figures", "SELECT (COUNT(?o) AS ?n) { ?o a kg:Observation }"),
    _query("classes", "SELECT ?class (COUNT(?s) AS ?n) { ?s a ?class } GROUP BY ?class ORDER BY DESC(?n)", heavy=True),
    _query("properties", "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p ORDER BY DESC(?n)", heavy=True),
)
LOOK_UP = "SELECT ?p ?o WHERE { <https://w3id.org/vnkg/id/article/tong-hop-%s> ?p ?o }"
"""The cheapest query: what is said of one article, of which the number is to be filled in (six digits)."""
