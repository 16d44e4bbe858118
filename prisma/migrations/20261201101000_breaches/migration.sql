-- What got through, until the same was refused: no restart, newer run or clean-up of runs takes it away.
CREATE TABLE "Breach" (
    "hostId" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "probe" TEXT NOT NULL,
    "attempt" JSONB NOT NULL,
    "runSeq" INTEGER NOT NULL,
    "firstSeenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Breach_pkey" PRIMARY KEY ("hostId", "source", "target", "probe"),
    CONSTRAINT "Breach_hostId_fkey" FOREIGN KEY ("hostId") REFERENCES "Host"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- Of each host, the newest complete run and what got through in those after it.
INSERT INTO "Breach" ("hostId", "source", "target", "probe", "attempt", "runSeq", "firstSeenAt", "lastSeenAt")
SELECT DISTINCT ON (r."hostId", p."source", p."target", a->>'probe')
  r."hostId", p."source", p."target", a->>'probe', a, r."seq",
  COALESCE(r."finishedAt", r."createdAt"), COALESCE(r."finishedAt", r."createdAt")
FROM "ProbeRun" r
JOIN "ProbePair" p ON p."runId" = r."id"
CROSS JOIN LATERAL jsonb_array_elements(p."attempts") a
WHERE a->>'verdict' = 'failed' AND r."status" <> 'queued'
  AND r."seq" >= COALESCE((SELECT max(d."seq") FROM "ProbeRun" d WHERE d."hostId" = r."hostId" AND d."status" = 'done'), 0)
ORDER BY r."hostId", p."source", p."target", a->>'probe', r."seq" DESC;
