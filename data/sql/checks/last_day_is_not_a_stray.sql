-- table: orders
-- severity: warn
-- An order dated months after all others moves "today" with it: usually a slip of the pen.
select count(*) filter (where date_diff('day', before, day) > 62) as failed, count(*) as tested
from (
    select day, lag(day) over (order by day) as before, row_number() over (order by day desc) as place
    from (select distinct day from stg_orders) as days
) as spaced
where place <= 3
