"""Clauses that were copied, moved, deleted; texts, tables and pictures added outside the fields."""

from copy import deepcopy

from lxml import etree

from app.formats.xml_parts import W
from tests.returned import edits
from tests.returned.cases import ANYBODY, FORMER, SIGNING, TODAY, Cases
from tests.returned.edits import CAF, By, retype
from tests.returned.expected import Expected, Row, expect, gone, lost, moved
from tests.returned.field_cases import BLANK, FICHE, JUSTICE
from tests.returned.word_file import WordFile, text_of

CLAUSES = Cases("clause copiée, déplacée, supprimée", [])
OUTSIDE = Cases("hors des champs", [])
TABLE = (
    '<w:tbl xmlns:w="{w}"><w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid><w:tr><w:tc><w:p><w:r>'
    "<w:t>Partenaire</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Apport de la caisse</w:t></w:r></w:p>"
    "</w:tc></w:tr></w:tbl>"
)
BOX = (
    '<w:r xmlns:w="{w}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><mc:AlternateContent>'
    '<mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx><w:txbxContent>{p}</w:txbxContent></wps:txbx>'
    "</wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>{p}</w:txbxContent></w:pict>"
    "</mc:Fallback></mc:AlternateContent></w:r>"
)
PICTURE = (
    '<w:r xmlns:w="{w}" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><w:drawing><wp:inline><wp:docPr id="1" '
    'name="Image 1" descr="Plan du quartier"/><a:graphic/></wp:inline></w:drawing></w:r>'
)


def xml(text: str) -> etree._Element:
    """Return an element of Word, « {w} » being its namespace."""
    return etree.fromstring(text.replace("{w}", W[1:-1]))


@CLAUSES.add("copiée")
def copied(file: WordFile) -> Expected:
    elements = file.clause(FICHE)
    for one in reversed(elements):
        elements[-1].addnext(deepcopy(one))
    return expect(unplaced=[lost("duplicate_clause", "marches exploratoires", FICHE)])


@CLAUSES.add("copiée puis modifiée")
def copied_and_changed(file: WordFile) -> Expected:
    elements = file.clause(FICHE)
    copies = [deepcopy(one) for one in elements]
    for one in reversed(copies):
        elements[-1].addnext(one)
    retype(file.paragraph("Deux marches", copies), "Deux marches", "Quatre marches")
    return expect(unplaced=[lost("duplicate_clause", "Quatre marches", FICHE)])


@CLAUSES.add("déplacée", by=ANYBODY)
def moved_fiche(file: WordFile, by: By | None) -> Expected:
    edits.move(file.clause(FICHE), file.clause(JUSTICE)[0], by)
    return expect(moved(FICHE, f"avant {JUSTICE}", by))


@CLAUSES.add("supprimée", by=ANYBODY)
def deleted_fiche(file: WordFile, by: By | None) -> Expected:
    edits.strike_elements(file.clause(FICHE), by)
    return expect(gone(FICHE, by))


@CLAUSES.add("ligne supprimée", by=ANYBODY)
def deleted_blank(file: WordFile, by: By | None) -> Expected:
    edits.strike_elements(file.clause(BLANK), by)
    return expect(gone(BLANK, by))


@CLAUSES.add("titre changé", by=ANYBODY)
def heading_changed(file: WordFile, by: By | None) -> Expected:
    heading = file.heading(FICHE)
    old = text_of(heading).partition("— ")[2]
    retype(heading, old, "Des marches la nuit", by)
    return expect(unplaced=[lost("fixed_text_changed", "Des marches la nuit", FICHE, by)])


@OUTSIDE.add("paragraphe ajouté", by=ANYBODY, bases=(TODAY, FORMER, SIGNING))
def text_added(file: WordFile, by: By | None) -> Expected:
    file.body.find(f"{W}sectPr").addprevious(edits.paragraph("Sous réserve de crédits.", by))
    return expect(unplaced=[lost("added_text", "Sous réserve de crédits.", None, by)])


