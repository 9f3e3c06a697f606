"""The SQL goes where it is carried: every file has its head, and a counterpart in Spark's dialect."""

from __future__ import annotations

import pytest
import sqlglot
from sqlglot import exp

from data.contracts import TABLES
from data.engines import TWINS, to_spark
from data.models import Model, models

EVERY = [
    pytest.param(model, id=f"{layer}/{model.name}")
    for layer in ("staging", "marts", "checks")
    for model in models(layer)
]
MADE = [pytest.param(model, id=model.name) for layer in ("staging", "marts") for model in models(layer)]


@pytest.mark.parametrize("model", EVERY)
def test_every_file_is_carried_to_spark_and_is_read_there(model: Model):
    carried = to_spark(model.sql)
    tree = sqlglot.parse_one(carried, read="spark")
    assert not [name for name in TWINS if name.upper() in carried.upper()]
    assert [call.name for call in tree.find_all(exp.Anonymous)] == []


@pytest.mark.parametrize(
    "sql", ["select bitstring_agg(x, 0, 9) from t", "select approx_quantile(x, .5) from t qualify nonsense(x)"]
)
def test_what_only_one_engine_has_is_refused(sql: str):
    with pytest.raises(Exception, match=r"macro with a twin|nsupported"):
        to_spark(sql)


@pytest.mark.parametrize("model", MADE)
def test_every_model_says_its_grain_and_how_an_append_refreshes_it(model: Model):
    assert model.sql.startswith("-- grain: ")
    assert model.says("recompute")
    columns = {column.alias_or_name for column in sqlglot.parse_one(model.sql, read="duckdb").selects}
    assert set(model.grain) <= columns or "*" in columns


@pytest.mark.parametrize("model", EVERY)
def test_no_sum_is_of_binary_fractions_and_nothing_is_approximate(model: Model):
    tree = sqlglot.parse_one(model.sql, read="duckdb")
    kinds = {cast.to.this for cast in tree.find_all(exp.Cast)}
    assert not kinds & {exp.DataType.Type.DOUBLE, exp.DataType.Type.FLOAT}
    assert not list(tree.find_all(exp.ApproxDistinct, exp.Avg, exp.Stddev, exp.Quantile))


def test_staging_reads_contract_tables_and_marts_read_staging():
    staging = {model.name for model in models("staging")}
    marts = {model.name for model in models("marts")}
    for model in models("staging"):
        assert _tables(model) <= set(TABLES), model.name
    for model in models("marts"):
        assert _tables(model) <= staging | marts, model.name


def _tables(model: Model) -> set[str]:
    tree = sqlglot.parse_one(model.sql, read="duckdb")
    return {table.name for table in tree.find_all(exp.Table)} - {cte.alias for cte in tree.find_all(exp.CTE)}
