-- grain: product_id
-- recompute: product_id
select product_id, name, family, list_price, unit_cost, warranty_months, service_life_months
from products
