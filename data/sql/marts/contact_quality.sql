-- grain: month, region
-- recompute: all
-- How good the customers' contact data are on the last day. fields: six of each customer; doubled: records beyond the
-- first that share an e-mail address or a telephone number; fresh: confirmed within a year.
with records as (
    select
        c.customer_id, c.region, f.until, c.verified_on, c.filled, c.contacts, c.good_contacts,
        cast(c.joined_on is not null as int) + cast(c.birth_year is not null as int) as dates,
        cast(coalesce(c.joined_on <= f.until, false) as int)
        + cast(coalesce(c.birth_year between 1900 and extract(year from f.until), false) as int) as good_dates
    from stg_contact_checks as c cross join data_facts as f
),
doubled as (
    select customer_id, coalesce(email_group, phone_group) as first_id from contact_match
)
select
    cast(date_trunc('month', r.until) as date) as month,
    r.region,
    count(*) as records,
    sum(r.filled) as filled,
    6 * count(*) as fields,
    count(r.verified_on) as dated,
    count(*) filter (where date_diff('day', r.verified_on, r.until) <= 365) as fresh,
    sum(r.contacts + r.dates) as checked,
    sum(r.good_contacts + r.good_dates) as valid,
    count(*) filter (where d.first_id is not null and d.first_id <> r.customer_id) as doubled
from records as r
left join doubled as d on d.customer_id = r.customer_id
group by 1, r.region
