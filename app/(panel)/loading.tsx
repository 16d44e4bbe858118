import { Skeleton, TableSkeleton } from "#components/ui/skeleton.tsx";

export default function PanelLoading() {
  return (
    <>
      <Skeleton className="mb-3 h-7 w-44" />
      <Skeleton className="mb-6 h-4 w-80 max-w-full" />
      <TableSkeleton label="Loading the page" />
    </>
  );
}
