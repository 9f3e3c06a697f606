-- How many other customers share an e-mail address or a telephone number with this one?
select count(distinct b.customer_id) as n
from main.contact_match as a
inner join main.contact_match as b on a.email_group = b.email_group or a.phone_group = b.phone_group
where a.customer_id = ? and b.customer_id <> ?
