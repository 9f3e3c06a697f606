"""Churn of the sample company, worked out again from its tables: readings, sentences, tables and pictures agree."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from metrics import report
from metrics.churn import ahead, figures, findings, findings_past, findings_plan, findings_worth, past, watch
from metrics.churn.retention import By
from metrics.context import Context
from tests.metrics.shown import bar, cells, column, figure, hole, options, traces, values


@pytest.fixture
def plan(company: Path) -> Context:
    return report.saved()


def _active(plan: Context, day: pd.Timestamp) -> pd.Index:
    """By the raw tables: an order within 365 days or a contract that runs, and no departure since."""
    orders = plan.sources.held.query(
        "select customer_id, max(day) as last from staging.stg_orders "
        "where status = 'completed' and day <= ? group by 1",
        [day.date()],
    ).set_index("customer_id")["last"]
    ordered = orders.index[pd.to_datetime(orders) > day - pd.Timedelta(days=365)]
    terms = plan.sources.held.query("select * from staging.stg_contracts")
    grace = pd.to_timedelta(terms["renewed"].isna() * 30, unit="D")
    runs = (pd.to_datetime(terms["starts_on"]) <= day) & (pd.to_datetime(terms["ends_on"]) + grace >= day)
    gone = plan.sources.held.query("select customer_id, max(left_on) as left_on from staging.stg_departures group by 1")
    left = pd.to_datetime(gone.set_index("customer_id")["left_on"])
    back = pd.to_datetime(orders.reindex(left.index)) > left
    return ordered.union(pd.Index(terms.loc[runs, "customer_id"])).difference(left.index[(left <= day) & ~back])


# --- Readings


def test_retention_is_that_of_those_who_brought_the_first_four_fifths(plan: Context) -> None:
    until = plan.sources.facts["until"]
    years = plan.frames["customer_year"]
    brought = years[years["years_ago"] == 1].set_index("customer_id")["contribution"].astype(float)
    before = brought.reindex(_active(plan, until - pd.Timedelta(days=365))).fillna(0)
    ranked = before.sort_values(ascending=False, kind="stable")
    best = ranked.index[(ranked.cumsum() - ranked) < 0.8 * ranked.sum()]
    reading = plan.read("key_retention")
    assert reading.value == pytest.approx(best.isin(_active(plan, until)).mean(), abs=2e-3)
    assert reading.low is not None and reading.high is not None
    error = 1.645 * (reading.value * (1 - reading.value) / len(best)) ** 0.5
    assert (reading.low, reading.high) == (
        pytest.approx(reading.value - error, abs=0.01),
        pytest.approx(reading.value + error, abs=0.01),
    )


def test_value_at_risk_is_the_sum_of_what_goes_with_those_worth_keeping(plan: Context) -> None:
    frame = figures.at_risk(plan.sources)
    stakes = (frame["p"] * (frame["kept"] - frame["lost"])).clip(lower=0)
    reading, base = plan.read("value_at_risk"), plan.read("customer_value")
    assert reading.value == pytest.approx(stakes.sum())
    assert (reading.low, reading.high) == (
        pytest.approx(reading.known * base.low / base.known),
        pytest.approx(reading.known * base.high / base.known),
    )


def test_the_chance_of_leaving_lies_in_the_middle_of_its_range(plan: Context) -> None:
    reading = plan.read("churn_expected")
    wide = 1.6449 * plan.scores.card["silent_variance"] ** 0.5
    assert reading.value == pytest.approx(figures.at_risk(plan.sources)["p"].mean())
    assert reading.low is not None and reading.high is not None
    odds = [np.log(share / (1 - share)) for share in (reading.low, reading.known, reading.high)]
    assert np.diff(odds) == pytest.approx([wide, wide], rel=1e-4)


def test_the_share_that_left_is_counted_over_those_who_were_there(plan: Context) -> None:
    until = plan.sources.facts["until"]
    there = _active(plan, until - pd.Timedelta(days=365))
    assert plan.value("left") == pytest.approx(1 - there.isin(_active(plan, until)).mean())
    assert plan.value("left") + plan.value("retention_rate") == pytest.approx(1)
    assert plan.value("active_customers") == len(_active(plan, until))


def test_the_strongest_driver_has_the_largest_ratio_of_those_seen_and_stands_first(plan: Context) -> None:
    reading, rows = plan.read("driver"), past.churn_drivers(plan.sources)
    assert reading.value == max(row.ratio for row in rows if row.seen)
    assert reading.low is not None and reading.high is not None and reading.low < reading.value < reading.high
    found = findings_past.drivers(plan)
    assert str(found.sentence).startswith(cells(found)[0][0]) and hole(found, "ratio") == reading.value
    drawn = [(row.value, row.low, row.high) for row in options(found)["rows"]]
    assert drawn == [(row[1], *row[2]) for row in cells(found)]
    assert traces(found)[-1]["x"] == column(found, 1)


def test_the_band_of_who_is_still_there_holds_the_share(plan: Context) -> None:
    reading = plan.read("staying")
    assert reading.low is not None and reading.high is not None
    assert reading.known - 0.05 < reading.low < reading.known < reading.high < reading.known + 0.05


# --- Pictures with a line for all


@pytest.mark.parametrize("grouped", ["class", "tenure", "kind", "region", "family", "segment"])
def test_who_left_is_drawn_as_counted_beside_the_line_of_all(plan: Context, grouped: str) -> None:
    found = findings_past.who_left(plan, grouped=grouped)
    rows, year = cells(found), past.leavers(plan.sources).frame
    all_of_them = sum(row[2] for row in rows) / sum(row[1] for row in rows)
    assert all_of_them == pytest.approx(plan.value("left")) == pytest.approx(options(found)["line"])
    assert {row[1] for row in rows} == set(year.groupby(grouped)["left"].count())
    assert [row[3] for row in rows] == [pytest.approx(row[2] / row[1]) for row in rows]
    assert [row[7] for row in rows] == [pytest.approx(row[6] / row[5]) for row in rows]
    assert values(found) == bar(found)["x"] == [row[3] for row in rows[:8]]
    assert [(drawn.low, drawn.high) for drawn in options(found)["rows"]] == [row[4] for row in rows[:8]]
    (line,) = figure(found)["layout"]["shapes"]
    assert line["x0"] == line["x1"] == pytest.approx(all_of_them)


def test_early_leavers_are_drawn_as_counted_beside_the_line_of_all(plan: Context) -> None:
    found = findings_worth.early_churn(plan)
    life, until = plan.frames["customer_life"], plan.sources.facts["until"]
    seen = life[life["seen_from_start"].astype(bool) & ((until - life["joined_on"]).dt.days >= 90)]
    short = seen["left_on"].notna() & (seen["tenure_days"].astype(float) <= 90)
    assert plan.value("short_lived") == pytest.approx(short.mean(), abs=0.003)
    assert options(found)["line"] == pytest.approx(plan.value("short_lived"))
    assert values(found) == bar(found)["x"] == column(found, 2)[:8]
    fastest = max(cells(found), key=lambda row: row[5] or 0.0)
    assert (hole(found, "name"), hole(found, "ratio")) == (fastest[0], fastest[5])


# --- Ahead


def test_what_is_at_risk_is_shared_out_by_chance(plan: Context) -> None:
    found, frame = findings.at_risk(plan), figures.at_risk(plan.sources)
    rows = cells(found)
    assert sum(row[1] for row in rows) == len(frame) and sum(row[2] for row in rows) == pytest.approx(frame["p"].sum())
    assert sum(row[3] for row in rows) == pytest.approx(plan.value("value_at_risk"))
    assert values(found) == bar(found)["x"] == [row[3] for row in rows]
    for (low, high), customers, leaving, _money in rows:
        mine = frame[(frame["p"] >= low) & (frame["p"] < high)]
        assert (len(mine), mine["p"].sum()) == (customers, pytest.approx(leaving))
    likely = frame["p"] >= 0.5
    theirs = frame.loc[likely, "at_risk"].clip(lower=0).sum()
    assert hole(found, "share") == pytest.approx(1 - theirs / plan.value("value_at_risk"))


def test_said_lies_along_and_left_lies_up(plan: Context) -> None:
    found = findings.believed(plan)
    dots = next(trace for trace in traces(found) if trace.get("mode") == "markers")
    assert (dots["x"], dots["y"]) == (column(found, 1), column(found, 2)) and dots["x"] != dots["y"]
    groups = plan.scores.card["holdout"]["calibration"]
    assert sorted(column(found, 1)) == pytest.approx(sorted(1 - group["expected"] for group in groups))
    likeliest = max(cells(found), key=lambda row: row[1])
    assert found.note is not None and f"{likeliest[2]:.0%} of them left" in str(found.note)


def test_the_curve_of_asking_ends_where_the_plan_is_chosen(plan: Context) -> None:
    found, chosen = findings.asking(plan), ahead.plan(plan.sources, ahead.usual(plan.sources))
    assert options(found)["chosen"] == (chosen.contacted + chosen.control, chosen.gained)
    assert chosen.gained == plan.value("expected_gain")
    ours, by_chance = column(found, 1), column(found, 2)
    best = ours.index(max(ours))
    told = found.sentence.values
    assert hole(found, "n") == column(found, 0)[best] if "n" in told else hole(found, "gain") == max(ours)
    assert all(a >= b - 1e-6 for a, b in zip(ours, by_chance, strict=True)) and ours != by_chance
    assert options(found)["ours"] == tuple(zip(column(found, 0), ours, strict=True))


def test_who_is_asked_first_brings_most(plan: Context) -> None:
    found, terms = findings.first_to_ask(plan), ahead.usual(plan.sources)
    gains, offer = column(found, 3), terms.offer
    assert gains == sorted(gains, reverse=True) and hole(found, "gain") == gains[0]
    for _id, p, difference, gain, _signs in cells(found):
        assert gain == pytest.approx(offer.saved * p * difference - offer.cost)


def test_asking_first_stands_beside_waiting(plan: Context) -> None:
    found = findings.waiting(plan)
    (_, asked, spent, gained), (_, nobody, _late, waited) = cells(found)
    assert (gained, nobody) == (plan.value("expected_gain"), None) and asked > 0 and spent > 0
    assert (hole(found, "early"), hole(found, "late")) == (gained, waited)
    assert str(found.sentence).startswith("Contacting first" if gained > waited else "Waiting")


# --- The past


def test_what_speaks_for_leaving_is_what_happened_to_that_customer(plan: Context) -> None:
    """Of the first who are contacted: contacts and orders counted anew from the tables."""
    found, until = findings.first_to_ask(plan), plan.sources.facts["until"]
    told = {row[0]: row[4] for row in cells(found)}
    assert told and all("last order" in words for words in told.values())
    base = plan.frames["customer_base"].set_index("customer_id")
    contact = plan.frames["customer_contact"].set_index("customer_id")["last_on"]
    for id, words in told.items():
        days = int(base.loc[id, "age_days"] - base.loc[id, "recency_days"])
        assert f"last order {days} day{'s' * (days != 1)} ago" in words
        silent = id not in contact.index or (until - contact[id]).days > 182
        assert ("No contact for 180 days" in words) == bool(silent and base.loc[id, "age_days"] > 182)
    signs = plan.frames["customer_sign"]
    assert 0 < signs["complaint"].sum() < len(signs) / 4 and signs["customer_id"].is_unique


def test_sources_beyond_the_largest_are_one_band_and_nobody_is_lost(
    plan: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    ways = tuple(past.Way(f"campaign {n}", "elsewhere", 40 - n) for n in range(30))
    monkeypatch.setattr(past, "departures", lambda _sources: SimpleNamespace(ways=ways))
    found = findings_past.directions(plan)
    (trace,) = traces(found)
    assert len(trace["node"]["label"]) == findings_past.MOST + 1 + 1 and "others" in trace["node"]["label"][8]
    assert sum(trace["link"]["value"]) == sum(way.customers for way in ways) == sum(row[2] for row in cells(found))


def test_the_rest_are_retained_by_the_same_definition(plan: Context) -> None:
    """A customers and the rest together are the retention of all who were active a year ago."""
    year = past.leavers(plan.sources).frame
    best, rest = year["class"] == "A", figures.rest_retention(plan.sources)
    assert rest == pytest.approx(1 - year.loc[~best, "left"].mean())
    both = (plan.value("key_retention") * best.sum() + rest * (~best).sum()) / len(year)
    assert both == pytest.approx(1 - year["left"].mean()) == pytest.approx(1 - plan.value("left"))


def test_the_band_from_a_source_to_a_place_is_as_wide_as_those_who_went_it(plan: Context) -> None:
    found, life = findings_past.directions(plan), plan.frames["customer_life"]
    gone = life[(life["how"] == "recorded") & life["left_on"].notna()]
    pairs = gone.assign(a=gone["acquired_by"].fillna("unknown"), b=gone["destination"].fillna("unknown"))
    counted = pairs.groupby(["a", "b"])["customer_id"].count().to_dict()
    assert {(row[0], row[1]): row[2] for row in cells(found)} == counted
    (trace,) = traces(found)
    link, labels = trace["link"], [label.rsplit(" ", 1)[0] for label in trace["node"]["label"]]
    drawn = zip(link["source"], link["target"], link["value"], strict=True)
    assert {(labels[a], labels[b]): n for a, b, n in drawn} == counted
    named = {pair: n for pair, n in counted.items() if "unknown" not in pair}
    assert counted[hole(found, "source"), hole(found, "destination")] == max(named.values())
    assert hole(found, "share") == pytest.approx(max(named.values()) / len(gone))


def test_the_segment_of_a_leaver_is_the_one_a_year_ago(plan: Context) -> None:
    """Rows of the migration from the same day: who was there then, by the group they were in."""
    from metrics.segments import migration

    then = migration._grouped(plan.sources, plan.frames["customer_stand"].query("years_ago == 1"))
    frame = past.leavers(plan.sources).frame
    both = frame["segment"].dropna().astype(int)
    assert len(both) > 1_000 and (both == then.reindex(both.index)).all()


def test_reasons_and_destinations_are_shares_of_all_departures(plan: Context) -> None:
    for found, name in ((findings_past.reasons(plan), "reason"), (findings_past.destinations(plan), "destination")):
        life = plan.frames["customer_life"]
        gone = life[(life["how"] == "recorded") & life["left_on"].notna()]
        assert hole(found, "unknown") == pytest.approx(gone[name].isna().mean())
        assert values(found) == column(found, 2) and sum(column(found, 2)) == pytest.approx(1)
        assert [share for share, row in zip(column(found, 2), options(found)["rows"], strict=True) if row.quiet] == [
            pytest.approx(gone[name].isna().mean())
        ]
    assert plan.value("reason_known") == pytest.approx(1 - hole(findings_past.reasons(plan), "unknown"))


def test_who_orders_again_is_read_off_the_triangle(plan: Context) -> None:
    found = findings_past.came_back(plan)
    rows = cells(found)
    first = sum(row[1] * row[2] for row in rows if row[2] is not None) / sum(r[1] for r in rows if r[2] is not None)
    last = sum(row[1] * row[13] for row in rows if row[13] is not None) / sum(r[1] for r in rows if r[13] is not None)
    assert (hole(found, "first"), hole(found, "late")) == (pytest.approx(first), pytest.approx(last))
    assert plan.value("came_back") == pytest.approx(first)
    drawn = np.array(options(found)["shares"], dtype=float)
    assert np.allclose(drawn, np.array([row[2:] for row in rows], dtype=float), equal_nan=True)


def test_who_stays_stands_in_the_table_at_twelve_months(plan: Context) -> None:
    found = findings_past.staying(plan)
    year = next(row for row in cells(found) if row[0] == 12)
    assert hole(found, "free") == year[1] == plan.value("staying") and hole(found, "held") == year[2]
    assert options(found)["renewals"][1] == year[2] and options(found)["fitted"][1] == year[3]
    low, share, high = (options(found)[name] for name in ("low", "share", "high"))
    assert share == sorted(share, reverse=True)
    assert all(a <= at <= b for a, at, b in zip(low, share, high, strict=True))


# --- Plans


def test_accounts_without_an_owner(plan: Context) -> None:
    found = findings_plan.account_owners(plan)
    rows = cells(found)
    nobody = next(row for row in rows if row[0] == "Nobody")
    assert hole(found, "share") == pytest.approx(nobody[3])
    named = [row[2] for row in rows if row[0] != "Nobody"]
    assert named == sorted(named, reverse=True)
    customers = sum(row[1] for row in rows)
    if len(rows) < findings_plan.LISTED:
        assert plan.value("covered") == pytest.approx(1 - nobody[1] / customers)


def test_key_accounts_that_stand_out_come_first_and_are_counted(plan: Context) -> None:
    found = findings_plan.key_accounts(plan)
    alarms = [bool(account.alarm) for account in watch.key_accounts(plan.sources)]
    assert alarms == sorted(alarms, reverse=True) and sum(alarms) == plan.value("key_accounts")
    assert str(found.sentence) == f"{sum(alarms)} of {len(alarms)} key accounts are off their trend"
    assert column(found, 2) == [row[-1] for row in cells(found)]


def test_what_falls_due_is_worth_what_its_lines_sum_to(plan: Context) -> None:
    found = findings_plan.triggers(plan)
    assert hole(found, "n") == plan.value("due") == sum(row.due[-1] for row in watch.triggers(plan.sources))
    assert column(found, 4) == [row.due[-1] for row in watch.triggers(plan.sources)]
    assert all(row[2] <= row[3] <= row[4] for row in cells(found))
    margins = [row[7] or 0.0 for row in cells(found)]
    assert margins == sorted(margins, reverse=True)


def test_loyal_ones_are_those_of_the_two_highest_bands(plan: Context) -> None:
    found = findings_plan.loyalty(plan)
    rows = cells(found)
    high = [row for row in rows if row[0][0] >= 60]
    assert hole(found, "share") == pytest.approx(sum(row[2] for row in high))
    assert hole(found, "money") == pytest.approx(sum(row[4] for row in high))
    assert values(found) == bar(found)["x"] == column(found, 2) and sum(column(found, 2)) == pytest.approx(1)


def test_what_counts_most_of_loyalty_is_named(plan: Context) -> None:
    found = findings_plan.loyalty_parts(plan)
    most = max(cells(found), key=lambda row: row[2])
    assert (hole(found, "part"), hole(found, "share")) == (most[0], most[2])
    assert sum(column(found, 1)) == pytest.approx(1) and sum(column(found, 2)) == pytest.approx(1)


def test_settled_in_time_is_told_as_it_is_read(plan: Context) -> None:
    assert hole(findings_plan.first_contact(plan), "share") == plan.value("asked_first")


def test_higher_retention_is_worth_more_and_its_money_is_of_all_active(plan: Context) -> None:
    found = findings_worth.calculator(plan, 0.8, 0.05, By.POINTS)
    ours = cells(found)[0]
    assert ours[1:3] == [0.8, pytest.approx(0.85)] and hole(found, "share") == ours[3] == plan.value("retention_worth")
    last = plan.frames["active_month"].sort_values("month").iloc[-1]
    rate, years = plan.scenario.rate.value, plan.scenario.months // 12
    before, after = (sum((r / (1 + rate)) ** t for t in range(years)) for r in (0.8, 0.85))
    assert ours[4] == pytest.approx((after - before) * float(last["contribution_12m"]))
