"""How the house is measured, on houses of a few lines."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bench import _source, size


def house(root: Path, **files: str) -> dict[str, _source.Module]:
    """A checkout of those files, and its modules; ``a__b`` is a/b.py and ``a____init__`` a/__init__.py."""
    for name, text in files.items():
        file = root / (re.sub(r"//(\w+)/", r"/__\1__", name.replace("__", "/")) + ".py")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return _source.read(root)


def counted(root: Path) -> dict[str, float]:
    """Every figure by its name."""
    return {one.what: one.number for one in size.figures(root)}


def test_lines_are_those_of_metrics_and_pages_alone(tmp_path: Path) -> None:
    house(tmp_path, metrics__text="a = 1\nb = 2\n", pages__parts__x="c = 3\n", data__y="d = 4\n", tests__z="e = 5\n")
    assert counted(tmp_path)["lines of Python in metrics and pages"] == 3


def test_entries_are_files_and_folders_but_not_what_tools_leave(tmp_path: Path) -> None:
    house(tmp_path, metrics__a="", metrics__inner__b="", metrics__inner__c="")
    (tmp_path / "metrics" / "__pycache__").mkdir()
    (tmp_path / "metrics" / ".hidden").touch()
    assert size.entries(tmp_path / "metrics") == ["a.py", "inner"]


class TestChain:
    """From a page to the words."""

    def test_the_longest_way_counts_with_both_ends(self, tmp_path: Path) -> None:
        modules = house(
            tmp_path,
            pages__one="from metrics import a, text",
            metrics__a="from metrics.b import f",
            metrics__b="import metrics.text",
            metrics__text="",
        )
        assert _source.chain(modules) == ["pages.one", "metrics.a", "metrics.b", "metrics.text"]

    @pytest.mark.parametrize("name", ["metrics__text", "metrics__words__text"])
    def test_the_words_are_found_under_either_name(self, tmp_path: Path, name: str) -> None:
        modules = house(tmp_path, pages__one=f"import {name.replace('__', '.')}", **{name: ""})
        assert len(_source.chain(modules)) == 2

    @pytest.mark.parametrize(
        "text",
        [
            "def f():\n    from metrics import text",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from metrics import text",
        ],
    )
    def test_an_import_in_a_function_or_for_type_checkers_counts(self, tmp_path: Path, text: str) -> None:
        assert len(_source.chain(house(tmp_path, pages__one=text, metrics__text=""))) == 2

    def test_a_circle_is_gone_through_once(self, tmp_path: Path) -> None:
        modules = house(
            tmp_path,
            pages__one="from metrics import a",
            metrics__a="from metrics import b, text",
            metrics__b="from metrics import a, c",
            metrics__c="from metrics import a, text",
            metrics__text="",
        )
        assert _source.chain(modules) == ["pages.one", "metrics.a", "metrics.b", "metrics.c", "metrics.text"]

    def test_a_way_that_ends_elsewhere_is_none(self, tmp_path: Path) -> None:
        modules = house(tmp_path, pages__one="from metrics import a", metrics__a="import json", metrics__text="")
        assert _source.chain(modules) == []

    def test_parts_are_not_where_a_way_begins(self, tmp_path: Path) -> None:
        assert _source.chain(house(tmp_path, pages__parts__x="import metrics.text", metrics__text="")) == []


class TestUnused:
    """Public functions of ``metrics.a`` that no other module takes."""

    A = "def f(): ...\ndef _hidden(): ...\nclass C:\n    def method(self): ...\n"

    @pytest.mark.parametrize(
        "other",
        [
            "from metrics.a import f",
            "from metrics.a import f as g\ng()",
            "from metrics import a\na.f()",
            "from metrics import a as b\ntable = {1: b.f}",
            "import metrics.a\nmetrics.a.f()",
            "from metrics import a\nMODELS = {'a': a}\nrun = lambda name: MODELS[name].f()",
        ],
    )
    def test_a_function_another_module_takes_is_used(self, tmp_path: Path, other: str) -> None:
        assert _source.unused(house(tmp_path, metrics__a=self.A, pages__x=other)) == []

    @pytest.mark.parametrize(
        "other",
        [
            "from metrics import a",
            "from metrics import b\nb.f()",
            "from metrics.a import C\nC.f",
            "def f(): ...\nf()",
        ],
    )
    def test_another_thing_of_that_name_is_no_use(self, tmp_path: Path, other: str) -> None:
        modules = house(tmp_path, metrics__a=self.A, metrics__b="f = 1", data__x=other)
        assert _source.unused(modules) == [("metrics.a", "f")]

    def test_a_test_is_nobody(self, tmp_path: Path) -> None:
        modules = house(tmp_path, metrics__a=self.A, tests__test_a="from metrics.a import f")
        assert _source.unused(modules) == [("metrics.a", "f")]

    def test_a_package_that_passes_a_name_on_does_not_use_it(self, tmp_path: Path) -> None:
        files = {"metrics__a____init__": "from metrics.a.b import f, g", "metrics__a__b": "def f(): ...\ndef g(): ..."}
        modules = house(tmp_path, pages__x="from metrics.a import f", **files)
        assert _source.unused(modules) == [("metrics.a.b", "g")]

    @pytest.mark.parametrize("last", ["f()", "TABLE = {'f': f}", "@f\ndef _g(): ..."])
    def test_what_its_own_top_level_takes_is_registered(self, tmp_path: Path, last: str) -> None:
        assert _source.unused(house(tmp_path, metrics__a=f"def f(g=None): ...\n{last}")) == []

    @pytest.mark.parametrize("name", ["metrics__commands__x", "metrics____main__"])
    def test_a_command_is_started_by_its_name(self, tmp_path: Path, name: str) -> None:
        assert _source.unused(house(tmp_path, **{name: "def run(): ..."})) == []

    def test_called_at_home_is_told_from_called_nowhere(self, tmp_path: Path) -> None:
        modules = house(tmp_path, metrics__a="def f(): ...\ndef g(): f()")
        assert _source.unused(modules) == [("metrics.a", "f"), ("metrics.a", "g")]
        assert [_source.at_home(use, modules) for use in _source.unused(modules)] == [True, False]


def test_a_comment_that_stops_the_formatter_counts_and_a_text_about_it_does_not() -> None:
    mark = "# fmt: " + "skip"
    assert size.skips(f"a = 1  {mark}\nb = '{mark}'\nc = 2  # noqa  {mark} too\n") == 2


def test_long_functions_and_the_middle_length(tmp_path: Path) -> None:
    long = "def f():\n" + "    a = 1\n" * 30 + "class C:\n    def g(self):\n        return 1\n    def h(self): ...\n"
    house(tmp_path, metrics__a=long, metrics__b="\n" * 251, pages__parts__x="", pages__one="")
    found = counted(tmp_path)
    assert found["functions over 30 lines"] == 1
    assert found["lines of a function, p50"] == 2
    assert found["modules over 250 lines"] == 1


def test_a_missed_bound_ends_with_its_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    house(tmp_path, metrics__a="def f(): ...\n", pages__parts__x="")
    with pytest.raises(SystemExit, match="missed: public functions no other module takes"):
        size.main(["--of", str(tmp_path), "--list"])
    said = capsys.readouterr().out
    assert "public functions no other module takes: 1, at most 0, MISSED\n    metrics.a.f\n" in said
    assert "lines of Python in metrics and pages: 1, at most 37,500\n" in said


@pytest.mark.parametrize("mark", ["@base.recipe", "@finding('Who left?')", "@metric('Left', 1)"])
def test_a_function_that_its_decorator_registers_is_used(tmp_path: Path, mark: str) -> None:
    code = {
        "metrics/drawing.py": f"from metrics import base, finding, metric\n{mark}\ndef bars(): pass\ndef lone(): pass\n"
    }
    for name, text in code.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    assert [use for use in _source.unused(_source.read(tmp_path)) if use[1] in ("bars", "lone")] == [
        ("metrics.drawing", "lone")
    ]
