"""The field's words, and those a term is not called: docs/glossary.csv, held against every text for readers."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.test_text import pairs

GLOSSARY = Path(__file__).resolve().parent.parent / "docs" / "glossary.csv"
HOLE = re.compile(r"\{[^}]*\}")
# A row of a list of requirements, a document of ours, or the name of a column, a table or a path.
INTERNAL = re.compile(r"\b[A-HT]\d{2}\b|\bS[0-5]·|\bkpis\b|\b[a-z]+_[a-z_]+\b|\b[a-z]+\.(csv|parquet|py|toml)\b")
SHORT = 3  # words of a label, which a sentence may need with a small letter


def terms() -> Iterator[dict[str, str]]:
    with GLOSSARY.open(encoding="utf-8") as file:
        yield from csv.DictReader(file)


def test_every_term_has_both_languages_and_stands_once() -> None:
    rows = list(terms())
    assert len(rows) >= 70 and all(row["english"] and row["chinese"] for row in rows)
    names = [row["english"].lower() for row in rows]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    "row", [row for row in terms() if row["not_english"] or row["not_chinese"]], ids=lambda row: row["english"]
)
def test_nothing_is_called_what_it_is_not_called(row: dict[str, str]) -> None:
    english, chinese = (list(filter(None, row[f"not_{name}"].split("|"))) for name in ("english", "chinese"))
    for one, other in pairs():
        for word in english:
            assert not re.search(rf"\b{re.escape(word)}\b", one, re.IGNORECASE), (word, one)
        for word in chinese:
            assert word not in other, (word, other)


def test_no_internal_name_reaches_a_reader() -> None:
    found = [one for one, _other in pairs() if INTERNAL.search(HOLE.sub("", one))]
    assert not found, found


def test_no_two_sentences_differ_only_in_case_or_a_final_stop() -> None:
    """Labels of three words and less have both forms: one begins a line, the other stands within a sentence."""
    seen: dict[str, str] = {}
    for one, _other in pairs():
        key = one.strip().rstrip(".。").lower()
        if len(key.split()) > SHORT + 1:
            assert seen.setdefault(key, one) == one, (seen[key], one)


def test_a_word_that_is_refused_is_found() -> None:
    """The rules above can fail: each is held against a text that breaks it."""
    assert (
        INTERNAL.search("Source: S0·5")
        and INTERNAL.search("A09; kpis F1")
        and INTERNAL.search("retention.owner of benefit_ledger")
    )
    assert INTERNAL.search("bring surveys.csv") and not INTERNAL.search("Net present value at 30 Nov 2023")
    assert any("benefit ledger" in row["not_english"] for row in terms())


def test_no_document_of_ours_is_named_in_the_library() -> None:
    """Sources are told by their titles."""
    folder = GLOSSARY.parent.parent / "data" / "library"
    told = [line for file in sorted(folder.glob("*.toml")) for line in file.read_text(encoding="utf-8").splitlines()]
    found = [
        line for line in told if line.startswith(("source", "name", "note", "text", "good")) and INTERNAL.search(line)
    ]
    assert not found, found[:5]
