"""What differs between two codebooks, told for what it is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qualkit.codebook import Codebook, Net, net_changes
from qualkit.records import Code, Theme

TID = Code("tid", "Tid", definition="Tid man har.")
MØTE = Code("mote", "Møtetid", "tid")
ROM = Code("rom", "Rom")
UKLAR = Code("uklar", "Uklarhet")


def told(old: Codebook, new: Codebook) -> list[tuple[str, str, str]]:
    return [(net.kind, net.id, net.other) for net in net_changes(old, new)]


def test_a_child_that_only_followed_a_merged_parent_has_not_moved() -> None:
    old = Codebook([TID, MØTE, ROM])
    new = Codebook([Code("mote", "Møtetid", "rom"), ROM], merged={"tid": "rom"})
    assert told(old, new) == [("merge", "tid", "rom")]
    assert told(new, old) == [("unmerge", "tid", "rom")]


def test_a_theme_that_only_followed_a_merge_has_the_codes_it_had() -> None:
    old = Codebook([TID, ROM, UKLAR], [Theme("t", "Kapasitet", codes=("tid", "uklar"))])
    new = Codebook([ROM, UKLAR], [Theme("t", "Kapasitet", codes=("rom", "uklar"))], merged={"tid": "rom"})
    assert told(old, new) == [("merge", "tid", "rom")]
    assert told(new, old) == [("unmerge", "tid", "rom")]


def test_codes_join_and_leave_a_theme_and_their_order_says_nothing() -> None:
    old = Codebook([TID, ROM, UKLAR], [Theme("t", "Kapasitet", codes=("tid", "rom"))])
    new = Codebook([TID, ROM, UKLAR], [Theme("t", "Kapasitet", codes=("uklar", "tid"))])
    assert told(old, new) == [("join", "t", "uklar"), ("leave", "t", "rom")]
    turned = Codebook([TID, ROM, UKLAR], [Theme("t", "Kapasitet", codes=("rom", "tid"))])
    assert told(old, turned) == []


def test_a_code_read_as_one_and_then_as_another_is_told_with_its_own_name() -> None:
    old = Codebook([ROM, UKLAR], merged={"tid": "rom"})
    new = Codebook([ROM, UKLAR], merged={"tid": "uklar"}, former={"tid": "Tid"})
    (net,) = net_changes(old, new)
    assert (net.kind, net.name, net.other_path) == ("merge", "Tid", "Uklarhet")
    joined = Codebook([UKLAR], merged={"tid": "rom", "rom": "uklar"})
    assert told(old, joined) == [("merge", "rom", "uklar")]


def test_a_code_whose_birth_was_undone_is_gone_and_not_retired() -> None:
    assert told(Codebook([TID, ROM]), Codebook([TID])) == [("drop", "rom", "")]


def test_changes_stand_in_the_order_of_the_tree_those_merged_away_with_the_code_they_are_read_as() -> None:
    old = Codebook([TID, MØTE, ROM, UKLAR], [Theme("t", "Kapasitet")])
    new = Codebook(
        [Code("tid", "Tida"), Code("mote", "Møtetid", "tid", retired=True), Code("ny", "Alene", "tid")],
        [Theme("t", "Evne")],
        merged={"uklar": "mote", "rom": "tid"},
    )
    assert told(old, new) == [
        ("merge", "rom", "tid"),
        ("rename", "tid", ""),
        ("redefine", "tid", ""),
        ("create", "ny", ""),
        ("merge", "uklar", "mote"),
        ("retire", "mote", ""),
        ("rename", "t", ""),
    ]


def test_where_a_code_stood_and_stands_is_said_by_path() -> None:
    (net,) = net_changes(Codebook([TID, MØTE, ROM]), Codebook([TID, ROM, Code("mote", "Møtetid", None)]))
    assert (net.kind, net.before, net.after) == ("move", "Tid", "")


CODES = st.lists(
    st.builds(
        Code,
        st.sampled_from("abcdef"),
        st.sampled_from(("Tid", "Rom", "Støtte")),
        st.none() | st.sampled_from("abcdef"),
        definition=st.sampled_from(("", "Det som mangler.")),
        colour=st.sampled_from(("", "#366E8F")),
        retired=st.booleans(),
    ),
    unique_by=lambda code: code.id,
)


@st.composite
def books(draw: st.DrawFn) -> Codebook:
    """Trees without loops: a parent's letter comes before its child's."""
    codes = [code if not code.parent or code.parent < code.id else Code(code.id, code.name) for code in draw(CODES)]
    ids = [code.id for code in codes]
    gone = [one for one in "abcdef" if one not in ids]
    merged = draw(st.dictionaries(st.sampled_from(gone), st.sampled_from(ids))) if gone and ids else {}
    theme = Theme("t", "Kapasitet", codes=tuple(draw(st.lists(st.sampled_from(ids), unique=True)) if ids else ()))
    return Codebook(codes, draw(st.lists(st.just(theme), max_size=1)), merged=merged, strict=False)


@given(books())
def test_a_codebook_and_itself_differ_in_nothing(book: Codebook) -> None:
    assert net_changes(book, book) == ()


@given(books(), books())
def test_whatever_differs_each_thing_is_told_once_and_under_something_with_a_name(old: Codebook, new: Codebook) -> None:
    nets = net_changes(old, new)
    keys = [(net.kind, net.noun, net.id, net.field, net.other) for net in nets]
    assert len(keys) == len(set(keys))
    assert all(isinstance(net, Net) and (net.other_path if net.kind == "merge" else net.path) for net in nets)
    under = [(net.noun, net.under) for net in nets]
    assert [one for one, before in zip(under, [None, *under], strict=False) if one != before] == list(
        dict.fromkeys(under)
    ), "what is told of one code stands together"
