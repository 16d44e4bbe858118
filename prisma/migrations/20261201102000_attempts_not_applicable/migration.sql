-- Attempts for which there was nothing to reach are counted apart from those that were not measured.
ALTER TABLE "ProbeRun" ADD COLUMN "notApplicable" INTEGER NOT NULL DEFAULT 0;
