/** Goal: the heap follows the memory of the machine, at the border too. */
import t from 'tap';
import { heapGigabytes } from '../../src/engine/process/heap.ts';

const GIB = 1024 ** 3;
const CASES = [
  { memoryBytes: 2 * GIB, want: 1 },
  { memoryBytes: 12 * GIB - 1, want: 1 },
  { memoryBytes: 12 * GIB, want: 2 },
  { memoryBytes: 512 * GIB, want: 2 },
];

for (const { memoryBytes, want } of CASES) {
  t.test(`${memoryBytes} bytes of memory give ${want} GiB of heap`, async (t) => {
    t.equal(heapGigabytes(memoryBytes), want);
  });
}
