-- An attempt that got through, and a policy that gives too much, can be accepted like a mistake or an item.
ALTER TYPE "RiskKind" ADD VALUE IF NOT EXISTS 'attempt';
ALTER TYPE "RiskKind" ADD VALUE IF NOT EXISTS 'policy';

-- Several people may answer for different faults of one subject. Those who accept are served in turn by a lock on the tenant.
DROP INDEX "RiskAcceptance_valid";
