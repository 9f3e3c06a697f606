-- What mail to each customer cost in the last year: money.
select customer_id, sum(cost) as cost
from staging.stg_mail cross join main.data_facts as f
where sent_on > cast(f.until - interval '1' year as date)
group by customer_id
