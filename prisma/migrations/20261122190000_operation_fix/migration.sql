ALTER TYPE "OperationKind" ADD VALUE 'fix';
