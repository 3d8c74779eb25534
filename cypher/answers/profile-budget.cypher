// The budgets of the communities of the area, of the latest year up to `$year`.
MATCH (area:Area {district/* level */: $code})-[funded:FUNDED_BY]->(budget:Budget)
WHERE funded.closed_on IS NULL AND budget.year <= $year
RETURN budget.year AS year, count(*) AS communities, sum(budget.yuan) AS yuan
ORDER BY year DESC
LIMIT 1
