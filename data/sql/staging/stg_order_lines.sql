-- grain: order_id, line_no
-- recompute: order_id
select order_id, line_no, product_id, quantity, amount, cost, amount - cost as margin
from order_lines
