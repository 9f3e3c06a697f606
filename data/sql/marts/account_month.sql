-- grain: customer_id, month
-- recompute: all
-- Net revenue by month of the hundred customers who brought most in the last 24 full months; months without one are 0.
with ends as (
    select max(month) as last_month from customer_month_end
),
window_months as (
    select cast(unnest(generate_series(last_month - interval '23' month, last_month, interval '1' month)) as date) as month
    from ends
    where last_month is not null
),
sold as (
    select o.customer_id, o.month, count(*) filter (where o.status = 'completed') as orders, sum(o.amount) as revenue
    from stg_orders as o
    inner join window_months as w on w.month = o.month
    where o.status <> 'cancelled'
    group by o.customer_id, o.month
),
ranked as (
    select customer_id, sum(revenue) as revenue, row_number() over (order by sum(revenue) desc, customer_id) as place
    from sold
    group by customer_id
)
select r.customer_id, w.month, coalesce(s.orders, 0) as orders, coalesce(s.revenue, 0) as revenue
from ranked as r
cross join window_months as w
left join sold as s on s.customer_id = r.customer_id and s.month = w.month
where r.place <= 100
