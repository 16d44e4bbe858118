-- Lists show these of every row and the evidence of none. The database takes them out of what is
-- written, so they are right in rows from before, and in those that the version before still writes.
ALTER TABLE "ItemEvidence"
  ADD COLUMN "reason" TEXT GENERATED ALWAYS AS ("evidence" ->> 'verdictReason') STORED,
  ADD COLUMN "rest" TEXT GENERATED ALWAYS AS ("evidence" ->> 'rest') STORED;
