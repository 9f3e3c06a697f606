-- grain: days
-- recompute: all
-- How many days passed between a customer's first day of orders and the second one, and for how many customers.
with days as (select distinct customer_id, day from stg_orders where status = 'completed'),
placed as (
    select customer_id, day, lag(day) over (partition by customer_id order by day) as day_before,
        row_number() over (partition by customer_id order by day) as place
    from days
)
select date_diff('day', day_before, day) as days, count(*) as customers
from placed
where place = 2
group by 1
