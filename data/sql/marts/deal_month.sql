-- grain: month, region, team
-- recompute: all
-- Deals by the month they closed, with the plan and the forecast of that month up to today. near: what was won less by
-- how much the forecast was off, either way.
with closed as (
    select cast(date_trunc('month', o.closes_on) as date) as month, o.region, o.team,
        count(*) filter (o.won) as won, count(*) filter (not o.won) as lost,
        sum(o.amount) filter (o.won) as won_amount, sum(o.amount) filter (not o.won) as lost_amount
    from stg_opportunities as o cross join data_facts as f
    where o.won is not null and o.closes_on <= f.until
    group by 1, o.region, o.team
),
planned as (
    select p.month, p.region, p.team, sum(p.target) as target, sum(p.forecast) as forecast
    from stg_sales_plan as p cross join data_facts as f
    where p.month <= f.until
    group by p.month, p.region, p.team
)
select
    coalesce(c.month, p.month) as month, coalesce(c.region, p.region) as region, coalesce(c.team, p.team) as team,
    coalesce(c.won, 0) as won, coalesce(c.lost, 0) as lost,
    coalesce(c.won, 0) + coalesce(c.lost, 0) as decided, coalesce(c.won_amount, 0) as won_amount,
    coalesce(c.won_amount, 0) + coalesce(c.lost_amount, 0) as decided_amount, p.target, p.forecast,
    case when p.forecast is not null then coalesce(c.won_amount, 0) end as forecast_won,
    coalesce(c.won_amount, 0) - abs(p.forecast - coalesce(c.won_amount, 0)) as near
from closed as c
full outer join planned as p on p.month = c.month and p.team = c.team and p.region = c.region
