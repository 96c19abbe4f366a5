drop table privacy.breach, privacy.request, privacy.run, privacy.retention;
