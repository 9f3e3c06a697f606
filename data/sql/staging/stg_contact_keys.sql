-- grain: customer_id
-- recompute: customer_id
-- E-mail address and telephone number as keys to compare, not to read: in one way of writing, then hashed. Numbers of
-- fewer than seven digits are none.
with written as (
    select
        customer_id,
        lower(trim(email)) as email,
        translate(phone, ' -().+/', '') as phone
    from customers
)
select
    customer_id,
    case when email like '%@%' then md5(email) end as email_key,
    case when length(phone) >= 7 then md5(phone) end as phone_key
from written
