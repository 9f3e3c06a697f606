-- grain: month, region, site, team
-- recompute: all
-- Calls and tickets by month and place, as sums that can be added up. settled_n: calls resolved after which the same
-- customer did not call again within n days (of callers who are not known, resolved is all there is to tell).
with called as (
    select
        month, region, site, team, is_repeat, resolved, minutes, cost,
        case when customer_id is not null then date_diff('day', called_at, lead(called_at) over (
            partition by customer_id order by called_at, call_id
        )) end as quiet_days
    from stg_calls
),
both_kinds as (
    select
        month, region, site, team,
        1 as calls, cast(is_repeat as int) as repeat_calls, minutes, cost,
        cast(resolved is not null as int) as judged, cast(coalesce(resolved, false) as int) as resolved,
        cast(coalesce(resolved and coalesce(quiet_days > 7, true), false) as int) as settled_7,
        cast(coalesce(resolved and coalesce(quiet_days > 14, true), false) as int) as settled_14,
        cast(coalesce(resolved and coalesce(quiet_days > 30, true), false) as int) as settled_30,
        0 as tickets, 0 as complaints, 0 as closed, 0 as closed_in_time
    from called
    union all
    select
        cast(date_trunc('month', opened_at) as date) as month, region, site, team,
        0 as calls, 0 as repeat_calls, 0 as minutes, 0 as cost, 0 as judged, 0 as resolved,
        0 as settled_7, 0 as settled_14, 0 as settled_30,
        1 as tickets, cast(kind = 'complaint' as int) as complaints,
        cast(closed_at is not null and due_at is not null and kind = 'complaint' as int) as closed,
        cast(coalesce(closed_at <= due_at and kind = 'complaint', false) as int) as closed_in_time
    from stg_tickets
)
select
    month, region, site, team,
    sum(calls) as calls, sum(repeat_calls) as repeat_calls, sum(minutes) as minutes, sum(cost) as cost,
    sum(judged) as judged, sum(resolved) as resolved, sum(settled_7) as settled_7, sum(settled_14) as settled_14,
    sum(settled_30) as settled_30, sum(tickets) as tickets, sum(complaints) as complaints, sum(closed) as closed,
    sum(closed_in_time) as closed_in_time
from both_kinds
group by month, region, site, team
