/**
 * Raised whenever the same bytes of a log object give other lines than before (containers, what
 * counts as a log). The ledger remembers it for each object: what an older reader took for no log is
 * read again, what it took for done is counted and told.
 */
export const READER_VERSION = 2;
