-- grain: customer_id
-- recompute: customer_id
-- Customers without what identifies the person (of the birth year, the decade; the gender is shown as a share of a group
-- only); pages that may show it read the contract table.
select
    customer_id,
    kind,
    city,
    region,
    joined_on,
    acquired_by,
    referred_by,
    industry,
    size,
    verified_on,
    coalesce(trim(email), '') <> '' as has_email,
    cast(floor(birth_year / 10) * 10 as bigint) as birth_decade,
    gender,
    job,
    education,
    income,
    household,
    lifestyle,
    consent,
    is_employee,
    held_out
from customers
