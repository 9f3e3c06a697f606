-- The last month of the table staff: people, those who logged in, and those trained within so many days of its end.
-- Null where nobody has a login or a training: then the column tells nothing.
select
    month,
    count(*) as licensed,
    case when count(logins) > 0 then count(*) filter (logins > 0) end as active,
    case when count(trained_on) > 0 then count(*) filter (last_day(month) - trained_on <= ?) end as fresh
from raw.staff
where month = (select max(month) from raw.staff)
group by month
