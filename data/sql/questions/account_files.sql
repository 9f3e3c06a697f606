-- Whose account is whose, and which contact data are there? Never the data themselves.
select
    customer_id,
    nullif(trim(account_manager), '') as owner,
    coalesce(trim(email), '') <> '' as email,
    coalesce(trim(phone), '') <> '' as phone,
    coalesce(trim(address), '') <> '' as address,
    verified_on
from raw.customers
