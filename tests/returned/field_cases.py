"""Edits of the fields of the clauses, of the chapters and of the signatories."""

from copy import deepcopy

from lxml import etree

from app.formats.xml_parts import R, W
from tests.returned import edits
from tests.returned.cases import ANYBODY, FORMER, TODAY, Cases
from tests.returned.edits import CAF, PREFECTURE, By, retype
from tests.returned.expected import Expected, change, expect, lost
from tests.returned.word_file import WordFile, text_of

FICHE = "droits-des-femmes-2013-1-3"
BLANK = "droits-des-femmes-2013-2-1"
LISTED = "droits-des-femmes-2013-1-1"
JUSTICE = "justice-2013-4-1"
ACTION = (
    "Deux marches exploratoires sont menées chaque année avec des habitantes, la police municipale et les "
    "bailleurs. Leurs constats (éclairage, haies, arrêts de bus) reçoivent une réponse écrite dans les trois "
    "mois."
)
LIST = (
    "Le volet égalité est ouvert par un **engagement commun** des signataires :\n"
    "- une référente égalité dans chaque mairie et à l’agglomération ;\n"
    "- un examen de chaque action du contrat sous l’angle des femmes et des hommes, avant chaque "
    "programmation."
)
LAST_ITEM = "un examen de chaque action"

FIELDS = Cases("champ modifié", [])
FILLED = Cases("champ rempli", [])
FORMS = Cases("dates, montants, noms", [])
MARKUP = Cases("gras, liens, listes", [])
CHAPTERS = Cases("chapitres, signataires", [])


def typed(file: WordFile, clause: str, old: str, new: str, by: By | None) -> None:
    """Type other words in a clause."""
    retype(file.paragraph(old, file.clause(clause)), old, new, by)


@FIELDS.add("action", by=ANYBODY)
def action(file: WordFile, by: By | None) -> Expected:
    typed(file, FICHE, "Deux marches", "Trois marches", by)
    typed(file, FICHE, "trois mois.", "deux mois, publiée sur le site.", by)
    new = ACTION.replace("Deux marches", "Trois marches").replace(
        "trois mois.", "deux mois, publiée sur le site."
    )
    return expect(change(FICHE, "local_action", ACTION, new, by))


@FIELDS.add("après le contrôle", by=ANYBODY)
def after_the_control(file: WordFile, by: By | None) -> Expected:
    one = file.paragraph("Deux marches", file.clause(FICHE))
    edits.append(one, " Les halls aussi.", by)
    return expect(change(FICHE, "local_action", ACTION, f"{ACTION} Les halls aussi.", by))


@FIELDS.add("pilote", by=ANYBODY)
def lead(file: WordFile, by: By | None) -> Expected:
    control = file.control(f"{JUSTICE}.pilote")
    retype(control, "Procureur de la République", "Mission locale du Val", by)
    return expect(change(JUSTICE, "lead", "Procureur de la République", "Mission locale du Val", by))


@FIELDS.add("échéance", by=ANYBODY)
def deadline(file: WordFile, by: By | None) -> Expected:
    retype(file.control(f"{FICHE}.echeance"), "31 décembre 2028", "30 juin 2029", by)
    return expect(change(FICHE, "deadline", "2028-12-31", "2029-06-30", by))


@FIELDS.add("début", by=ANYBODY)
def start(file: WordFile, by: By | None) -> Expected:
    typed(file, FICHE, " janvier 2025", " mars 2025", by)
    return expect(change(FICHE, "start", "2025-01-01", "2025-03-01", by))


@FIELDS.add("indicateur", by=ANYBODY)
def indicator(file: WordFile, by: By | None) -> Expected:
    old, new = "Jeunes suivis entrés en formation ou en emploi", "Jeunes entrés en apprentissage"
    retype(file.control(f"{JUSTICE}.indicateur"), old, new, by)
    return expect(change(JUSTICE, "indicator", old, new, by))


@FIELDS.add("cible", by=ANYBODY)
def target(file: WordFile, by: By | None) -> Expected:
    typed(file, FICHE, "60\u00a0%", "75 %", by)
    return expect(change(FICHE, "indicator_target", "60 %", "75 %", by))


@FIELDS.add("départ", by=ANYBODY)
def baseline(file: WordFile, by: By | None) -> Expected:
    one = file.paragraph("Départ", file.clause(JUSTICE))
    retype(one, "12", "14", by)
    return expect(change(JUSTICE, "indicator_baseline", "12", "14", by))


