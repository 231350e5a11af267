/**
 * Memory for what is read as one piece: taken in few sizes, and given back at once, where a collector
 * that sees only small objects would be late.
 */

/** Below it, an allocator finds a place among its small ones. */
const LARGE_BYTES = 64 * 1024;

/**
 * What to ask for where `bytes` are needed: up to a quarter more. Pieces of almost one size leave gaps
 * into which the next one does not fit: a sync that held two texts at a time grew by 50 MB
 * (`npm run bench flat`).
 */
export function sizeClassOf(bytes: number): number {
  if (bytes < LARGE_BYTES) return bytes;
  const step = 2 ** (Math.floor(Math.log2(bytes)) - 2);
  return Math.ceil(bytes / step) * step;
}

/** With whatever lay in the memory before. */
export const allocateLarge = (bytes: number): Buffer<ArrayBuffer> =>
  Buffer.allocUnsafe(sizeClassOf(bytes)).subarray(0, bytes);

/**
 * `part` is empty afterwards, and so is whatever else lies in the same memory: give it what fills its
 * memory by half or more. Smaller ones stay: Node cuts them from a pool, and never half of it.
 */
export function releaseBuffer(part: Buffer): void {
  const { buffer } = part;
  const isOwn = buffer instanceof ArrayBuffer && part.length * 2 >= buffer.byteLength;
  if (isOwn && !buffer.detached) buffer.transfer(0);
}
