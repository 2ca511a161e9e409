"""Letters over SMTP: what they say, how they go out, and what is said when they do not."""

import socket
import threading
from collections.abc import Iterator

import pytest

from app.mail import MOST_WAITING, Mailer, MailNotSent
from app.mail.letters import Letter, invitation, password_link
from app.settings.mail import MailSettings, Security
from tests.mail_server import SECRET, SENDER, USER, Box, free_port, mail_server
from tests.territories.official_server import Authority
from tests.web.pages import PLAIN_SPACE

LINK = "https://contrats.example.org/invitation/jeton"
LETTER = Letter("jeanne.petit@agglo.fr", "Essai", "Bonjour.\n")


@pytest.fixture
def box() -> Iterator[Box]:
    with mail_server() as box:
        yield box


@pytest.fixture
def trusted(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """The authority of the tests as that of this machine."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.bundle))
    return authority


def refusal(settings: MailSettings, seconds: float = 5, letter: Letter = LETTER) -> str:
    with pytest.raises(MailNotSent) as refused:
        Mailer(settings, "", lambda _why: None, seconds).send(letter)
    return str(refused.value)


def test_an_invitation_says_who_invites_to_what_and_leads_to_the_site_alone(box: Box) -> None:
    letter = invitation(
        "jeanne.petit@agglo.fr", "Métropole de Lyon", "Ana Roy", "Lyon 2030", "Rédacteur", LINK
    )

    box.mailer().send(letter)

    (came,) = box.letters
    text = came.get_content()
    assert box.to == [["jeanne.petit@agglo.fr"]]
    assert (came["From"], came["To"]) == (f"Métropole de Lyon <{SENDER}>", "jeanne.petit@agglo.fr")
    assert came["Subject"] == "Invitation au contrat «\u00a0Lyon 2030\u00a0»"
    assert came["Auto-Submitted"] == "auto-generated"
    assert came.get_content_type() == "text/plain"
    assert "Ana Roy vous invite à «\u00a0Lyon 2030\u00a0»" in text
    assert LINK in text.splitlines()
    assert text.count("://") == 1


@pytest.mark.parametrize("is_first", [True, False])
def test_letters_keep_to_french_typography(is_first: bool) -> None:
    letters = (
        invitation("a@b.fr", "Lyon", "Ana", "Lyon 2030", "Lecteur", LINK),
        password_link("a@b.fr", "", "Ana", LINK, is_first=is_first),
    )

    assert [PLAIN_SPACE.findall(f"{letter.subject}\n{letter.text}") for letter in letters] == [[], []]


def test_a_name_makes_no_header_and_no_other_recipient(box: Box) -> None:
    bad = "Lyon\r\nBcc: pirate@example.org\r\n\r\nCliquez"

    box.mailer().send(invitation("jeanne.petit@agglo.fr", bad, bad, bad, "Lecteur", LINK))
    Mailer(box.settings(), bad, lambda _why: None).send(LETTER)

    assert box.to == [["jeanne.petit@agglo.fr"]] * 2
    assert all("Bcc" not in letter for letter in box.letters)
    assert box.letters[0].get_content().count("\nBcc") == 0


@pytest.mark.parametrize("to", ["a@ville.fr,b@pirate.fr", "a@ville.fr\nBcc: b@pirate.fr", "<a@ville.fr", "a"])
def test_what_is_not_one_address_is_not_written_to(box: Box, to: str) -> None:
    assert "cette adresse" in refusal(box.settings(), letter=Letter(to, "Essai", "Bonjour.\n"))
    assert box.letters == []


def test_starttls_and_a_password_go_before_the_letter(trusted: Authority) -> None:
    with mail_server(trusted.certificate) as box:
        known = box.settings(Security.STARTTLS, user=USER, password=SECRET)
        Mailer(known, "", lambda _why: None).send(LETTER)

        assert box.encrypted == [True]


def test_tls_from_the_first_word_is_spoken_too(trusted: Authority) -> None:
    with mail_server(trusted.certificate, from_the_start=True) as box:
        Mailer(box.settings(Security.TLS), "", lambda _why: None).send(LETTER)

        assert box.encrypted == [True]


def test_a_wrong_password_of_the_site_is_said(trusted: Authority) -> None:
    with mail_server(trusted.certificate) as box:
        assert "(SMTP_USER)" in refusal(box.settings(Security.STARTTLS, user=USER, password="faux"))
        assert box.letters == []


def test_nothing_is_sent_to_a_server_whose_certificate_nobody_vouches_for(authority: Authority) -> None:
    with mail_server(authority.certificate) as box:
        assert "certificat" in refusal(box.settings(Security.STARTTLS, user=USER, password=SECRET))
        assert box.letters == []


def test_a_server_without_encryption_is_not_written_to_in_clear(box: Box) -> None:
    assert "SMTP_SECURITY" in refusal(box.settings(Security.STARTTLS))
    assert box.letters == []


def test_an_address_that_the_server_refuses_is_said(box: Box) -> None:
    box.refused = "550 inconnue"

    assert "refuse cette adresse" in refusal(box.settings())


def test_a_server_that_is_down_is_said() -> None:
    assert "ne répond pas" in refusal(MailSettings("localhost", free_port(), SENDER, Security.NONE))


def test_a_server_that_never_greets_is_given_up_in_time() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        port = int(silent.getsockname()[1])

        assert "ne répond pas" in refusal(MailSettings("127.0.0.1", port, SENDER, Security.NONE), seconds=0.2)


def test_what_is_sent_later_goes_in_its_turn_and_a_failure_is_reported(box: Box) -> None:
    said: list[str] = []
    mailer = box.mailer(said.append)

    mailer.send_later(lambda: LETTER)
    mailer.send_later(lambda: None)
    mailer.send_later(lambda: 1 / 0)  # type: ignore[arg-type,return-value]  # what fails
    mailer.send_later(lambda: Letter("a", "Essai", ""))
    mailer.close()

    assert box.to == [[LETTER.to]]
    assert said[0].startswith("courriel non fait : ZeroDivisionError")
    assert "cette adresse" in said[1]


def test_no_more_letters_wait_than_there_is_room_for(box: Box) -> None:
    said: list[str] = []
    mailer, free = box.mailer(said.append), threading.Event()
    begun = threading.Event()

    def hold() -> None:
        begun.set()
        free.wait()

    mailer.send_later(hold)
    begun.wait()
    for _ in range(MOST_WAITING + 1):
        mailer.send_later(lambda: None)
    free.set()
    mailer.close()

    assert said == ["trop de courriels attendent : celui-ci n’est pas envoyé"]
