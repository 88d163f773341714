-- Hourly figures are forgotten in time: old ones are found without walking through all bots.

CREATE INDEX metrics_data_hour ON metrics_data (hour);
