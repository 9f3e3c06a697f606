-- How many e-mail addresses and telephone numbers of customers are known.
select count(email_key) + count(phone_key) as n
from staging.stg_contact_keys
