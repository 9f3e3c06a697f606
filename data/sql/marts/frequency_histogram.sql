-- grain: frequency, recency_days, age_days
-- recompute: all
-- Buyers with the same history are one row: a fit reads these instead of every customer, and loses nothing.
select frequency, recency_days, age_days, count(*) as customers
from customer_base
where orders > 0
group by frequency, recency_days, age_days
