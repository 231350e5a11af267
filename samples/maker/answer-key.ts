/**
 * The answer key: what Tamarin must say about the samples, counted from the plan. It never reads a
 * line and shares no code with `src`, so that a mistake there cannot hide in both.
 */
import { agentClasses } from './agents.ts';
import { BOTS, PROBER } from './crawlers.ts';
import { MONTH_BORDER_S } from './period.ts';
import type { Plan } from './plan.ts';
import { describePopulation } from './population.ts';
import { QUIET_GIANT } from './quiet-giant.ts';
import type { PlannedRequest } from './request.ts';
import { HOG, HOTLINK_DOMAIN, SCRAPER, SPREAD_NETWORK } from './takers.ts';
import { sumTotals, type Totals, type TotalsRow, tabulate } from './totals.ts';

const ipOf = (record: PlannedRequest) => record.ip?.name ?? null;

export function makeAnswerKey({ records, brokenLines, delivery }: Plan, objects: number) {
  const byIp = tabulate(records, ipOf);
  const { duplicates } = delivery;
  const rejected = brokenLines.length;
  const times = records.map(({ timeS }) => timeS).sort((a, b) => a - b);
  return {
    objects,
    lines: records.length + duplicates + rejected,
    records: records.length,
    duplicates,
    rejected,
    rejects: countReasons(brokenLines.map(({ reason }) => reason)),
    from: isoTime(times[0]),
    to: isoTime(times.at(-1)),
    recordsByMonth: {
      '2026-01': records.filter(isJanuary).length,
      '2026-02': records.filter((record) => !isJanuary(record)).length,
    },
    totals: sumTotals(records),
    actors: nameActors(records, byIp.rows),
    agents: agentClasses(),
    compare: {
      ip: {
        bytes: describePopulation(byIp.rows.map(({ bytes }) => bytes)),
        requests: describePopulation(byIp.rows.map(({ requests }) => requests)),
        downloads: describePopulation(byIp.rows.map(({ downloads }) => downloads)),
      },
    },
    top: {
      agent: tabulate(records, ({ agent }) => agent?.family ?? null),
      ip: byIp,
      key: tabulate(records, ({ key }) => key),
    },
  };
}

const isJanuary = ({ timeS }: PlannedRequest): boolean => timeS < MONTH_BORDER_S;

/** Without milliseconds: the log knows whole seconds. */
const isoTime = (timeS = 0): string => new Date(timeS * 1_000).toISOString().replace('.000Z', 'Z');

function countReasons(reasons: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    [...Map.groupBy(reasons, (reason) => reason)].map(([reason, all]) => [reason, all.length]),
  );
}

function nameActors(records: readonly PlannedRequest[], rows: readonly TotalsRow[]) {
  const row = (name: string) => {
    const { name: ip, ...totals } = rows.find((each) => each.name === name) ?? nobody(name);
    return { ip, ...totals };
  };
  const hotlinked = records.filter(({ referrer }) => referrer?.includes(HOTLINK_DOMAIN));
  const spread = records.filter(({ ip }) => ip?.name.startsWith(SPREAD_NETWORK.slice(0, -4)));
  return {
    hog: row(HOG.name),
    scraper: row(SCRAPER.name),
    quietGiant: { ...row(QUIET_GIANT.name), ...ranksOfGiant(records, rows) },
    spreadScraper: { network: SPREAD_NETWORK, addresses: countIps(spread), ...sumTotals(spread) },
    hotlinkSite: {
      domain: HOTLINK_DOMAIN,
      addresses: countIps(hotlinked),
      ...sumTotals(hotlinked),
    },
    prober: row(PROBER.name),
    bots: BOTS.map(({ family }) => family),
  };
}

const countIps = (records: readonly PlannedRequest[]): number => new Set(records.map(ipOf)).size;

/** From 1, by bytes and by requests. */
function ranksOfGiant(records: readonly PlannedRequest[], rows: readonly TotalsRow[]) {
  const january = tabulate(records.filter(isJanuary), ipOf).rows;
  const february = tabulate(
    records.filter((record) => !isJanuary(record)),
    ipOf,
  ).rows;
  return {
    rankJanuary: rankOf(january, 'bytes'),
    rankFebruary: rankOf(february, 'bytes'),
    rankOverall: rankOf(rows, 'bytes'),
    requestsRankJanuary: rankOf(january, 'requests'),
    requestsRankFebruary: rankOf(february, 'requests'),
    requestsRankOverall: rankOf(rows, 'requests'),
  };
}

function rankOf(rows: readonly TotalsRow[], metric: keyof Totals): number {
  const own = rows.find(({ name }) => name === QUIET_GIANT.name) ?? nobody(QUIET_GIANT.name);
  return 1 + rows.filter((row) => row[metric] > own[metric]).length;
}

function nobody(name: string): never {
  throw new Error(`The planted actor ${name} made no request`);
}
