"""Readings of the sample company's planted facts, taken from its tables as a page would take them: SQL on Parquet."""

from __future__ import annotations

from pathlib import Path

import duckdb

# name of the fact -> one value; {folder} holds the tables
_SQL = {
    "margin_top_fifth": "select sum(margin) filter (place <= n / 5) / sum(margin) from ranked",
    "margin_bottom_half": "select sum(margin) filter (place > n - n // 2) / sum(margin) from ranked",
    "losing_customers": "select avg((margin < served)::int) from ranked",
    "contribution_top_fifth": """
        select sum(left_over) filter (place <= n / 5) / sum(left_over)
        from (select margin - served as left_over, n, row_number() over (order by margin - served desc) as place
              from ranked)""",
    "contribution_bottom_half": """
        select sum(left_over) filter (place > n - n // 2) / sum(left_over)
        from (select margin - served as left_over, n, row_number() over (order by margin - served desc) as place
              from ranked)""",
    "gross_margin": "select 1 - sum(cost) / sum(amount) from good where status <> 'cancelled'",
    "season": """
        select (count(*) filter (month(day) >= 11) / count(distinct day) filter (month(day) >= 11))
             / (count(*) filter (month(day) < 11) / count(distinct day) filter (month(day) < 11))
        from good where status = 'completed' and day < '2024-05-01'""",
    "first_contact_resolution": "select avg(resolved::int) from '{folder}/calls.parquet'",
    "fastest_team": """
        select case when arg_min(team, minutes) = arg_min(team, resolved) then arg_min(team, minutes) end
        from (select team, avg(minutes) as minutes, avg(resolved::int) as resolved
              from '{folder}/calls.parquet' group by all)""",
    "wasted_before": "select avg(wasted::int) from '{folder}/mail.parquet' where sent_on < '2024-05-01'",
    "mail_many": "select avg((pieces >= 5)::int) from mailed",
    "mail_none": "select avg((pieces = 0)::int) from mailed",
    "without_email": "select avg((email is null)::int) from '{folder}/customers.parquet'",
    "duplicates": "select avg((copy_of is not null)::int) from '{folder}/../truth_customers.parquet'",
    "malformed": "select 1 - (select count(*) from good) / count(*) from '{folder}/orders.parquet'",
    "refunds": "select avg((status = 'refunded')::int) from good",
    "reason_known": "select count(reason) / count(*) from '{folder}/departures.parquet'",
    "destination_known": "select count(destination) / count(*) from '{folder}/departures.parquet'",
    "employees": "select count(*) filter (is_employee) from '{folder}/customers.parquet'",
}
_SCORECARD = {
    "ledger_gap": """
        select (select sum(amount) from '{folder}/ledger_totals.parquet'
                where kind = 'revenue' and month = '2026-10-01')
             / (select sum(amount) from good where status <> 'cancelled' and day >= '2026-10-01') - 1""",
    "survey_answers": "select count(score) / count(*) from '{folder}/surveys.parquet' where customer_id is not null",
    "satisfied": """
        select count(*) filter (score >= 4) / nullif(count(*) filter (score <= 2), 0)
        from '{folder}/surveys.parquet' where question = 'satisfaction'""",
    "hopeful_forecast": """
        select (select sum(forecast) from '{folder}/sales_plan.parquet' where team = 'North-3' and month < '2026-11-01')
             / (select sum(amount) from '{folder}/opportunities.parquet' where team = 'North-3' and won) - 1""",
}
_OF_PROGRAMME = {
    "certified": "select avg(certified::int) from '{folder}/staff.parquet' where month = '2026-10-01'",
    "training_old": """
        select avg((date_diff('day', trained_on, last_day(month)) > 365)::int)
        from '{folder}/staff.parquet' where month = '2026-10-01' and logins > 0""",
    "logins_fade": """
        with live as (select * from '{folder}/staff.parquet' join '{folder}/regions.parquet' using (region)
                      where region in ('Coast', 'South', 'Lakes', 'West'))
        select avg(logins) filter (month = '2026-10-01')
             / avg(logins) filter (date_diff('month', live_on, month) = 5) from live""",
    "overrun": "select sum(actual) / sum(planned) - 1 from costs where actual is not null",
    "worst_overrun": """
        select arg_max(cost_type, over) from
        (select cost_type, sum(actual) / sum(planned) as over from costs
         where actual is not null and item not in (select item from never) group by all)""",
    "forgotten_cost": "select string_agg(item, ', ') from never",
}
_VIEWS = """
create view good as
    select *, ordered_at::date as day from '{folder}/orders.parquet'
    where customer_id is not null and ordered_at is not null and amount is not null
      and status in ('completed', 'cancelled', 'refunded')
    qualify row_number() over (partition by order_id) = 1;
create view sold as select customer_id, sum(amount - cost) as margin from good where status <> 'cancelled' group by all;
create view served as select customer_id, sum(amount) as served from '{folder}/cost_to_serve.parquet' group by all;
create view ranked as
    select margin, coalesce(served, 0) as served, count(*) over () as n,
           row_number() over (order by margin desc) as place
    from sold left join served using (customer_id);
create view mailed as
    select customer_id, count(mail_id) as pieces from '{folder}/customers.parquet'
    left join (select * from '{folder}/mail.parquet' where sent_on between '2023-07-01' and '2023-09-30')
    using (customer_id)
    where joined_on < '2023-07-01' group by all;
"""
_COSTS = """
create view costs as select * from '{folder}/programme_costs.parquet';
create view never as select item from costs group by all having count(planned) = 0;
"""


def readings(folder: Path, *, programme: bool = True) -> dict[str, float | str]:
    """Every fact that tables show, by name."""
    connection = duckdb.connect()
    connection.execute((_VIEWS + (_COSTS if programme else "")).replace("{folder}", str(folder)))
    wanted = {**_SQL, **_SCORECARD, **(_OF_PROGRAMME if programme else {})}
    found = {}
    for name, sql in wanted.items():
        value = connection.execute(sql.replace("{folder}", str(folder))).fetchone()[0]
        found[name] = value if isinstance(value, str) else float(value or 0)
    return found
