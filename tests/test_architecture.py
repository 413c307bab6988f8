"""The rooms and the one arrow: config → quotes → archive → django."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("archive", "quotes", "config")


def modules():
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text())


def is_pure(tree):
    """Whether a module says in its first lines that it imports no Django."""
    return (ast.get_docstring(tree) or "").partition("\n\n")[0].endswith(" Pure.")


def at_run_time(tree):
    """A module without what it imports for types only."""
    body = [one for one in tree.body if ast.unparse(getattr(one, "test", one)) != "TYPE_CHECKING"]
    return ast.Module(body, [])


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
PURE = {
    path.removesuffix(".py").removesuffix("/__init__").replace("/", "."): (path, at_run_time(tree))
    for path, tree in modules()
    if is_pure(tree)
}


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


@pytest.mark.parametrize("module", PURE)
def test_a_pure_module_imports_no_django_and_of_ours_only_what_is_pure(module):
    seen = [
        name
        for name in imports(*PURE[module])
        if within(name, "django")
        or (name.startswith(PACKAGES) and not {name, name.rpartition(".")[0]} & PURE.keys())
    ]
    assert seen == []


def test_the_rules_of_search_matching_and_dates_are_pure():
    assert {"archive.dates", "quotes.text", "quotes.search.parsing", "quotes.quotations.finding",
            "quotes.wordings.comparing", "quotes.matching.verdicts"} <= PURE.keys()  # fmt: skip


MAPPED = [
    "archive/importing", "quotes/api/v1", "quotes/entering", "quotes/fidelity", "quotes/files",
    "quotes/following", "quotes/importing", "quotes/matching", "quotes/passages",
    "quotes/quotations", "quotes/search", "quotes/wordings",
]  # fmt: skip


@pytest.mark.parametrize("package", MAPPED)
def test_the_first_lines_of_a_package_name_its_modules(package):
    told = ast.get_docstring(ast.parse((ROOT / package / "__init__.py").read_text()))
    modules = {path.stem for path in (ROOT / package).glob("*.py")} - {"__init__"}
    assert modules <= set(re.findall(r"``(\w+)``", told))


def test_files_that_documents_name_are_there():
    for document in [ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")]:
        named = re.findall(
            r"`((?:archive|benchmarks|config|docs|fixtures|quotes|tests)/[\w./-]+)`",
            document.read_text(),
        )
        assert [path for path in named if not (ROOT / path).exists()] == [], document.name


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
