drop table consents.consent, consents.wording;
