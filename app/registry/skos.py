"""The vocabulary as a SKOS concept scheme in JSON-LD, so that other systems can load it as it is."""

from typing import Any

from app.domain.matching import Concept, Vocabulary

JSON_LD = "application/ld+json"
SCHEME = "urn:jianfu:matters"
_CONTEXT: dict[str, Any] = {
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "jianfu": "urn:jianfu:term:",
    "id": "@id",
    "type": "@type",
    "prefLabel": {"@id": "skos:prefLabel", "@container": "@language"},
    "altLabel": {"@id": "skos:altLabel", "@container": "@language"},
    "hiddenLabel": {"@id": "skos:hiddenLabel", "@container": "@language"},
    "scopeNote": {"@id": "skos:scopeNote", "@container": "@language"},
    "notation": "skos:notation",
    "broader": {"@id": "skos:broader", "@type": "@id"},
    "related": {"@id": "skos:related", "@type": "@id"},
    "inScheme": {"@id": "skos:inScheme", "@type": "@id"},
    "topConceptOf": {"@id": "skos:topConceptOf", "@type": "@id"},
    # SKOS has no word for these: owl:disjointWith is for classes, and a concept is none
    "disjoint": {"@id": "jianfu:disjoint", "@type": "@id"},
    "object": {"@id": "jianfu:object", "@type": "@id"},
    "category": "jianfu:category",
    "facet": "jianfu:facet",
    "season": "jianfu:seasonMonth",
}


def concept_scheme(vocabulary: Vocabulary) -> dict[str, Any]:
    """The whole vocabulary as one JSON-LD 1.1 document (SKOS Reference, W3C 2009)."""
    scheme = {
        "id": SCHEME,
        "type": "skos:ConceptScheme",
        "prefLabel": {"zh": "乡镇工作事项词表", "en": "Matters of township work"},
    }
    concepts = [_node(one) for _, one in sorted(vocabulary.concepts.items())]
    return {"@context": _CONTEXT, "@graph": [scheme, *concepts]}


def _node(concept: Concept) -> dict[str, Any]:
    node: dict[str, Any] = {
        "id": _iri(concept.id),
        "type": "skos:Concept",
        "inScheme": SCHEME,
        "notation": concept.id,
        "prefLabel": {"zh": concept.pref_label, "en": concept.pref_label_en},
        "altLabel": {"zh": list(concept.alt_labels)} if concept.alt_labels else None,
        "hiddenLabel": {"zh": list(concept.hints)} if concept.hints else None,
        "scopeNote": {"zh": concept.scope_note} if concept.scope_note else None,
        "topConceptOf": None if concept.broader else SCHEME,
        "broader": [_iri(one) for one in concept.broader],
        "related": [_iri(one) for one in concept.related],
        "disjoint": [_iri(one) for one in concept.disjoint],
        "object": [_iri(one) for one in concept.objects],
        "category": concept.category,
        "facet": concept.facet,
        "season": list(concept.season),
    }
    return {name: value for name, value in node.items() if value not in (None, [])}


def _iri(id_: str) -> str:
    return f"urn:jianfu:matter:{id_}"
