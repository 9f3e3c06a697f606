"""Every text is there in both languages, says the same, and is written in signs the font has."""

from __future__ import annotations

import ast
import importlib.util
import re
import string
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Message

ROOT = Path(__file__).resolve().parent.parent
# Not in the Latin font: they would come from another one, slanted or too wide (typographic quotes, long dash, dots of
# omission, signs of comparison, arrows). The en dash of a range is there.
NOT_ENGLISH = re.compile("[\u201c\u201d\u2014\u2026\u2264\u2265\u2190-\u2193\u2003]")
NOT_CHINESE = re.compile(r"[\u4e00-\u9fff][,;:!?.]|百万")
# A Latin letter or digit right beside a Chinese one: a space belongs between them.
NO_SPACE = re.compile(r"[A-Za-z0-9%][\u4e00-\u9fff]|[\u4e00-\u9fff][A-Za-z0-9]")
SHOWS = {
    *("title", "header", "subheader", "caption", "markdown", "write", "button", "error", "info", "warning", "success"),
    *("metric", "popover", "expander", "slider", "selectbox", "text_input", "number_input", "badge", "toggle", "pills"),
    *("checkbox", "segmented_control", "page_link", "tabs", "opening", "block", "question_line", "nothing"),
}


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("locale_update", ROOT / "locale" / "update.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


update = _load()


def pairs() -> list[tuple[str, str]]:
    """(English, Chinese) of every entry; of a plural, both English forms with the one Chinese."""
    found: list[tuple[str, str]] = []
    for entry in update.load("zh_CN"):
        if entry.id:
            one = entry.string[0] if isinstance(entry.string, (tuple, list)) else entry.string
            found += [(english, str(one)) for english in _forms(entry)]
    return found


def _forms(entry: Message) -> tuple[str, ...]:
    return tuple(entry.id) if isinstance(entry.id, (tuple, list)) else (str(entry.id),)


def holes(text: str) -> set[str]:
    """Names in braces."""
    return {name for _literal, name, _spec, _conversion in string.Formatter().parse(text) if name}


def test_nothing_is_left_to_translate_and_nothing_is_left_over() -> None:
    """``make messages`` would change nothing."""
    source = {key if isinstance(key, str) else key[0] for key in update.source_texts()}
    held = {_forms(entry)[0] for entry in update.load("zh_CN") if entry.id}
    assert source - held == set(), "run make messages and translate these"
    assert held - source == set(), "no longer in the source: run make messages"
    assert update.untranslated(update.load("zh_CN")) == []


def test_translations_have_the_holes_of_their_source() -> None:
    """A hole that is missing loses a number; one too many is an error in front of the reader."""
    different = [(english, chinese) for english, chinese in pairs() if holes(english) != holes(chinese)]
    assert [pair for pair in different if not _one_of_a_plural(pair[0])] == []


def _one_of_a_plural(english: str) -> bool:
    return any(isinstance(e.id, (tuple, list)) and english in e.id for e in update.load("zh_CN"))


def test_english_uses_no_sign_the_font_lacks() -> None:
    """See NOT_ENGLISH."""
    assert [english for english, _chinese in pairs() if NOT_ENGLISH.search(english)] == []


def test_chinese_is_set_as_chinese() -> None:
    """Full-width commas and stops between Chinese words, a space between Latin and Chinese, no 百万."""
    assert [chinese for _english, chinese in pairs() if NOT_CHINESE.search(chinese)] == []
    assert [chinese for _english, chinese in pairs() if NO_SPACE.search(chinese)] == []


def test_the_glossary_wins(shared: Path) -> None:
    """Words the glossary rules out are nowhere."""
    ruled_out = ("净赚", "盈利概率", "硬节省", "杠杆", "采用率", "垫资", "兑现率")
    assert [c for _e, c in pairs() if any(word in c for word in ruled_out)] == []


@pytest.mark.parametrize(
    ("english", "chinese"), [("Net present value", "净现值"), ("Payback", "静态投资回收期"), ("Why?", "口径与依据")]
)
def test_terms_of_finance_are_the_glossarys(english: str, chinese: str) -> None:
    """A few that everybody will look for."""
    assert dict(pairs())[english] == chinese


def literal_wording(source: str) -> Iterator[str]:
    """Plain strings handed to something that shows them. A single sign or a name without letters is no wording."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in SHOWS:
            owner = getattr(node.func.value, "id", "")
            values = [*node.args, *(k.value for k in node.keywords if k.arg in {"label", "help", "title", "verdict"})]
            yield from (
                text
                for value in values
                for text in _wording(value)
                if owner in {"st", "cards"} or (" " in text and owner != "log")
            )


def _wording(value: ast.expr) -> Iterator[str]:
    parts = value.values if isinstance(value, ast.JoinedStr) else [value]
    texts = (part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str))
    # :red[ colours what follows and :material/save: is an icon; neither is read as a word
    yield from (text for text in texts if re.search("[A-Za-z]{3}", re.sub(r":[a-z]+\[|:material/\w+:", "", text)))


@pytest.mark.parametrize(
    "path", sorted((ROOT / "pages").rglob("*.py")), ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_pages_write_no_words_of_their_own(path: Path) -> None:
    """Wording goes through _(), so that it is there in both languages."""
    assert list(literal_wording(path.read_text(encoding="utf-8"))) == []


def test_literal_wording_is_found() -> None:
    """The rule above by example."""
    assert list(literal_wording('st.caption("Hello there")')) == ["Hello there"]
    assert list(literal_wording('st.markdown(f":red[**x** and so {n}]")')) != []
    assert list(literal_wording('st.caption(_("Hello there")); st.markdown(f"**{name}**")')) == []


def test_extraction_finds_marked_texts(tmp_path: Path) -> None:
    """Plain, plural and declared texts, and nothing unmarked."""
    (tmp_path / "data").mkdir()
    (tmp_path / "pages").mkdir()
    (tmp_path / "data" / "contracts.py").write_text('Table("t", "What it is.", (), (_text("c", "a column"),))')
    (tmp_path / "pages" / "p.py").write_text(
        '_("one"); n_("{n} row", "{n} rows", 2); f("not this"); who.say(N_("two"))'
    )
    assert set(update.source_texts(tmp_path)) == {"What it is.", "a column", "one", ("{n} row", "{n} rows"), "two"}
