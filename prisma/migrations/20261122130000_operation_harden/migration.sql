-- A change of what hardens a tenant's boundary is an operation like any other.
ALTER TYPE "OperationKind" ADD VALUE 'harden';
