/**
 * The plan: the requests of all actors, and how they reach the log bucket. Everything else, lines and
 * answer key alike, is derived from it.
 */
import { AddressPool } from './addresses.ts';
import { type BrokenLine, planBrokenLines } from './broken-lines.ts';
import { planBots, planProber } from './crawlers.ts';
import { type Delivery, planDelivery } from './delivery.ts';
import { writeLine } from './line-writer.ts';
import { planListeners } from './listeners.ts';
import { planOddities } from './oddities.ts';
import { PERIOD_FROM_S, PERIOD_TO_S } from './period.ts';
import { planPublishing } from './publishing.ts';
import { planQuietGiant } from './quiet-giant.ts';
import type { PlannedRequest } from './request.ts';
import { planHog, planHotlinking, planSequentialScraper, planSpreadScraper } from './takers.ts';

export interface Plan {
  /** One entry a record; a twin is here twice. */
  readonly records: readonly PlannedRequest[];
  readonly brokenLines: readonly BrokenLine[];
  readonly delivery: Delivery;
}

export function makePlan(): Plan {
  const requests = planRequests();
  assertDistinct(requests);
  const brokenLines = planBrokenLines();
  const records = requests.flatMap((request) =>
    request.twin === null ? [request] : [request, request],
  );
  return { records, brokenLines, delivery: planDelivery(requests, brokenLines) };
}

function planRequests(): PlannedRequest[] {
  const pool = new AddressPool();
  const requests = [
    ...planListeners(pool),
    ...planQuietGiant(pool),
    ...planHotlinking(pool),
    ...planOddities(pool),
    ...planHog(),
    ...planSequentialScraper(),
    ...planSpreadScraper(),
    ...planBots(),
    ...planProber(),
    ...planPublishing(),
  ];
  // What an actor begins just before the end of the period may run over it.
  return requests
    .filter(({ timeS }) => timeS >= PERIOD_FROM_S && timeS < PERIOD_TO_S)
    .sort((a, b) => a.timeS - b.timeS);
}

/** Equal lines count once, so an accidental pair would make the answer key wrong. */
function assertDistinct(requests: readonly PlannedRequest[]): void {
  const lines = new Set(requests.map(writeLine));
  if (lines.size !== requests.length) throw new Error('Two planned requests make the same line');
}
