/**
 * Lines that are no records, each broken in one way only, with the reason that Tamarin must give.
 */
import { ipv4 } from './addresses.ts';
import { agentOf } from './agents.ts';
import { popularEpisode } from './catalogue.ts';
import { lineTokens, writeTime } from './line-writer.ts';
import { PERIOD_FROM_S, PERIOD_TO_S } from './period.ts';
import { type Random, randomFor } from './prng.ts';
import { planRequest, wholeFile } from './request.ts';

export interface BrokenLine {
  readonly reason: string;
  readonly text: string;
}

/** Positions in a line, from 0. */
const [
  TIME,
  REQUESTER,
  REQUEST_LINE,
  STATUS,
  BYTES,
  OBJECT_SIZE,
  TOTAL_MS,
  TURN_MS,
  REFERRER,
  AGENT,
] = [2, 4, 8, 9, 11, 12, 13, 14, 15, 16] as const;

/** Far beyond the days around "now", whenever that is; and before S3 existed. */
const FORGED_TIMES_S = [2999, 2150, 2005, 1999].map((year) => Date.UTC(year, 2, 14, 9, 26) / 1_000);

export function planBrokenLines(): BrokenLine[] {
  const random = randomFor('broken-lines');
  const line = () => validTokens(random);
  const replaced = (position: number, token: string) => line().with(position, token).join(' ');
  const groups: Readonly<Record<string, readonly string[]>> = {
    not_a_log_line: FOREIGN_LINES,
    too_few_fields: [3, 5, 7, 8, 9, 11].map((count) => line().slice(0, count).join(' ')),
    time_invalid: [
      '[31/Feb/2026:10:00:00 +0000]',
      '[19/Fev/2026:11:12:13 +0000]',
      '[22/Jan/2026:25:01:00 +0000]',
      '[23/Jan/2026:12:61:00 +0000]',
    ].map((time) => replaced(TIME, time)),
    time_out_of_range: FORGED_TIMES_S.map((timeS) => replaced(TIME, writeTime(timeS))),
    status_invalid: ['OK', '20', '2000', '2xx'].map((status) => replaced(STATUS, status)),
    number_invalid: [
      replaced(BYTES, '45.5'),
      replaced(BYTES, '-17'),
      replaced(OBJECT_SIZE, '0x1F4'),
      replaced(TOTAL_MS, '12ms'),
      replaced(TURN_MS, '1e3'),
    ],
    number_out_of_range: [
      replaced(BYTES, '99999999999999999999'),
      replaced(OBJECT_SIZE, '9007199254740993'),
      replaced(TOTAL_MS, '4294967296'),
    ],
    quote_unclosed: [
      unclosedRequestLine(line()),
      unclosedRequestLine(line()),
      unclosedAgent(line()),
    ],
    torn_record: [9, 17, 23].map((kept) => torn(line(), line(), kept)),
    line_too_long: [replaced(AGENT, `"${'long '.repeat(14_000)}"`)],
    field_too_long: [replaced(AGENT, `"${'wide '.repeat(8_000)}"`)],
  };
  return Object.entries(groups).flatMap(([reason, texts]) =>
    texts.map((text) => ({ reason, text })),
  );
}

const FOREIGN_LINES = [
  '{"eventName":"GetObject","eventSource":"s3.amazonaws.com","awsRegion":"eu-west-1"}',
  '#Version: 1.0',
  '#Fields: date time x-edge-location sc-bytes c-ip cs-method',
  '<?xml version="1.0" encoding="UTF-8"?>',
  'Feb  3 04:05:06 gateway sshd[4242]: Connection closed by 198.51.100.9 port 51514',
  'h2 2026-01-29T18:44:10.227Z app/riverbend/4f8a 198.18.7.7:40112 10.1.2.3:443 0.001 0.004',
  'timestamp,client,path,bytes',
];

function validTokens(random: Random): string[] {
  return lineTokens(
    planRequest(random, {
      ...wholeFile(popularEpisode(random)),
      timeS: random.int(PERIOD_FROM_S, PERIOD_TO_S - 1),
      ip: ipv4(`192.0.2.${random.int(200, 254)}`),
      agent: agentOf('Chrome', random),
      operation: 'REST.GET.OBJECT',
    }),
  );
}

/** The only quote mark of the line opens the request line. */
function unclosedRequestLine(tokens: readonly string[]): string {
  const open = (tokens[REQUEST_LINE] ?? '').slice(0, -1);
  return tokens.with(REQUEST_LINE, open).with(REFERRER, '-').with(AGENT, '-').join(' ');
}

/** The delivery stopped in the middle of the user agent. */
const unclosedAgent = (tokens: readonly string[]): string =>
  tokens
    .slice(0, AGENT + 1)
    .join(' ')
    .slice(0, -20);

/** A second record starts inside the requester of the first. */
function torn(first: readonly string[], second: readonly string[], keptLength: number): string {
  const requester = 'arn:aws:iam::700123456789:user/newsroom'.slice(0, keptLength);
  return [...first.slice(0, REQUESTER), requester, ...second].join(' ');
}
