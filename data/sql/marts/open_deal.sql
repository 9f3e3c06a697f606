-- grain: opportunity_id
-- recompute: all
-- Deals that are open, and those won in the last 365 days, with the days they took from being qualified.
select
    o.opportunity_id, o.region, o.team, o.amount, o.stage, o.qualified_on, o.closes_on, coalesce(o.won, false) as won,
    case when o.won then date_diff('day', o.qualified_on, o.closes_on) end as days
from stg_opportunities as o cross join data_facts as f
where o.won is null or (o.won and o.closes_on <= f.until and date_diff('day', o.closes_on, f.until) < 365)
