"""COUNT: tables of codings, as pure functions on a `Material`; no files, no database."""

from qualkit.tables.balance import balance
from qualkit.tables.code_informants import code_informants
from qualkit.tables.cooccurrence import cooccurrence
from qualkit.tables.frame import codings_frame
from qualkit.tables.frequencies import frequencies
from qualkit.tables.material import Material
from qualkit.tables.matrix import matrix
from qualkit.tables.similar import similar_codes
from qualkit.tables.touched import Touched, Touching

__all__ = [
    "Material",
    "Touched",
    "Touching",
    "balance",
    "code_informants",
    "codings_frame",
    "cooccurrence",
    "frequencies",
    "matrix",
    "similar_codes",
]
