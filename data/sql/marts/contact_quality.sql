-- grain: month, region
-- recompute: all
-- How good the customers' contact data are on the last day. filled: of kind, region, town, e-mail, telephone, address;
-- valid: of e-mail, telephone, date of joining and year of birth, as far as filled; fresh: confirmed within a year.
with records as (
    select c.customer_id, c.region, f.until, c.verified_on,
        cast(c.kind is not null as int) + cast(c.region is not null as int) + cast(c.city is not null as int)
            + cast(coalesce(c.email, '') <> '' as int) + cast(coalesce(c.phone, '') <> '' as int)
            + cast(coalesce(c.address, '') <> '' as int) as filled,
        cast(c.email <> '' as int) as emails, cast(c.email like '%_@_%._%' as int) as good_emails,
        cast(c.phone <> '' as int) as phones,
        cast(length(translate(c.phone, ' -().+/', '')) between 7 and 15 as int) as good_phones,
        cast(c.joined_on is not null as int) as joined, cast(c.joined_on <= f.until as int) as good_joined,
        cast(c.birth_year is not null as int) as births,
        cast(c.birth_year between 1900 and extract(year from f.until) as int) as good_births
    from customers as c cross join data_facts as f
),
doubled as (
    select customer_id, coalesce(email_group, phone_group) as first_id from contact_match
)
select
    cast(date_trunc('month', r.until) as date) as month, r.region, count(*) as records, sum(r.filled) as filled,
    6 * count(*) as fields, count(r.verified_on) as dated,
    count(*) filter (date_diff('day', r.verified_on, r.until) <= 365) as fresh,
    sum(coalesce(r.emails, 0) + coalesce(r.phones, 0) + r.joined + r.births) as checked,
    sum(coalesce(r.good_emails, 0) + coalesce(r.good_phones, 0) + coalesce(r.good_joined, 0)
        + coalesce(r.good_births, 0)) as valid,
    count(*) filter (d.first_id is not null and d.first_id <> r.customer_id) as doubled
from records as r
left join doubled as d on d.customer_id = r.customer_id
group by 1, r.region
