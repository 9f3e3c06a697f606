"""What the documents say is so: commands exist, links lead somewhere, generated pages are up to date."""

from __future__ import annotations

import argparse
import re
import shlex
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from data import docs, warehouse
from metrics import definitions
from metrics.registry import METRICS

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("bench/*.md")])


def code(document: Path) -> Iterator[str]:
    """Every piece of a document set as code: a span, or a line of an indented block."""
    text = re.sub(r"```.*?```", "", document.read_text(), flags=re.DOTALL)
    yield from re.findall(r"`([^`\n]+)`", text)
    yield from (line.strip() for line in text.splitlines() if line.startswith("    "))


def commands(beginning: str) -> list[str]:
    """Every command in the documents that begins so, each once."""
    found = {piece.split(" #")[0].strip() for document in DOCUMENTS for piece in code(document)}
    return sorted(piece for piece in found if re.match(rf"{re.escape(beginning)}\b", piece))


def parsers() -> dict[str, argparse.ArgumentParser]:
    from data.__main__ import parser as data
    from metrics.__main__ import parser as metrics

    return {"data": data(), "metrics": metrics()}


def tracked() -> list[Path]:
    """The files under version control; where there is none, the test has nothing to read."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git working tree")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_every_make_target_named_exists():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {word for command in commands("make") for word in command.split()[1:2] if word.islower()}
    assert {"run", "test"} <= named <= targets


@pytest.mark.parametrize("command", commands("python -m"))
def test_every_command_named_is_understood(command):
    _, _, module, *arguments = shlex.split(command)
    if module in {"data", "metrics"} and arguments and arguments[0].islower():
        parsers()[module].parse_args(arguments)  # leaves with SystemExit when it does not understand


def test_every_subcommand_is_in_the_readme():
    readme = (ROOT / "README.md").read_text()
    for module, parser in parsers().items():
        (choices,) = (action.choices for action in parser._actions if isinstance(action, argparse._SubParsersAction))
        assert [name for name in choices if f"python -m {module} {name}" not in readme] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_leads_to_a_file(document):
    links = re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", document.read_text())
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_the_changelog_speaks_of_this_version():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert f"\n## {version}" in (ROOT / "CHANGELOG.md").read_text()


@pytest.fixture
def retail(home, tmp_path, monkeypatch) -> Path:
    """A folder with three rows a shop would export: an order of two articles, and its return by half."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine").mkdir()
    duckdb.sql("""
        copy (
            select * from (values
                ('536365', '85123A', 6, timestamp '2010-12-01 08:26:00', 2.55, 17850, 'United Kingdom'),
                ('536365', '71053', 6, timestamp '2010-12-01 08:26:00', 3.39, 17850, 'United Kingdom'),
                ('C536379', '71053', -3, timestamp '2010-12-02 09:41:00', 3.39, 17850, 'United Kingdom'),
                ('536400', '71053', 1, timestamp '2010-12-02 10:00:00', 3.39, null, 'United Kingdom')
            ) as t(InvoiceNo, StockCode, Quantity, InvoiceDate, UnitPrice, CustomerID, Country)
        ) to 'online_retail.parquet'
    """)
    return tmp_path


@pytest.mark.parametrize("name", ["README.md", "docs/data.md"])
def test_the_query_for_your_own_data_does_what_it_says(name, retail):
    (block,) = re.findall(r"```(?:sql|python)\n(.*?)```", (ROOT / name).read_text(), re.DOTALL)
    exec(block) if "import duckdb" in block else duckdb.sql(block)
    result = warehouse.build(retail / "mine", name="mine")
    assert result.tables["orders"].rows_loaded == 2
    facts = warehouse.open_current().frame("data_facts").iloc[0]
    assert (float(facts["revenue"]), facts["refunds"]) == (pytest.approx(35.64 - 10.17), 1)


def test_the_tables_are_those_of_the_contracts():
    assert (ROOT / "docs" / "data.md").read_text() == docs.text(), "make docs writes it anew"


def test_the_definitions_are_those_of_the_registry():
    written = (ROOT / "docs" / "definitions.md").read_text()
    assert written == definitions.render(), "make docs writes it anew"
    assert [name for name in METRICS if f"`{name}`" not in written] == []


def test_every_decision_is_listed():
    folder = ROOT / "docs" / "decisions"
    listed = re.findall(r"\((\d{4}-[a-z-]+\.md)\)", (folder / "README.md").read_text())
    assert listed == sorted(path.name for path in folder.glob("0*.md"))


# Written in two parts, so that this file does not hold them.
UNWANTED = ("pypi" + r"\.org", "python" + "hosted", "npm" + "js", "clau" + "de", "anthro" + "pic", "chat" + "gpt")
UNWANTED += (
    r"\bAI " + "assistant",
    r"helper " + "session",
    r"(?<!\w)/wo" + "rk/",
    r"(?<!\w)/tm" + "p/",
    "/opt" + "/pypi",
)


def test_the_files_speak_of_the_project_alone():
    pattern = re.compile("|".join(UNWANTED), re.IGNORECASE)
    found = []
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a font, a workbook
        found += [f"{path.relative_to(ROOT)}: {match.group()}" for match in pattern.finditer(text)]
    assert found == []


def test_the_unwanted_is_seen():
    text = "see https://" + "py" + "pi.org and /wo" + "rk/main, but not homework/main"
    assert len(re.findall("|".join(UNWANTED), text, re.IGNORECASE)) == 2
