"""The rooms and the one arrow: config → quotes → archive → django."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("archive", "quotes", "config")
PURE = [
    "archive/dates.py",
    "archive/messages.py",
    "quotes/wordings/aligning.py",
    "quotes/fidelity/anchors.py",
    "quotes/entering/credits.py",
    "quotes/wordings/changes.py",
    "quotes/wordings/comparing.py",
    "quotes/fidelity/judging.py",
    "quotes/importing/guard.py",
    "quotes/wordings/meaning.py",
    *(
        f"quotes/quotations/{name}.py"
        for name in (
            "__init__",
            "chinese",
            "cues",
            "english",
            "finding",
            "kinds",
            "marks",
            "naming",
            "sentences",
        )
    ),
    "quotes/wordings/splicing.py",
    "quotes/text.py",
    "quotes/wordings/typography.py",
    "quotes/matching/verdicts.py",
    "quotes/wordings/units.py",
    "quotes/search/languages.py",
    "quotes/search/parsing.py",
    "quotes/search/pieces.py",
    "quotes/search/query.py",
    "quotes/search/timeline.py",
    "quotes/web/drawing.py",
]


def modules():
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text())


def imports(path, tree):
    """The dotted names a module imports, relative ones resolved."""
    package = Path(path).parent.parts
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = list(package[: len(package) - node.level + 1]) if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{module}.{alias.name}" for alias in node.names)


IMPORTS = [(path, name) for path, tree in modules() for name in imports(path, tree)]


def within(name, package):
    return name == package or name.startswith(f"{package}.")


def importing(start, packages):
    return [
        f"{path} imports {name}"
        for path, name in IMPORTS
        if path.startswith(start) and any(within(name, package) for package in packages)
    ]


def test_the_record_knows_neither_the_reading_room_nor_how_it_runs():
    assert importing("archive/", ["quotes", "config"]) == []


def test_the_reading_room_does_not_know_how_it_runs():
    assert importing("quotes/", ["config"]) == []


def test_nothing_imports_an_admin_module():
    own = ("archive/admin", "quotes/admin")  # parts of an admin package import each other
    seen = [
        f"{path} imports {name}"
        for path, name in IMPORTS
        if not path.startswith(own) and ("archive.admin" in name or "quotes.admin" in name)
    ]
    assert seen == []


def test_pages_and_api_never_import_each_other():
    assert importing("quotes/web/", ["quotes.api"]) == []
    assert importing("quotes/api/", ["quotes.web"]) == []


@pytest.mark.parametrize("path", PURE)
def test_a_pure_module_imports_no_django(path):
    assert (ROOT / path).exists(), "a pure module was moved: name its new place here"
    tree = ast.parse((ROOT / path).read_text())
    seen = [name for name in imports(path, tree) if within(name, "django")]
    local = [
        name
        for name in imports(path, tree)
        if within(name, "quotes.models") or within(name, "archive.models")
    ]
    assert seen + local == []


def test_there_are_no_signals():
    assert [f"{path} imports {name}" for path, name in IMPORTS if "signals" in name] == []


def test_the_top_level_holds_only_what_it_should():
    expected = {
        ".ci", ".gitignore", "CHANGELOG.md", "Makefile", "README.md", "archive", "benchmarks",
        "config", "docs", "fixtures", "gunicorn.conf.py", "manage.py", "pyproject.toml", "quotes",
        "requirements-dev.lock", "requirements.lock", "tests",
    }  # fmt: skip
    ignored = {".git", ".venv", ".local", ".pytest_cache", ".mypy_cache", ".ruff_cache",
               ".hypothesis", "staticfiles", "__pycache__"}  # fmt: skip
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".coverage")}
    assert found - ignored - expected == set()