@OUTSIDE.add("paragraphe ajouté dans un chapitre", by=ANYBODY)
def text_added_in_chapter(file: WordFile, by: By | None) -> Expected:
    file.paragraph("Le présent contrat fixe").addnext(edits.paragraph("Il engage aussi la caisse.", by))
    return expect(unplaced=[lost("added_text", "Il engage aussi la caisse.", None, by)])


@OUTSIDE.add("titre ajouté", by=ANYBODY)
def heading_added(file: WordFile, by: By | None) -> Expected:
    place = file.clause(FICHE)[0]
    place.addprevious(edits.paragraph("Accueil des enfants", by, "Heading3"))
    place.addprevious(edits.paragraph("La caisse ouvre une crèche.", by))
    return expect(
        unplaced=[
            lost("added_heading", "Accueil des enfants", None, by),
            lost("added_text", "La caisse ouvre une crèche.", None, by),
        ]
    )


@OUTSIDE.add("engagement ajouté", by=ANYBODY)
def commitment_added(file: WordFile, by: By | None) -> Expected:
    place = file.clause(FICHE)[0]
    place.addprevious(edits.paragraph("Engagement local 12 — Ouvrir une crèche", by, "Heading3"))
    place.addprevious(edits.paragraph("Action locale : la caisse ouvre une crèche.", by))
    return expect(
        unplaced=[
            {"kind": "added_heading", "text_contains": "la caisse ouvre une crèche."},
        ]
    )


@OUTSIDE.add("tableau ajouté")
def table_added(file: WordFile) -> Expected:
    file.paragraph("Le présent contrat fixe").addnext(xml(TABLE))
    return expect(
        unplaced=[
            lost("added_table", "Partenaire"),
            lost("added_table", "Apport de la caisse"),
        ]
    )


@OUTSIDE.add("ligne de tableau ajoutée", by=ANYBODY)
def row_added(file: WordFile, by: By | None) -> Expected:
    row = next(file.paragraph("QN99003M").iterancestors(f"{W}tr"))
    new = deepcopy(row)
    for one in new.iter(f"{W}t"):
        one.text = ""
    next(new.iter(f"{W}t")).text = "Les Lilas"
    row.addnext(new)
    if by is not None:
        new.find(f"{W}trPr").append(by.mark("ins"))
        for one in list(new.iter(f"{W}r")):
            mark = by.mark("ins")
            one.addprevious(mark)
            mark.append(one)
    return expect(unplaced=[lost("added_table", "Les Lilas", None, by)])


@OUTSIDE.add("zone de texte")
def text_box(file: WordFile) -> Expected:
    box = "<w:p><w:r><w:t>À voir avec la caisse</w:t></w:r></w:p>"
    file.heading(JUSTICE).append(xml(BOX.replace("{p}", box)))
    return expect(unplaced=[lost("text_box", "À voir avec la caisse", JUSTICE)])


@OUTSIDE.add("image")
def picture(file: WordFile) -> Expected:
    file.paragraph("Le présent contrat fixe").append(xml(PICTURE))
    return expect(unplaced=[lost("picture", "Plan du quartier")])


@OUTSIDE.add("en-tête", by=ANYBODY)
def header(file: WordFile, by: By | None) -> Expected:
    name = next(one for one in file.parts if "word/header" in one and "Val-d" in file.parts[one].decode())
    next(file.tree(name).iter(f"{W}p")).append(edits.inserted(" VERSION DE LA CAF", by))
    return expect(unplaced=[lost("header_changed", "VERSION DE LA CAF", None, by)])


@OUTSIDE.add("note", by=ANYBODY, bases=(FORMER,))
def note(file: WordFile, by: By | None) -> Expected:
    notes = [one for one in file.tree("word/footnotes.xml") if text_of(one).strip()]
    list(notes[2].iter(f"{W}p"))[-1].append(edits.inserted(" Voir la stratégie nationale.", by))
    return expect(unplaced=[lost("footnote_changed", "Voir la stratégie nationale.", FICHE, by)])


@OUTSIDE.add("texte fixe", by=ANYBODY)
def fixed_text(file: WordFile, by: By | None) -> Expected:
    one = file.paragraph("Le présent contrat fixe")
    retype(one, "les engagements", "sous réserve de crédits, les engagements", by)
    return expect(unplaced=[lost("fixed_text_changed", "sous réserve de crédits", None, by)])


