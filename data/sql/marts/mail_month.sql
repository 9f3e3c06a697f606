-- grain: month
-- recompute: month
select month, count(*) as pieces, count(*) filter (where wasted) as wasted, sum(cost) as cost
from stg_mail
group by month
