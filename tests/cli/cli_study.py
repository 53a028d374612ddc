"""What the tests of the command line share: the words of a small study, and the type of `run`."""

from __future__ import annotations

from collections.abc import Callable

from click.testing import Result

Run = Callable[..., Result]

REGISTER = """code,role,group,name,kommune
S 1,Skoleeier,1,,Liten
R 1.1,Skoleleder,1,Tormod,Liten
V a,Veileder,,,
I,intervjuer,,,
"""

REKTOR = """I: Hva er vanskelig?
R 1.1: Det er tida, liksom. Ingen spurte meg om hvem som skulle ta det.
I: Hvem tok det?
R1.1: Jeg tok det sjøl. Ingen spurte meg.
"""

SKOLESJEF = """I: Hva ble dere enige om?
S1: Vi fikk aldri skrevet det ned. Nå står det i årshjulet.
"""
