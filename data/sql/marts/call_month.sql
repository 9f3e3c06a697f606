-- grain: month, region
-- recompute: month
select
    month,
    region,
    count(*) as calls,
    count(*) filter (where is_repeat) as repeat_calls,
    count(*) filter (where resolved) as resolved,
    sum(minutes) as minutes,
    sum(cost) as cost
from stg_calls
group by month, region
