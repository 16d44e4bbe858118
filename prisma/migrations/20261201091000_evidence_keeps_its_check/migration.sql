-- What counts now is never taken away along with the check that it came from.
ALTER TABLE "ItemEvidence" DROP CONSTRAINT "ItemEvidence_checkId_fkey",
  ADD CONSTRAINT "ItemEvidence_checkId_fkey" FOREIGN KEY ("checkId") REFERENCES "HostCheck"("id")
    ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "MistakeCheck" DROP CONSTRAINT "MistakeCheck_checkId_fkey",
  ADD CONSTRAINT "MistakeCheck_checkId_fkey" FOREIGN KEY ("checkId") REFERENCES "HostCheck"("id")
    ON DELETE RESTRICT ON UPDATE CASCADE;
