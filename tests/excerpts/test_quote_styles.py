"""Each of the four reports gets its informants labelled the way it prints them."""

import pytest

from qualkit.errors import RefusedError, UnknownNameError
from qualkit.excerpts import Style, find_style, register_style, style_names

REKTOR = {"code": "R1.1", "role": "Skoleleder", "kommune_storrelse": "Mellomstor kommune", "region": "Viken"}


@pytest.mark.parametrize(
    ("style", "printed"),
    [
        ("ntnu", "R1.1: vi fikk jo aldri vite det"),
        ("afi", "vi fikk jo aldri vite det (Skoleleder)"),
        ("imtec", "vi fikk jo aldri vite det\nSkoleleder"),
        ("proba", "vi fikk jo aldri vite det (Mellomstor kommune, Viken)"),
    ],
)
def test_each_house_style_prints_as_its_report(style: str, printed: str) -> None:
    house = find_style(style)
    assert house.printed(house.label_of(REKTOR), "vi fikk jo aldri vite det") == printed


def test_only_ntnu_shows_the_code() -> None:
    assert [name for name in style_names() if not find_style(name).hides_code] == ["ntnu"]


def test_a_missing_attribute_falls_back_to_the_role() -> None:
    assert find_style("proba").label_of({**REKTOR, "region": ""}) == "Skoleleder"


def test_an_unregistered_informant_is_never_labelled_with_a_hidden_code() -> None:
    assert find_style("afi").label_of({"code": "R9"}) == "Informant"
    assert find_style("ntnu").label_of({"code": "R9"}) == "R9"


def test_words_that_look_like_a_template_stay_words() -> None:
    house = find_style("ntnu")
    assert house.printed("R1.1", "{label} og {quote}") == "R1.1: {label} og {quote}"


def test_nobody_known_gives_the_quote_alone() -> None:
    assert find_style("afi").printed("", "ja, altså") == "ja, altså"


def test_an_unknown_style_lists_the_known_ones() -> None:
    with pytest.raises(UnknownNameError, match="ntnu, afi, imtec, proba") as caught:
        find_style("apa")
    assert caught.value.name == "apa"
    assert "afi" in caught.value.near


def test_a_style_cannot_print_names() -> None:
    with pytest.raises(ValueError, match="names of people"):
        Style("lekk", label="{name}", layout="{label}: {quote}", hides_code=False)


def test_a_style_cannot_hide_and_print_the_code() -> None:
    with pytest.raises(ValueError, match="hides the code and prints it"):
        Style("lekk", label="{code}", layout="{label}: {quote}", hides_code=True)


def test_a_layout_needs_quote_and_label() -> None:
    with pytest.raises(ValueError, match="once each"):
        Style("halv", label="{role}", layout="{quote}", hides_code=True)


def test_a_project_can_add_its_own_style(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qualkit.excerpts.styles._STYLES", {})
    own = Style("egen", label="{code}, {role}", layout="– {quote} [{label}]", hides_code=False)
    register_style(own)
    register_style(own)
    assert find_style("egen").printed(own.label_of(REKTOR), "tida strekker ikke til") == (
        "– tida strekker ikke til [R1.1, Skoleleder]"
    )
    with pytest.raises(RefusedError, match="already a quote style «egen»"):
        register_style(Style("egen", label="{role}", layout="{quote} {label}", hides_code=True))
