-- SPDX-License-Identifier: Apache-2.0
-- Computes the figures of this programme a second way, in sqlite3, for the test to compare with.
.mode csv
.import :street street
.import :outcomes outcomes
.mode list
.separator ","
WITH looked AS (
  SELECT "Crime type" AS category,
         "Crime ID" <> '' AS has_id,
         "Crime ID" <> '' AND "Crime ID" IN (SELECT "Crime ID" FROM outcomes) AS has_outcome
  FROM street
)
SELECT '' AS split, sum(has_outcome), sum(has_id), sum(NOT has_id) FROM looked
UNION ALL
SELECT category, sum(has_outcome), sum(has_id), sum(NOT has_id) FROM looked GROUP BY category
ORDER BY 1;
