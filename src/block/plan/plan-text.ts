/**
 * A plan as a text file for git: stable, an entry a paragraph, in the order of addresses. Lines that
 * begin with # are for people, and made anew whenever it is printed. read-plan.ts reads it.
 */

import type { Cost } from '../../core/cost.ts';
import { formatBytes, formatCount, formatShare, plural } from '../../core/format.ts';
import { printable } from '../../core/printable.ts';
import { costWords } from '../../questions/ask/cost-metric.ts';
import type { BlockPlan, Entry, Hit, LeftOut, Saved, Taken } from './block-plan.ts';

/** The form of the file; another one gets another number. */
export const FIRST_LINE = 'tamarin block plan 1';

export function planText(plan: BlockPlan): string {
  const { created, from, to, asked, buckets, ownAccounts, all, saves, entries, leftOut } = plan;
  const head = [
    FIRST_LINE,
    `# ${summaryOf(plan)}`,
    ...line('created', created),
    ...line('period', `${from ?? 'first'} ${to ?? 'last'}`),
    ...line('asked', asked),
    ...list('bucket', buckets),
    ...list('account', ownAccounts),
    ...line('all', takenText(all)),
    ...line('saves', savedText(saves)),
    ...leftOut.flatMap(leftOutLines),
  ];
  return `${[head, ...entries.map(entryLines)].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** One sentence or two on what the plan would do. */
export function summaryOf({ entries, saves }: Pick<BlockPlan, 'entries' | 'saves'>): string {
  if (entries.length === 0) return 'Nothing to block: the rule found nobody who may be blocked.';
  return (
    `A dry run, nothing is blocked: ${plural(entries.length, 'entry', 'entries')}, ${placesText(entries)}. ` +
    `They would have saved ${savedWords(saves)}.`
  );
}

/** `3 addresses, 1 network` */
function placesText(entries: readonly Entry[]): string {
  const cidrs = entries.flatMap((entry) => entry.cidrs);
  const addresses = cidrs.filter((cidr) =>
    cidr.endsWith(cidr.includes(':') ? '/128' : '/32'),
  ).length;
  const networks = cidrs.length - addresses;
  return [
    ...(addresses === 0 ? [] : [plural(addresses, 'address', 'addresses')]),
    ...(networks === 0 ? [] : [plural(networks, 'network')]),
  ].join(', ');
}

/** `Left out: referrer-domain grabber.example, 4 bots.`, empty where nothing is; the plan says why. */
export function leftOutText({ leftOut }: Pick<BlockPlan, 'leftOut'>): string {
  const named = leftOut.map(({ what }) => what).filter((what) => !what.startsWith(BOT));
  const bots = leftOut.length - named.length;
  const more = named.length - LEFT_OUT_TOLD;
  const told = [
    ...named.slice(0, LEFT_OUT_TOLD),
    ...(more > 0 ? [`${formatCount(more)} more`] : []),
    ...(bots === 0 ? [] : [plural(bots, 'bot')]),
  ];
  return told.length === 0 ? '' : `Left out: ${told.join(', ')}; the plan says why.`;
}

/** Agents are left out where they are bots that name themselves. */
const BOT = 'agent ';
const LEFT_OUT_TOLD = 5;

function entryLines(entry: Entry): readonly string[] {
  const { subject, cidrs, reason, rule, saves, hits, created, expires } = entry;
  return [
    ...line('block', subject),
    ...list('cidr', cidrs),
    ...line('reason', reason),
    ...line('rule', rule),
    `# would have saved ${savedWords(saves)}; ${hitWords(hits)}`,
    ...line('saves', savedText(saves)),
    ...line('hits', numbersText(hits)),
    ...line('created', created),
    ...line('expires', expires),
  ];
}

export function savedWords({ bytes, bytesShare, requests, cost }: Saved): string {
  const money = cost === null ? '' : `, ${costWords(cost)}`;
  return `${formatBytes(bytes)} (${formatShare(bytesShare)}) in ${plural(requests, 'request')}${money}`;
}

/** Who would have been hit, beside the subject. */
export function hitWords(hits: Hit): string {
  const { clients, lightClients, lightDownloads, agents, otherRequests, friendRequests } = hits;
  const light =
    lightClients === 0
      ? clients === 1
        ? 'above the average one'
        : 'all above the average one'
      : `${formatCount(lightClients)} of which took no more than the average one (${plural(lightDownloads, 'download')})`;
  const alike = clients > 1 && lightClients === clients && agents === 1 ? ': together they look like one scraper that is spread out' : ''; // biome-ignore format: one rule
  const who = `hits ${plural(clients, 'client')}${clients === 0 ? '' : `, ${light}`}, with ${plural(agents, 'user agent')}${alike}`;
  const more = [
    ...(otherRequests === 0 ? [] : [`${plural(otherRequests, 'request')} of others than the subject`]),
    ...(friendRequests === 0 ? [] : [`${plural(friendRequests, 'request')} of FRIENDS`]),
  ]; // biome-ignore format: a list
  return [who, ...more].join('; and ');
}

const leftOutLines = ({ what, because }: LeftOut): readonly string[] => [
  ...line('left-out', what),
  ...line('because', because),
];

/** What is logged may stand in it, and must end no line. */
const line = (name: string, value: string): readonly string[] => [
  `${name.padEnd(NAME_LENGTH)} ${printable(value)}`.trimEnd(),
];
const list = (name: string, values: readonly string[]): readonly string[] =>
  values.flatMap((value) => line(name, value));

const NAME_LENGTH = 'left-out'.length;

const takenText = ({ requests, bytes, cost }: Taken): string =>
  `${numbersText({ requests, bytes })} cost=${costText(cost)}`;

const savedText = ({ requests, bytes, requestsShare, bytesShare, cost }: Saved): string =>
  `${numbersText({ requests, bytes, requestsShare, bytesShare })} cost=${costText(cost)}`;

/** In full, so that what is read is what was printed. */
const costText = (cost: Cost | null): string =>
  cost === null ? 'unknown' : `${cost.amount} ${cost.currency}`;

const numbersText = (numbers: object): string =>
  Object.entries(numbers)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');

const TEXT_LENGTH_MAX = 400;

/** Text from logs as it may stand in a plan: one line, and no endless one. */
export function oneLine(text: string): string {
  const line = printable(text).replaceAll(/\s+/g, ' ').trim();
  return line.length <= TEXT_LENGTH_MAX ? line : `${line.slice(0, TEXT_LENGTH_MAX).trim()} …`;
}