@OUTSIDE.add("texte fixe d’une clause", by=ANYBODY)
def carriers(file: WordFile, by: By | None) -> Expected:
    one = file.paragraph("Porté ici par", file.clause(FICHE))
    retype(one, "État (préfet)", "État (préfet) et CAF", by)
    return expect(unplaced=[lost("fixed_text_changed", "et CAF", FICHE, by)])


@OUTSIDE.add("texte fixe supprimé", by=ANYBODY)
def fixed_text_deleted(file: WordFile, by: By | None) -> Expected:
    one = file.paragraph("Ce que les dispositifs cités sont devenus")
    edits.strike_paragraph(one, by)
    return expect(
        unplaced=[
            {"kind": "fixed_text_changed", "old_contains": "dispositifs cités sont devenus"}
            | ({"author": CAF.author} if by else {})
        ]
    )


@OUTSIDE.add("texte introductif supprimé", by=ANYBODY, bases=(FORMER,))
def lead_in_deleted(file: WordFile, by: By | None) -> Expected:
    edits.strike_paragraph(file.paragraph("Développer l’approche intégrée", file.clause(FICHE)), by)
    return expect(unplaced=[_gone("approche intégrée de l’égalité", by, near=FICHE)])


@OUTSIDE.add("porteurs supprimés", by=ANYBODY, bases=(FORMER,))
def carriers_deleted(file: WordFile, by: By | None) -> Expected:
    edits.strike_paragraph(file.paragraph("Porté ici par", file.clause(FICHE)), by)
    return expect(unplaced=[_gone("Porté ici par", by, near=FICHE)])


@OUTSIDE.add("titre supprimé", by=ANYBODY, bases=(FORMER,))
def title_deleted(file: WordFile, by: By | None) -> Expected:
    edits.strike_paragraph(file.paragraph("Objectifs des textes nationaux"), by)
    return expect(unplaced=[_gone("Objectifs des textes nationaux", by)])


@OUTSIDE.add("loi d’un volet supprimée", by=ANYBODY, bases=(FORMER,))
def law_deleted(file: WordFile, by: By | None) -> Expected:
    edits.strike_paragraph(file.paragraph("Loi n° 2014-173 du 21 février 2014, art. 1ᵉʳ, I, 10°"), by)
    return expect(unplaced=[_gone("art. 1ᵉʳ, I, 10°", by)])


@OUTSIDE.add("mots d’un texte fixe supprimés", by=ANYBODY)
def words_deleted(file: WordFile, by: By | None) -> Expected:
    retype(file.paragraph("Le présent contrat fixe"), "que ses signataires prennent ", "", by)
    left = "Le présent contrat fixe"
    return expect(unplaced=[_gone("que ses signataires prennent", by, text_contains=left)])


@OUTSIDE.add("texte fixe raccourci à une virgule", bases=(FORMER,))
def fixed_text_shortened(file: WordFile) -> Expected:
    retype(file.paragraph("Chaque engagement national est présenté"), ", avec sa source en note", "")
    row = {"kind": "fixed_text_changed", "old_contains": "avec sa source en note"}
    return expect(unplaced=[row | {"text_contains": "Chaque engagement national"}])


def _gone(words: str, by: By | None, **more: str) -> Row:
    row: Row = {"kind": "fixed_text_changed", "old_contains": words, **more}
    return row | ({"author": by.author} if by else {})


@OUTSIDE.add("mise en forme seule")
def formatting(file: WordFile) -> Expected:
    one = file.paragraph("Deux marches", file.clause(FICHE))
    for each in one.iter(f"{W}r"):
        properties = each.find(f"{W}rPr")
        if properties is None:
            properties = etree.Element(f"{W}rPr")
            each.insert(0, properties)
        changed = CAF.mark("rPrChange")
        etree.SubElement(changed, f"{W}rPr")
        etree.SubElement(properties, f"{W}color").set(f"{W}val", "FF0000")
        properties.append(changed)
    return expect()