@FIELDS.add("source", by=ANYBODY)
def source(file: WordFile, by: By | None) -> Expected:
    typed(file, FICHE, "Services techniques", "Observatoire", by)
    return expect(change(FICHE, "indicator_source", "Services techniques", "Observatoire", by))


@FIELDS.add("associés", by=ANYBODY)
def associated(file: WordFile, by: By | None) -> Expected:
    typed(file, FICHE, "Bailleurs sociaux, Conseil citoyen", "Bailleurs sociaux, CAF", by)
    old, new = ["Bailleurs sociaux", "Conseil citoyen"], ["Bailleurs sociaux", "CAF"]
    return expect(change(FICHE, "associated", old, new, by))


@FIELDS.add("quartiers", by=ANYBODY)
def quartiers(file: WordFile, by: By | None) -> Expected:
    typed(file, FICHE, "Les Tilleuls, La Gare", "Les Tilleuls, Le Plateau", by)
    old, new = ["QN99001M", "QN99002M"], ["QN99001M", "QN99004M"]
    return expect(change(FICHE, "quartiers", old, new, by))


@FIELDS.add("montant", by=ANYBODY)
def amount(file: WordFile, by: By | None) -> Expected:
    typed(file, FICHE, "12\u202f000", "15 000", by)
    return expect(change(FICHE, "means[0].amount", 12000, 15000, by))


@FIELDS.add("vidé", by=ANYBODY)
def emptied(file: WordFile, by: By | None) -> Expected:
    edits.empty(file, f"{FICHE}.indicateur", by)
    return expect(change(FICHE, "indicator", "Constats suivis de travaux dans l’année", "", by))


@FIELDS.add("engagement propre", by=ANYBODY)
def local_text(file: WordFile, by: By | None) -> Expected:
    old = "Former des médiatrices en santé qui habitent les quartiers."
    retype(file.control("local-2"), "Former des", "Former et salarier des", by)
    return expect(change("local-2", "text", old, old.replace("Former des", "Former et salarier des"), by))


@FIELDS.add("texte national", by=ANYBODY)
def national(file: WordFile, by: By | None) -> Expected:
    retype(file.control(FICHE), "de la méthodologie des marches", "des marches", by)
    old = "Promotion de la méthodologie des marches exploratoires des femmes ;"
    row = change(FICHE, "national", old, "", by) | {"kind": "national_text_changed"}
    row["new_contains"] = "Promotion des marches exploratoires"
    del row["new"]
    return expect(row)


@FIELDS.add("deux auteurs imbriqués")
def nested_authors(file: WordFile) -> Expected:
    typed(file, FICHE, "Deux marches", "Trois belles marches", CAF)
    insertion = next(one for one in file.body.iter(f"{W}ins") if "belles" in text_of(one))
    retype(insertion, "belles ", "", PREFECTURE)
    new = ACTION.replace("Deux marches", "Trois marches")
    return expect(change(FICHE, "local_action", ACTION, new, CAF))


@FILLED.add("action", by=ANYBODY)
def filled_action(file: WordFile, by: By | None) -> Expected:
    edits.fill(file, f"{BLANK}.action", "Dix places de crèche sont réservées.", by)
    return expect(change(BLANK, "local_action", "", "Dix places de crèche sont réservées.", by))


@FILLED.add("tous les champs", by=ANYBODY)
def filled_fields(file: WordFile, by: By | None) -> Expected:
    for end, text in (("pilote", "CAF"), ("echeance", "30 juin 2027"), ("indicateur", "Places ouvertes")):
        edits.fill(file, f"{BLANK}.{end}", text, by)
    edits.fill(file, f"{BLANK}.moyens", "Sur les crédits de la CAF", by)
    return expect(
        change(BLANK, "lead", "", "CAF", by),
        change(BLANK, "deadline", "", "2027-06-30", by),
        change(BLANK, "indicator", "", "Places ouvertes", by),
        change(BLANK, "resources", "", "Sur les crédits de la CAF", by),
    )


@FILLED.add("invite gardée à côté", by=ANYBODY)
def beside_the_placeholder(file: WordFile, by: By | None) -> Expected:
    edits.append(file.control(f"{BLANK}.action").find(f"{W}sdtContent"), " Dix places", by)
    return expect(change(BLANK, "local_action", "", "Dix places", by))


