/** Plans for tests. */
import type { BlockPlan, Entry } from '../../src/block/plan/block-plan.ts';

const SAVES = {
  requests: 1_000,
  bytes: 5_000_000_000,
  requestsShare: 0.25,
  bytesShare: 0.5,
  cost: { amount: '0.4600', currency: 'USD' },
};

export const entryOf = (...cidrs: readonly string[]): Entry => ({
  subject: `network ${cidrs[0]}`,
  cidrs,
  reason: 'scraper, score 87: asked for 400 different files',
  rule: '--min-score 50',
  saves: SAVES,
  hits: {
    clients: 4,
    lightClients: 1,
    lightRequests: 3,
    lightBytes: 3_000,
    lightDownloads: 2,
    agents: 3,
    otherRequests: 0,
    friendRequests: 0,
  },
  created: '2026-03-01T00:00:00.000Z',
  expires: '2026-03-31T00:00:00.000Z',
});

export const planOf = (entries: readonly Entry[]): BlockPlan => ({
  created: '2026-03-01T00:00:00.000Z',
  from: '2026-02-01T00:00:00.000Z',
  to: '2026-03-01T00:00:00.000Z',
  asked: '--from-scrapers --min-score 50',
  buckets: ['media'],
  ownAccounts: [],
  all: { requests: 4_000, bytes: 10_000_000_000, cost: { amount: '0.9200', currency: 'USD' } },
  saves: SAVES,
  entries,
  leftOut: [],
});
