-- grain: customer_id, years_ago
-- recompute: all
-- Where each buyer stood today (0), a year ago (1) and two years ago (2), in years of 365 days, and what they brought in
-- the year that ended then. new: first order within that year; loyal: ordered in each of three years; growing: ordered
-- in that year otherwise; lapsed: not in it but in the one before; lost: in neither.
with years as (
    select
        y.customer_id,
        sum(case when y.years_ago = 0 then y.orders else 0 end) as y0,
        sum(case when y.years_ago = 1 then y.orders else 0 end) as y1,
        sum(case when y.years_ago = 2 then y.orders else 0 end) as y2,
        sum(case when y.years_ago = 3 then y.orders else 0 end) as y3,
        sum(case when y.years_ago = 4 then y.orders else 0 end) as y4
    from customer_year as y
    group by y.customer_id
),
served as (
    select s.customer_id, cast(floor(date_diff('day', s.period, f.until) / 365) as bigint) as years_ago,
        sum(s.amount) as amount
    from stg_cost_to_serve as s cross join data_facts as f
    group by 1, 2
),
seen as (select cast(unnest(generate_series(0, 2)) as bigint) as years_ago),
placed as (
    select
        b.customer_id, coalesce(b.kind, 'unknown') as kind, seen.years_ago, b.age_days - 365 * seen.years_ago as age,
        case seen.years_ago when 0 then y.y0 when 1 then y.y1 else y.y2 end as last_year,
        case seen.years_ago when 0 then y.y1 when 1 then y.y2 else y.y3 end as year_before,
        case seen.years_ago when 0 then y.y2 when 1 then y.y3 else y.y4 end as year_before_that
    from customer_base as b
    cross join seen
    left join years as y on y.customer_id = b.customer_id
    where b.order_days > 0 and b.age_days >= 365 * seen.years_ago
)
select
    p.customer_id, p.years_ago, p.kind,
    case
        when p.last_year > 0 and p.age < 365 then 'new'
        when p.last_year > 0 and p.year_before > 0 and p.year_before_that > 0 then 'loyal'
        when p.last_year > 0 then 'growing'
        when p.year_before > 0 then 'lapsed'
        else 'lost'
    end as stage,
    coalesce(y.revenue, 0) as revenue,
    case when f.has_cost then coalesce(y.margin, 0) end as margin,
    case when f.has_cost_to_serve then coalesce(s.amount, 0) end as cost_to_serve
from placed as p
left join customer_year as y on y.customer_id = p.customer_id and y.years_ago = p.years_ago
left join served as s on s.customer_id = p.customer_id and s.years_ago = p.years_ago
cross join data_facts as f
