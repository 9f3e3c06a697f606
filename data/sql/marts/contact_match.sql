-- grain: customer_id
-- recompute: all
-- Customers who share an e-mail address or a telephone number with another: the first who has it names the group.
with emails as (
    select email_key, min(customer_id) as first_id from stg_contact_keys where email_key is not null
    group by email_key having count(*) > 1
),
phones as (
    select phone_key, min(customer_id) as first_id from stg_contact_keys where phone_key is not null
    group by phone_key having count(*) > 1
)
select k.customer_id, e.first_id as email_group, p.first_id as phone_group
from stg_contact_keys as k
left join emails as e on e.email_key = k.email_key
left join phones as p on p.phone_key = k.phone_key
where e.first_id is not null or p.first_id is not null