@FILLED.add("invite retapée")
def placeholder_typed(file: WordFile) -> Expected:
    edits.fill(file, f"{BLANK}.action", "[à\u202fcompléter]")
    edits.fill(file, f"{BLANK}.pilote", "[À compléter ]")
    return expect()


def _dates() -> None:
    forms = {
        "en lettres": ("30 juin 2027", "2027-06-30"),
        "premier du mois": ("1er juillet 2027", "2027-07-01"),
        "en chiffres": ("30/06/2027", "2027-06-30"),
        "avec des points": ("30.06.27", "2027-06-30"),
        "un jour de semaine": ("mercredi 30 juin 2027", "2027-06-30"),
        "un mois": ("fin juin 2027", "fin juin 2027"),
        "impossible": ("31/02/2027", "31/02/2027"),
    }
    for name, (typed_date, new) in forms.items():

        def edit(file: WordFile, typed_date: str = typed_date, new: str = new) -> Expected:
            edits.fill(file, f"{BLANK}.echeance", typed_date)
            return expect(change(BLANK, "deadline", "", new))

        FORMS.add(f"date {name}")(edit)


_dates()


@FORMS.add("date périmée dans le contrôle")
def stale_date(file: WordFile) -> Expected:
    retype(file.control(f"{FICHE}.echeance"), "31 décembre 2028", "30 juin 2029")
    row = change(FICHE, "deadline", "2028-12-31", "2029-06-30")
    return expect(row | {"stale": "2028-12-31"})


def _amounts() -> None:
    forms = {
        "insécable": ("15\u00a0000", 15000),
        "fine": ("15\u202f000", 15000),
        "sans espace": ("15000", 15000),
        "point": ("15.000", 15000),
        "centimes": ("15 000,00", 15000),
    }
    for name, (typed_amount, new) in forms.items():

        def edit(file: WordFile, typed_amount: str = typed_amount, new: int = new) -> Expected:
            typed(file, FICHE, "12\u202f000", typed_amount, None)
            return expect(change(FICHE, "means[0].amount", 12000, new))

        FORMS.add(f"montant {name}")(edit)


_amounts()


@FORMS.add("montant en kilo-euros")
def thousands(file: WordFile) -> Expected:
    typed(file, FICHE, "12\u202f000\u00a0€", "15 k€", None)
    row = change(FICHE, "resources", "", "Droit commun, Ville de Valexemple : 15 k€")
    return expect(row | {"kind": "filled"})


@FORMS.add("montant ajouté", bases=(FORMER, TODAY))
def means_added(file: WordFile) -> Expected:
    one = file.paragraph("Droit commun", file.clause(FICHE))
    edits.append(one, "\nCrédits spécifiques, CAF : 3 000 €", CAF)
    return expect(
        change(FICHE, "resources", "", "Crédits spécifiques, CAF : 3 000 €", CAF) | {"kind": "filled"}
    )


@FORMS.add("financeur")
def funder(file: WordFile) -> Expected:
    one = file.paragraph("Droit commun", file.clause(FICHE))
    retype(one, "Ville de Valexemple", "Région", CAF)
    return expect(change(FICHE, "means[0].funder", "Ville de Valexemple", "Région", CAF))


@FORMS.add("quartier par son code")
def quartier_code(file: WordFile) -> Expected:
    typed(file, FICHE, "Les Tilleuls, La Gare", "Les Tilleuls, La Gare, QN99003M", None)
    old = ["QN99001M", "QN99002M"]
    return expect(change(FICHE, "quartiers", old, [*old, "QN99003M"]))


@FORMS.add("quartier inconnu")
def unknown_quartier(file: WordFile) -> Expected:
    typed(file, FICHE, "Les Tilleuls, La Gare", "Les Tilleuls, Les Lilas", None)
    return expect(
        change(FICHE, "quartiers", ["QN99001M", "QN99002M"], ["QN99001M", "Les Lilas"]),
        unplaced=[lost("added_text", "Les Lilas", FICHE, field="quartiers")],
    )


