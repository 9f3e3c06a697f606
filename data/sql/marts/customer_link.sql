-- grain: customer_id, related_id
-- recompute: all
-- Customers who belong together, each pair once, the smaller number first.
select distinct least(r.customer_id, r.related_id) as customer_id, greatest(r.customer_id, r.related_id) as related_id
from stg_relations as r
inner join customer_base as a on a.customer_id = r.customer_id
inner join customer_base as b on b.customer_id = r.related_id
