"""Finding requests that concern the same township work: read, key, judge, bundle."""

from app.domain.matching.bundle import Link, form_bundles
from app.domain.matching.concept import Concept, Relation
from app.domain.matching.evidence import Evidence
from app.domain.matching.fit import Example, Quality, area, fit_model, measure
from app.domain.matching.gates import Nearness, Window, explain_nearness, windows_apart
from app.domain.matching.judge import Judgement, judge_pair
from app.domain.matching.keys import CandidateKey, KeySearch, candidate_keys, key_search
from app.domain.matching.lineage import Edition, asks_again, is_copy, line_of
from app.domain.matching.model import LinearModel, load_inbox_model, load_model
from app.domain.matching.own_concepts import ConceptFault, find_faults
from app.domain.matching.prepare import prepare
from app.domain.matching.read import read_notice
from app.domain.matching.reading import Notice, Reading
from app.domain.matching.unseen import may_merge_unseen
from app.domain.matching.vocabulary import Vocabulary, load_vocabulary
from app.domain.matching.waterfall import draw_waterfall

__all__ = [
    "CandidateKey",
    "Concept",
    "ConceptFault",
    "Edition",
    "Evidence",
    "Example",
    "Judgement",
    "KeySearch",
    "LinearModel",
    "Link",
    "Nearness",
    "Notice",
    "Quality",
    "Reading",
    "Relation",
    "Vocabulary",
    "Window",
    "area",
    "asks_again",
    "candidate_keys",
    "draw_waterfall",
    "explain_nearness",
    "find_faults",
    "fit_model",
    "form_bundles",
    "is_copy",
    "judge_pair",
    "key_search",
    "line_of",
    "load_inbox_model",
    "load_model",
    "load_vocabulary",
    "may_merge_unseen",
    "measure",
    "prepare",
    "read_notice",
    "windows_apart",
]
