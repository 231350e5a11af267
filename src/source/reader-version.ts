/**
 * Raised when the same bytes of a log object give other lines, or count differently: the ledger
 * remembers which version read it. 1 (no number in the ledger): archives, zstd and gzip in gzip were
 * taken for lines, and a file was no log after its first 1,000 rejects.
 */
export const READER_VERSION = 2;
