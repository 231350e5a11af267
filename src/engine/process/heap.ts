/** How much of a machine's memory the heap of an engine takes. */
const GIB = 1024 ** 3;
/**
 * 1 GiB serves a million records (peak of the process 1.5 GB); 2 GiB serve many more (2.8 GB) and
 * leave enough to the page cache and everything else from 12 GB of memory on.
 */
const LARGE_HEAP_MEMORY_MIN_BYTES = 12 * GIB;

export function heapGigabytes(memoryBytes: number): number {
  return memoryBytes < LARGE_HEAP_MEMORY_MIN_BYTES ? 1 : 2;
}
