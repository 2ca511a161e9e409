"""The name, the colour and the logo of the collectivité that installs the site."""

import re
from pathlib import Path

import pytest

from app.settings import LARGEST_LOGO, Colour, ConfigRefused, contrast, read_identity

SITE = Path(__file__).parents[2] / "app" / "web" / "static" / "site.css"
READABLE = 4.5
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
BACKGROUNDS = "--(?:pico-background-color|sheet|bar|clause|[a-z]+-sheet): (#[0-9a-f]{3,6});"


def colour(given: str) -> Colour:
    found = read_identity({"COLLECTIVITE_COLOR": given}).colour
    assert found is not None
    return found


def backgrounds(css: str) -> list[str]:
    found = re.findall(BACKGROUNDS, css)
    assert len(found) == 7
    return ["#" + "".join(digit * 2 for digit in one[1:]) if len(one) == 4 else one for one in found]


def test_the_contrast_is_the_one_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == contrast("#ffffff", "#777777") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("given", ["#17535a", "#8a1538", "#000091", "#000000", "#6B2D00"])
def test_a_colour_is_read_on_every_background_of_the_site(given: str) -> None:
    light, dark = SITE.read_text(encoding="utf-8").split("@media (prefers-color-scheme: dark)", 1)

    found = colour(given)

    assert all(contrast(found.plain, under) >= READABLE for under in backgrounds(light))
    assert all(contrast(found.pointed, under) >= READABLE for under in backgrounds(light))
    assert all(contrast(found.light, under) >= READABLE for under in backgrounds(dark))
    assert all(contrast(found.light_pointed, under) >= READABLE for under in backgrounds(dark))
    assert min(contrast(one, "#ffffff") for one in (found.plain, found.pointed)) >= READABLE


def test_a_colour_that_is_read_badly_is_refused_with_its_contrast_and_a_darker_shade() -> None:
    with pytest.raises(ConfigRefused, match=r"contraste de 1,3 pour 1") as refusal:
        colour("#ffcc00")

    (proposed,) = re.findall("par exemple «\u00a0(#[0-9a-f]{6})\u00a0»", str(refusal.value))
    assert colour(proposed).plain == proposed


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0" + bytes(64), "image/jpeg"),
        (b"RIFF\x0a\x00\x00\x00WEBPVP8 ", "image/webp"),
    ],
)
def test_the_kind_of_a_logo_is_read_from_its_content(tmp_path: Path, content: bytes, media_type: str) -> None:
    file = tmp_path / "logo.svg"
    file.write_bytes(content)

    logo = read_identity({"COLLECTIVITE_NAME": "Évry", "COLLECTIVITE_LOGO": str(file)}).logo

    assert logo is not None
    assert (logo.content, logo.media_type) == (content, media_type)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "PNG, JPEG ou WebP"),
        (b"", "PNG, JPEG ou WebP"),
        (PNG + bytes(LARGEST_LOGO), "pèse 200 ko\u202f; 200 au plus"),
    ],
)
def test_another_file_or_a_heavy_one_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "logo.png"
    file.write_bytes(content)

    with pytest.raises(ConfigRefused, match=said):
        read_identity({"COLLECTIVITE_NAME": "Évry", "COLLECTIVITE_LOGO": str(file)})


def test_a_logo_needs_the_name_that_says_it(tmp_path: Path) -> None:
    file = tmp_path / "logo.png"
    file.write_bytes(PNG)

    with pytest.raises(ConfigRefused, match="COLLECTIVITE_NAME"):
        read_identity({"COLLECTIVITE_LOGO": str(file)})


@pytest.mark.parametrize(
    ("given", "leads_to"),
    [
        ("numerique@agglo.example.org", "mailto:numerique@agglo.example.org"),
        ("https://agglo.example.org/assistance", "https://agglo.example.org/assistance"),
    ],
)
def test_who_administers_the_site_is_reached_by_a_link(given: str, leads_to: str) -> None:
    assert read_identity({"COLLECTIVITE_CONTACT": given}).contact == leads_to


@pytest.mark.parametrize("given", ["le service", "javascript:alert(1)", "http://agglo.example.org", "a@b"])
def test_a_contact_that_leads_nowhere_is_refused(given: str) -> None:
    with pytest.raises(ConfigRefused, match="COLLECTIVITE_CONTACT"):
        read_identity({"COLLECTIVITE_CONTACT": given})
