"""Words in capitals that need no entry in the glossary, each with the reason."""

OF_THE_TEXTS = {
    "ABCD": "name of a programme",
    "BUISSON": "the name of a person",
    "TUOT": "the name of a person",
    "II": "a Roman numeral",
    "III": "a Roman numeral",
    "IV": "a Roman numeral",
    "ÉGALITÉ": "part of a name",
    "ACUF-AMGVF": "its two parts are in the glossary",
    "CUI-CAE": "its two parts are in the glossary",
    "FEDER-FSE": "its two parts are in the glossary",
}
OF_THE_PAGES = {
    "CSV": "a format",
    "PDF": "a format",
    "ODT": "a format",
    "JSON": "a format",
    "XML": "a format",
    "F9": "a key",
    "MIT": "a licence",
}
