/** Gives memory back at once, where a collector that sees only small objects would be late. */

/**
 * `part` is empty afterwards, and so is whatever else lies in the same memory: give it what fills its
 * memory by half or more. Smaller ones stay: Node cuts them from a pool, and never half of it.
 */
export function releaseBuffer(part: Buffer): void {
  const { buffer } = part;
  const isOwn = buffer instanceof ArrayBuffer && part.length * 2 >= buffer.byteLength;
  if (isOwn && !buffer.detached) buffer.transfer(0);
}
