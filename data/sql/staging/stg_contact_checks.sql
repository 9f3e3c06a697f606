-- grain: customer_id
-- recompute: customer_id
-- How good the contact data of a customer are, without the data themselves. filled: of kind, region, town, e-mail,
-- telephone and address; checked and valid: of e-mail, telephone, day of joining and year of birth.
with written as (
    select
        customer_id, region, verified_on, kind, city, joined_on, birth_year, coalesce(address, '') <> '' as has_address,
        coalesce(email, '') <> '' as has_email, coalesce(email like '%_@_%._%', false) as good_email,
        coalesce(phone, '') <> '' as has_phone,
        coalesce(length(translate(phone, ' -().+/', '')) between 7 and 15, false) as good_phone
    from customers
)
select
    customer_id, region, verified_on, joined_on, birth_year,
    cast(kind is not null as int) + cast(region is not null as int) + cast(city is not null as int)
    + cast(has_email as int) + cast(has_phone as int) + cast(has_address as int) as filled,
    cast(has_email as int) + cast(has_phone as int) as contacts,
    cast(good_email as int) + cast(good_phone as int) as good_contacts
from written
