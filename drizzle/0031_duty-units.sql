-- Custom: suggested duties adopted before have a unit in one language; in Chinese it is another word.
UPDATE "duty" SET "asks" = (
  SELECT jsonb_agg(CASE WHEN "ask" ->> 'unit' = 'min' AND NOT "ask" ? 'unitZh' THEN "ask" || '{"unitZh": "分钟"}' ELSE "ask" END ORDER BY "nth")
  FROM jsonb_array_elements("asks") WITH ORDINALITY AS "one" ("ask", "nth")
) WHERE "template" IS NOT NULL AND "asks" @> '[{"unit": "min"}]';
