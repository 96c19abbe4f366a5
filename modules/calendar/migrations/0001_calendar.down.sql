drop table calendar.day_override, calendar.entered_year, calendar.limit_override;
