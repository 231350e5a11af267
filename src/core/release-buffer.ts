/** Gives memory back at once, where a collector that sees only small objects would be late. */

/**
 * `buffer` is empty afterwards, and so is whatever else lies in the same memory. Small ones stay: they
 * share theirs with others.
 */
export function releaseBuffer({ buffer }: Buffer): void {
  const isOwn = buffer instanceof ArrayBuffer && buffer.byteLength > Buffer.poolSize;
  if (isOwn && !buffer.detached) buffer.transfer(0);
}
