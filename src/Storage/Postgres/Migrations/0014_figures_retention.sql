-- Hourly figures are forgotten in time. By the index old ones are found without walking through all bots; it is written once for each hour of a bot.

CREATE INDEX metrics_data_hour ON metrics_data (hour);

-- Deletes old figures, a chunk at a time. Rows that somebody else holds are left to the next call.
CREATE FUNCTION forget_figures(keep int, most int) RETURNS bigint LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = multibot, pg_temp AS $$
    WITH gone AS (
        DELETE FROM metrics_data WHERE ctid = ANY (ARRAY(
            SELECT m.ctid FROM metrics_data m WHERE m.hour < (SELECT clock() - keep * interval '1 day')
            ORDER BY m.hour LIMIT most FOR UPDATE SKIP LOCKED))
        RETURNING 1)
    SELECT count(*) FROM gone
$$;
