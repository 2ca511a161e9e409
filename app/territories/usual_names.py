"""Names that people use for a grouping and that the reference does not know, by its code.

EPT have numbers since the décrets of 11 December 2015 that made them; the acronyms and short names are
those by which the groupings call themselves.
"""

from collections.abc import Mapping

_EPT = {
    2: ("200057966",),
    3: ("200057974", "GPSO"),
    4: ("200057982", "POLD"),
    5: ("200057990", "BNS"),
    6: ("200057867",),
    7: ("200058097",),
    8: ("200057875",),
    9: ("200058790", "GPGE"),
    10: ("200057941", "PEMB"),
    11: ("200058006", "GPSEA"),
    12: ("200058014", "GOSB"),
}
_GROUPINGS = {
    "200046977": ("Grand Lyon", "Communauté urbaine de Lyon"),
    "200093201": ("MEL", "Lille Métropole", "LMCU"),
    "200054781": ("MGP",),
    "200054807": ("AMP", "MAMP", "AMPM"),
    "243300316": ("CUB", "Communauté urbaine de Bordeaux"),
    "243400017": ("3M", "M3M", "MMM"),
    "246700488": ("EMS", "Communauté urbaine de Strasbourg"),
    "248300543": ("TPM", "MTPM"),
    "200030195": ("NCA", "MNCA"),
    "200023414": ("MRN",),
    "200040715": ("La Métro", "Grenoble Alpes Métropole", "GAM"),
    "200059889": ("GPSEO",),
    "200059228": ("GPS", "GPSSES"),
    "200056232": ("CPS",),
    "200055655": ("CARPF", "RPF"),
    "249500109": ("CACP",),
    "200058477": ("VYVS", "CAVYVS"),
    "200066009": ("M2A",),
    "246200364": ("CALL",),
    "200072460": ("CABBALR",),
    "249740085": ("CASUD",),
    "249720061": ("CACEM",),
    "249720053": ("CAESM", "Espace Sud"),
    "200041788": ("Cap Nord", "CAP Nord Martinique"),
    "249730045": ("CACL",),
    "249730037": ("CCOG",),
    "249730052": ("CCEG",),
    "200060457": ("CADEMA",),
    "249710062": ("CANBT",),
    "249710070": ("CAGSC",),
    "200041507": ("CARL",),
    "200044691": ("CANGT",),
}


def _names_of_ept(number: int, acronyms: tuple[str, ...]) -> tuple[str, ...]:
    return (*acronyms, f"EPT {number}", f"EPT{number}", f"T{number}", f"T {number}")


USUAL_NAMES: Mapping[str, tuple[str, ...]] = {
    **_GROUPINGS,
    **{code: _names_of_ept(number, tuple(acronyms)) for number, (code, *acronyms) in _EPT.items()},
}
"""The usual names of each grouping; the first are those that its people say most."""
