-- table: calls
-- severity: hard
-- Calls by month and region are all calls, with all their minutes.
select case when m.calls = c.calls and m.minutes = c.minutes then 0 else 1 end as failed, 1 as tested
from (select coalesce(sum(calls), 0) as calls, coalesce(sum(minutes), 0) as minutes from call_month) as m
cross join (select count(*) as calls, coalesce(sum(minutes), 0) as minutes from stg_calls) as c
