-- grain: month
-- recompute: month
select
    month, count(*) as pieces, count(*) filter (where wasted) as wasted, sum(cost) as cost,
    count(*) filter (where answered) as answered, sum(cost) filter (where answered is not null) as cost_told
from stg_mail
group by month
