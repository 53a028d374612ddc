"""What the package promises to whoever installs it."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import qualkit as qk

ROOT = Path(__file__).parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def _folders(top: Path, name: str) -> set[str]:
    inside = {path.parent.relative_to(top) for path in top.rglob("*.py")}
    return {".".join([name, *folder.parts]) for folder in inside}


def test_every_folder_of_code_is_in_the_wheel_and_nothing_else_is() -> None:
    listed = set(PYPROJECT["tool"]["setuptools"]["packages"])
    data = {"qualkit.sample.codebooks", "qualkit.sample.transcripts"}
    assert listed == _folders(ROOT / "qualkit", "qualkit") | _folders(ROOT / "app", "qualkit_app") | data


def test_public_names_are_few_sorted_and_there() -> None:
    assert qk.__all__ == sorted(qk.__all__)
    assert len(qk.__all__) <= 40
    assert all(getattr(qk, name) is not None for name in qk.__all__)
    assert set(qk._HOME) == set(qk.__all__)


def test_type_checkers_see_the_same_names() -> None:
    tree = ast.parse((ROOT / "qualkit" / "__init__.py").read_text(encoding="utf-8"))
    checked = next(node for node in tree.body if isinstance(node, ast.If))
    imported = {alias.name for node in checked.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert imported == set(qk.__all__)


def test_importing_qualkit_loads_nothing_heavy() -> None:
    said = "import sys, qualkit; print(sorted({'pandas', 'sqlalchemy', 'lxml', 'docx', 'spacy'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_pipeline_comes_along_whole_and_small() -> None:
    shipped = PYPROJECT["tool"]["setuptools"]["package-data"]["qualkit.language"]
    language = ROOT / "qualkit" / "language"
    carried = {path for pattern in shipped for path in language.glob(pattern) if path.is_file()}
    there = {path for path in (language / "model").rglob("*") if path.is_file()}
    assert carried == there
    assert {"config.cfg", "meta.json", "MODEL_CARD.md"} <= {path.name for path in there}
    assert sum(path.stat().st_size for path in there) < 14_000_000


def test_every_module_says_what_it_is_and_is_short() -> None:
    for path in [*(ROOT / "qualkit").rglob("*.py"), *(ROOT / "app").rglob("*.py")]:
        source = path.read_text(encoding="utf-8")
        assert ast.get_docstring(ast.parse(source)), f"{path.relative_to(ROOT)} has no docstring"
        assert len(source.splitlines()) <= 400, f"{path.relative_to(ROOT)} is two rooms in one file"
