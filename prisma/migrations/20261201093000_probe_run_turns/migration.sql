-- A run's attempts are written while it goes on: those of a worker that lost it must not get in.
ALTER TABLE "ProbeRun" ADD COLUMN "turn" INTEGER NOT NULL DEFAULT 0;
