"""What the documents say is so: commands exist, links lead somewhere, generated pages are up to date."""

from __future__ import annotations

import argparse
import re
import shlex
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

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
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
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