@MARKUP.add("puce ajoutée", by=ANYBODY)
def bullet_added(file: WordFile, by: By | None) -> Expected:
    last = file.paragraph(LAST_ITEM)
    new = deepcopy(last)
    for one in list(new):
        if one.tag != f"{W}pPr":
            new.remove(one)
    if by is not None:
        etree.SubElement(new.find(f"{W}pPr"), f"{W}rPr").append(by.mark("ins"))
    new.append(edits.inserted("une formation des agents.", by))
    last.addnext(new)
    return expect(change(LISTED, "local_action", LIST, f"{LIST}\n- une formation des agents.", by))


@MARKUP.add("paragraphe ajouté", by=ANYBODY)
def paragraph_added(file: WordFile, by: By | None) -> Expected:
    first = file.paragraph("Deux marches", file.clause(FICHE))
    new = edits.paragraph("La CAF y participe.", by, first.find(f"{W}pPr/{W}pStyle").get(f"{W}val"))
    first.addnext(new)
    return expect(change(FICHE, "local_action", ACTION, f"{ACTION}\n\nLa CAF y participe.", by))


@MARKUP.add("marque de paragraphe supprimée")
def paragraph_mark_deleted(file: WordFile) -> Expected:
    edits.strike_mark(file.paragraph("une référente égalité dans chaque"), CAF)
    new = LIST.replace(" ;\n- un examen", " ;un examen")
    return expect(change(LISTED, "local_action", LIST, new, CAF))


@MARKUP.add("gras")
def bold(file: WordFile) -> Expected:
    edits.fill(file, f"{BLANK}.action", "")
    content = file.control(f"{BLANK}.action").find(f"{W}sdtContent")
    content.append(edits.run("Dix places sont "))
    content.append(edits.run("réservées", bold=True))
    content.append(edits.run("."))
    return expect(change(BLANK, "local_action", "", "Dix places sont **réservées**."))


@MARKUP.add("lien")
def link(file: WordFile) -> Expected:
    rels = file.tree("word/_rels/document.xml.rels")
    etree.SubElement(
        rels,
        "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship",
        Id="rIdLien",
        Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
        Target="https://exemple.fr/creches",
        TargetMode="External",
    )
    edits.fill(file, f"{BLANK}.action", "Voir ")
    content = file.control(f"{BLANK}.action").find(f"{W}sdtContent")
    anchor = etree.SubElement(content, f"{W}hyperlink")
    anchor.set(f"{R}id", "rIdLien")
    anchor.append(edits.run("la liste"))
    return expect(change(BLANK, "local_action", "", "Voir [la liste](https://exemple.fr/creches)"))


@CHAPTERS.add("chapitre modifié", by=ANYBODY)
def chapter(file: WordFile, by: By | None) -> Expected:
    typed_over = "Un comité technique le prépare."
    retype(file.paragraph(typed_over), typed_over, "Un comité technique mensuel le prépare.", by)
    row = change("textes", "pilotage", "", "", by) | {"kind": "modified"}
    del row["old"], row["new"]
    return expect(row | {"new_contains": "comité technique mensuel"})


@CHAPTERS.add("chapitre rempli", by=ANYBODY, bases=(TODAY,))
def chapter_filled(file: WordFile, by: By | None) -> Expected:
    edits.fill(file, "hors-quartiers", "La cité du Parc.", by)
    return expect(change("textes", "hors-quartiers", "", "La cité du Parc.", by))


@CHAPTERS.add("après un chapitre", by=ANYBODY, bases=(TODAY,))
def after_a_chapter(file: WordFile, by: By | None) -> Expected:
    edits.append(file.paragraph("Un comité technique le prépare."), " La caisse y siège.", by)
    row = change("textes", "pilotage", "", "", by) | {"kind": "modified"}
    del row["old"], row["new"]
    return expect(row | {"new_contains": "le prépare. La caisse y siège."})


@CHAPTERS.add("visa rempli", by=ANYBODY)
def visa_filled(file: WordFile, by: By | None) -> Expected:
    edits.fill(file, "visa-deliberations", "délibération du conseil départemental", by)
    return expect(unplaced=[lost("fixed_text_changed", "délibération du conseil départemental", None, by)])


@CHAPTERS.add("représentant", by=ANYBODY)
def representative(file: WordFile, by: By | None) -> Expected:
    old = text_of(file.control("representant.commune.1").find(f"{W}sdtContent"))
    retype(file.control("representant.commune.1"), old, "Mme Exemple, maire", by)
    return expect(change("signataires", "representant.commune.1", old, "Mme Exemple, maire", by))
