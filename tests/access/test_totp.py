"""One-time codes: the values of RFC 6238, and each good once."""

import base64

import pytest

from app.access.totp import address, code_at, matching_step, new_secret

SECRET = base64.b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_111_111_111, "050471"),
        (1_234_567_890, "005924"),
        (2_000_000_000, "279037"),
    ],
)
def test_the_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    # RFC 6238, appendix B: the last six of its eight digits.
    assert code_at(SECRET, seconds // 30) == code
    assert matching_step(SECRET, f"{code[:3]} {code[3:]}", seconds, None) == seconds // 30


def test_a_code_is_taken_from_a_clock_half_a_minute_off_and_not_from_one_further_off() -> None:
    assert matching_step(SECRET, code_at(SECRET, 99), 100 * 30, None) == 99
    assert matching_step(SECRET, code_at(SECRET, 101), 100 * 30, None) == 101
    assert matching_step(SECRET, code_at(SECRET, 97), 100 * 30, None) is None


@pytest.mark.parametrize("last", [100, 101])
def test_a_code_that_was_used_is_not_taken_again(last: int) -> None:
    assert matching_step(SECRET, code_at(SECRET, 100), 100 * 30, last) is None


@pytest.mark.parametrize("typed", ["", "abcdef", "28708", "2870822", "２８７０８２"])
def test_what_is_no_code_is_refused(typed: str) -> None:
    assert matching_step(SECRET, typed, 59, None) is None


def test_a_secret_has_160_bits_and_its_address_names_the_account() -> None:
    secret = new_secret()

    assert len(base64.b32decode(secret)) == 20
    assert address(secret, "a@ville.fr", "Contrat de ville").startswith(
        "otpauth://totp/Contrat%20de%20ville:a%40ville.fr?secret="
    )
