/** What is to be said of a day, in at most three sentences. */
import type { Cost } from '../../core/cost.ts';
import { formatAmount, formatCount, formatShare, formatTenths, plural } from '../../core/format.ts';
import type { Metric } from '../ask/metric.ts';
import type { WhyAnswer } from './answer.ts';
import type { Cause } from './explain.ts';

type Facts = Pick<WhyAnswer, 'verdict' | 'day' | 'sureness' | 'cause' | 'others'>;
type Day = NonNullable<WhyAnswer['day']>;

/** `by`: what the day was judged by. */
export function sentencesOf(facts: Facts, by: Metric): readonly string[] {
  const { day, verdict, cause } = facts;
  if (day === null)
    return ['Nothing can be said: there are too few days with records to compare a day with.'];
  if (verdict === 'nothing')
    return [`Nothing stands out: ${dayText(day, by)}.`, ...surenessText(facts)];
  return [
    `${dayText(day, by)}.`,
    cause === null ? NO_CAUSE : causeText(cause, by),
    [...othersText(facts), ...surenessText(facts)].join(' '),
  ].filter((sentence) => sentence !== '');
}

const dateText = (time: string): string =>
  new Date(`${time.slice(0, 'yyyy-mm-dd'.length)}T00:00Z`).toUTCString().slice(0, 'Tue, 17 Feb 2026'.length); // biome-ignore format: one expression

const timesText = (times: number | null): string =>
  times === null ? 'more than nothing' : `${formatTenths(times)} × usual`;

/** `Tue, 17 Feb 2026 is 6.2 × usual: 279.1 GB, usually 45.0 GB (median of 8 comparable days); the difference cost about 21.07 USD`. */
function dayText(
  { time, times, value, usual, comparedWith, cost }: Day,
  { words }: Metric,
): string {
  const compared = plural(comparedWith.length, 'comparable day');
  const difference = costText(cost).map((text) => `; the difference cost ${text}`);
  return `${dateText(time)} is ${timesText(times)}: ${words(value)}, usually ${words(usual)} (median of ${compared})${difference.join('')}`;
}

/** `about 17.80 USD`; none where more of something cost less, by other prices or on other ways. */
function costText(cost: Cost | undefined): readonly string[] {
  if (cost === undefined || cost.amount.startsWith('-')) return [];
  const amount = formatAmount(cost.amount);
  const about = amount.startsWith('<') ? amount.replace('<', 'less than') : `about ${amount}`;
  return [`${about} ${cost.currency}`];
}

const NO_CAUSE = 'The rise is spread over so many clients and files that none of them explains it.';

/** How a cause is called, and with what it comes. */
const CAUSE_WORDS = {
  client: (name) => `One client, ${name},`,
  bot: (name) => `A bot, ${name},`,
  network: (name) => `One network, ${name},`,
  referrer: (name) => `One referring site, ${name},`,
  file: (name) => `One file, ${name},`,
  launch: (name) => `The launch of a new file, ${name},`,
  program: (name) => `One kind of program, ${name},`,
  folder: (name) => `One folder, ${name},`,
  agents: (name) => `One class of agents, ${name},`,
  spread: (name) => `The rise is spread over many clients and files: the greatest part, ${name},`,
} as const satisfies Record<Cause['kind'], (name: string) => string>;

function causeText(
  { kind, name, share, rise, cost, requests, usualRequests, clients, mostly }: Cause,
  { words }: Metric,
): string {
  const part = share >= 1 ? 'all' : formatShare(share);
  const amounts = [words(rise), ...costText(cost)].join(', ');
  const from = clients === undefined ? '' : ` from ${clients.exact ? '' : 'about '}${plural(clients.value, 'client')}`; // biome-ignore format: one text
  return `${CAUSE_WORDS[kind](name)} is ${part} of the rise: ${amounts} more than usual, in ${plural(requests, 'request')}${from} (usually ${formatCount(usualRequests)})${mostlyText(mostly)}.`;
}

/** Half a day is no time of the day. */
const SPAN_SAID_MAX_MS = 43_200_000;

/** By the clock of the zone: `, mostly from 14:00 to 17:00`. */
function mostlyText(mostly: Cause['mostly']): string {
  if (mostly === undefined) return '';
  const { from, to } = mostly;
  const clock = (iso: string): string => iso.slice('yyyy-mm-ddT'.length, 'yyyy-mm-ddThh:mm'.length);
  const isLong = Date.parse(to) - Date.parse(from) > SPAN_SAID_MAX_MS;
  return isLong ? '' : `, mostly from ${clock(from)} to ${clock(to)}`;
}

const OTHERS_SHOWN = 3;

function othersText({ others }: Facts): readonly string[] {
  if (others.length === 0) return [];
  const shown = others.slice(0, OTHERS_SHOWN).map(({ time, times }) => `${dateText(time)} (${timesText(times)})`); // biome-ignore format: one list
  const more = others.length > OTHERS_SHOWN ? ', and more' : '';
  return [`Also conspicuous: ${shown.join(', ')}${more}.`];
}

const SURENESS = {
  sure: [],
  fairly_sure: ['Only 3 days of the same weekday can be compared, so this is only fairly certain.'],
  unsure: ['There are too few weeks to compare weekdays, so it is compared with any days near it, and this is uncertain.'], // biome-ignore format: one sentence
} as const satisfies Record<NonNullable<WhyAnswer['sureness']>, readonly string[]>;

const surenessText = ({ sureness }: Facts): readonly string[] =>
  sureness === null ? [] : SURENESS[sureness];
