-- table: calls
-- severity: hard
-- Calls by month and region are all calls, with all their minutes.
select case when m.calls = c.calls and m.minutes = c.minutes then 0 else 1 end as failed, 1 as tested
from (select sum(calls) as calls, sum(minutes) as minutes from call_month) as m
cross join (select count(*) as calls, sum(minutes) as minutes from stg_calls) as c
