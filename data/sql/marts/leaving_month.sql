-- grain: kind, pace, tenure, acquired_by, age, year, complaint, letter, silent
-- recompute: all
-- Months customers without a contract were there, and how many left in them, by what had happened before: the rows a
-- hazard model is fitted on. Only where departures are recorded; the last 60 months, counted from 0 in i. Events are bits,
-- one a month. complaint: one in the three months before, not settled within 30 days; letter: a price letter then; silent:
-- known for six months without a call, mail or contact (a price letter is none); tenure: years, -1 before those six months.
with span as (
    select last_m, greatest(extract(year from first_day) * 12 + extract(month from first_day), last_m - 59) as first_m
    from (select first_day, extract(year from until) * 12 + extract(month from until) as last_m from data_facts) as f
),
events as (
    select customer_id, 'complaint' as event, cast(opened_at as date) as day from stg_tickets
    where kind = 'complaint' and coalesce(date_diff('day', opened_at, closed_at) > 30, true)
    union all
    select customer_id, case when kind = 'price letter' then 'letter' else 'contact' end, contacted_on from stg_contacts
    union all select customer_id, 'contact', cast(called_at as date) from stg_calls
    union all select customer_id, 'contact', sent_on from stg_mail
),
placed as (
    select e.customer_id, e.event,
        cast(1 as bigint) << cast(extract(year from e.day) * 12 + extract(month from e.day) - s.first_m as int) as bit
    from events as e cross join span as s
    where extract(year from e.day) * 12 + extract(month from e.day) between s.first_m and s.first_m + 59
),
marked as (
    select customer_id, bit_or(case when event = 'complaint' then bit else 0 end) as complaints,
        bit_or(case when event = 'letter' then bit else 0 end) as letters,
        bit_or(case when event = 'contact' then bit else 0 end) as contacts
    from placed
    group by customer_id
),
there as (
    select l.customer_id, coalesce(l.kind, 'unknown') as kind, coalesce(l.acquired_by, 'unknown') as acquired_by,
        l.birth_decade as age, l.left_on, s.first_m, s.last_m,
        coalesce(m.complaints, 0) as complaints, coalesce(m.letters, 0) as letters, coalesce(m.contacts, 0) as contacts,
        extract(year from l.joined_on) * 12 + extract(month from l.joined_on) - s.first_m as joined_i,
        coalesce(extract(year from l.left_on) * 12 + extract(month from l.left_on), s.last_m) - s.first_m as ended_i,
        case when l.order_days * 365 < 2 * (60 + l.tenure_days) then 1
            when l.order_days * 365 < 6 * (60 + l.tenure_days) then 2 else 3 end as pace
    from customer_life as l cross join span as s
    left join marked as m on m.customer_id = l.customer_id
    where not l.on_contract and l.how = 'recorded'
),
months as (select unnest(generate_series(0, 59)) as i),
lived as (
    select t.*, cast(months.i as int) as i,
        cast(greatest(months.i - 3, 0) as int) as back_3, cast(greatest(months.i - 6, 0) as int) as back_6
    from there as t inner join months on months.i > t.joined_i and months.i <= t.ended_i
)
select
    kind, pace, acquired_by, age,
    cast(case when i < greatest(joined_i, 0) + 6 then -1 else least((i - joined_i) // 12, 5) end as bigint) as tenure,
    cast((first_m + i - 1) // 12 as bigint) as year,
    (complaints >> back_3) & ((cast(1 as bigint) << least(i, 3)) - 1) <> 0 as complaint,
    (letters >> back_3) & ((cast(1 as bigint) << least(i, 3)) - 1) <> 0 as letter,
    i >= greatest(joined_i, 0) + 6 and (contacts >> back_6) & ((cast(1 as bigint) << least(i, 6)) - 1) = 0 as silent,
    count(*) as months,
    count(*) filter (where left_on is not null and i = ended_i) as leavers
from lived
group by 1, 2, 3, 4, 5, 6, 7, 8, 9
