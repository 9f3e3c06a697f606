-- grain: customer_id
-- recompute: customer_id
-- The last day on which each customer was in touch: a call, mail or another contact. A price letter is none.
with reached as (
    select customer_id, cast(called_at as date) as day from stg_calls where customer_id is not null
    union all select customer_id, sent_on from stg_mail
    union all select customer_id, contacted_on from stg_contacts where kind <> 'price letter'
)
select r.customer_id, max(r.day) as last_on
from reached as r cross join data_facts as f
where r.day <= f.until
group by r.customer_id
