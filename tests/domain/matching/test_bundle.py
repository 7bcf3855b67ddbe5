"""Bundles hold what belongs together: no chains, no forbidden pairs, no dependence on order."""

from hypothesis import given
from hypothesis import strategies as st

from app.domain.matching import Link, form_bundles

NODES = "abcdefgh"
PAIRS = [(one, other) for one in NODES for other in NODES if one < other]
LINKS = st.lists(st.builds(lambda pair, score: Link(*pair, score), st.sampled_from(PAIRS), st.floats(0, 1)))
CHOICES = st.lists(st.sampled_from(PAIRS), max_size=4)


def bundle(*groups: str) -> set[frozenset[str]]:
    return {frozenset(group) for group in groups}


def test_strong_pairs_stand_together():
    assert set(form_bundles("abcd", [Link("a", "b", 0.9), Link("c", "d", 0.8)])) == bundle("ab", "cd")


def test_two_groups_do_not_chain_through_one_weak_link():
    strong = [Link(*pair, 0.95) for pair in ("ab", "ac", "bc", "de", "df", "ef")]
    assert set(form_bundles("abcdef", [*strong, Link("c", "d", 0.55)])) == bundle("abc", "def")


def test_a_chain_of_links_is_no_group():
    links = [Link(*pair, 0.6) for pair in ("ab", "bc", "cd", "de", "ef")]
    assert max(len(group) for group in form_bundles("abcdef", links)) <= 2


def test_a_rejected_pair_never_stands_together_however_near_its_neighbours():
    links = [Link(*pair, 0.99) for pair in ("ab", "ac", "bc")]
    groups = form_bundles("abc", links, cannot=[("a", "b")])
    assert not any({"a", "b"} <= group for group in groups)


def test_a_confirmed_pair_stands_together_without_a_link():
    assert set(form_bundles("ab", [], must=[("b", "a")])) == bundle("ab")


def test_a_rejection_outweighs_a_confirmation_that_would_chain_past_it():
    groups = form_bundles("abc", [], must=[("a", "c"), ("b", "c")], cannot=[("a", "b")])
    assert not any({"a", "b"} <= group for group in groups)


def test_a_new_request_joins_without_moving_the_others():
    links = [Link(*pair, 0.9) for pair in ("ab", "ac", "bc")]
    assert set(form_bundles("abcx", [*links, Link("c", "x", 0.2)])) == bundle("abc")


@given(links=LINKS, must=CHOICES, cannot=CHOICES, seed=st.randoms())
def test_groups_are_disjoint_lawful_and_blind_to_order(links, must, cannot, seed):
    groups = form_bundles(NODES, links, must, cannot)
    members = [one for group in groups for one in group]
    assert len(members) == len(set(members))
    assert all(len(group) > 1 for group in groups)
    assert not any({a, b} <= group for a, b in cannot for group in groups)
    shuffled = [Link(link.b, link.a, link.score) for link in links]
    seed.shuffle(shuffled)
    turned = [(b, a) for a, b in reversed(cannot)]
    assert form_bundles(reversed(NODES), shuffled, must[::-1], turned) == groups


@given(links=LINKS)
def test_every_group_is_worth_its_links(links):
    best: dict[frozenset[str], float] = {}
    for link in links:
        pair = frozenset((link.a, link.b))
        best[pair] = max(best.get(pair, 0), link.score)
    for group in form_bundles(NODES, links):
        inside = [best.get(frozenset(pair), 0.35) for pair in PAIRS if set(pair) <= group]
        assert sum(inside) / len(inside) > 0.5


@given(score=st.integers(51, 100).filter(lambda one: (one - 50) % 15), counties=st.integers(1, 8))
def test_a_request_of_many_places_stands_with_four_that_never_meet_at_most(score: int, counties: int):
    """Each that was never compared speaks against by .15, the link to the wide one for it by score - .5."""
    names = "abcdefgh"[:counties]
    groups = form_bundles(["wide", *names], [Link("wide", name, score / 100) for name in names])
    may_join = -(-(score - 50) // 15)
    assert [len(one) for one in groups] == [1 + min(counties, may_join)]
    assert may_join <= 4


def test_a_coordinator_may_put_any_number_with_a_request_of_many_places():
    pairs = [("wide", name) for name in "abcdefgh"]
    assert set(form_bundles(["wide", *"abcdefgh"], [], must=pairs)) == {frozenset(["wide", *"abcdefgh"])}
