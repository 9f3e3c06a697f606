-- grain: customer_id
-- recompute: all
-- Buyers whom another buyer recommended, where it is written down who; kind is that of who recommended them.
select b.customer_id, r.customer_id as referrer, coalesce(r.kind, 'unknown') as kind, b.age_days < 365 as last_year
from customer_base as b
inner join stg_customers as c on c.customer_id = b.customer_id
inner join customer_base as r on r.customer_id = c.referred_by and r.customer_id <> b.customer_id
where b.order_days > 0 and r.order_days > 0
