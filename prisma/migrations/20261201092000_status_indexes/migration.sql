-- Every process looks for what is unfinished, again and again.
CREATE INDEX "HostCheck_status_idx" ON "HostCheck"("status");
CREATE INDEX "AuditRun_status_idx" ON "AuditRun"("status");
CREATE INDEX "ProbeRun_status_idx" ON "ProbeRun"("status");
CREATE INDEX "SelfTest_status_idx" ON "SelfTest"("status");
