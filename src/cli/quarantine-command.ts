/** `tamarin quarantine`: the lines that became no record, why, where they stand, and what to do. */
import { TamarinError } from '../core/error.ts';
import { jsonLine, printable } from '../core/printable.ts';
import { REJECT_REASONS } from '../core/reject-reason.ts';
import { makeSearchPort } from '../opensearch/make-search-port.ts';
import { type Quarantined, type QuarantinedLine, readQuarantine } from '../opensearch/read-quarantine.ts'; // biome-ignore format: one import
import { makeRedactor, type Redact } from '../parse/redact.ts';
import { LIMIT_MAX } from '../questions/ask/parameter-table.ts';
import { unknownName } from '../questions/ask/unknown-name.ts';
import { csvHeading, csvRows } from '../render/csv/answer-csv.ts';
import { linesOf } from '../render/text/answer-text.ts';
import { adviceOf, noLinesText, type Quarantine, type QuarantineRow, quarantineText } from '../render/text/quarantine-text.ts'; // biome-ignore format: one import
import type { CommonFlags, Io } from './io.ts';
import { type Session, withSession } from './session.ts';

export interface QuarantineFlags extends CommonFlags {
  readonly reason?: readonly string[];
  readonly object?: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly limit?: string;
  readonly csv?: true;
  readonly raw?: true;
}

const LIMIT_DEFAULT = '10';
const COLUMNS: readonly { readonly key: keyof QuarantineRow }[] = [
  'reason', 'logKey', 'line', 'offset', 'time', 'ip', 'bytes', 'timesMet', 'firstMet', 'lastMet', 'detail', 'text',
].map((key) => ({ key: key as keyof QuarantineRow })); // biome-ignore format: names of the row

/** @throws TamarinError */
export async function quarantineCommand(flags: QuarantineFlags, io: Io): Promise<number> {
  const { reason: reasons = [], object: objects = [], from = null, to = null } = flags;
  const limit = readLimit(flags.limit ?? LIMIT_DEFAULT);
  const known = Object.keys(REJECT_REASONS).map((name) => ({ name }));
  for (const reason of reasons)
    if (!known.some(({ name }) => name === reason)) throw unknownName('reason', reason, known);
  return withSession(flags, io, async (session) => {
    const { server, names, config } = session;
    const filter = { reasons, objects, from, to };
    const found = await readQuarantine(server, names.quarantine, { filter, limit });
    // A name that was added to what is redacted since counts for what was kept before, too.
    const { redactText } = makeRedactor(config.redactNames?.split(',') ?? []);
    const shown = showQuarantine(found, redactText);
    const isText = !flags.json && !flags.csv;
    const text =
      isText && found.total === 0
        ? linesOf(await whyNone(session, flags, io), io.columns).join('')
        : print(shown, flags, io);
    await io.writeWithBackpressure(text);
    return 0;
  });
}

async function whyNone({ server, names, config }: Session, flags: QuarantineFlags, io: Io) {
  const { signal, now } = io;
  const options = { timeoutMs: config.questionTimeoutMs, signal, now };
  const indices = await makeSearchPort(server, names.recordsPattern, options).recordIndices();
  const { reason, object, from, to } = flags;
  return noLinesText({
    isFiltered: [reason, object, from, to].some((given) => given !== undefined),
    isShipped: indices.length > 0,
    isSamples: flags.samples === true,
  });
}

function print(quarantine: Quarantine, flags: QuarantineFlags, io: Io): string {
  if (flags.json) return jsonLine(quarantine);
  if (!flags.csv) return quarantineText(quarantine, io.columns);
  const shown = io.columns === null ? undefined : printable;
  return csvHeading(COLUMNS, shown) + csvRows(quarantine.rows, COLUMNS, flags.raw === true, shown);
}

const showQuarantine = ({ total, reasons, lines }: Quarantined, redact: Redact): Quarantine => ({
  total,
  reasons: Object.entries(reasons).map(([reason, lines]) => ({ reason, lines, ...adviceOf(reason) })), // biome-ignore format: one row
  rows: lines.map((line) => rowOf(line, redact)),
});

const rowOf = (line: QuarantinedLine, redact: Redact): QuarantineRow => ({
  reason: line.reason,
  logKey: line.log_key,
  line: line.log_line,
  offset: line.offset,
  time: line.record_time ?? null,
  ip: line.remote_ip ?? null,
  bytes: line.bytes_sent ?? null,
  timesMet: line.times_met,
  firstMet: line.first_met_at,
  lastMet: line.last_met_at,
  detail: line.detail === undefined ? null : redact(line.detail),
  text: redact(line.text),
});

/** @throws TamarinError `usage` */
function readLimit(text: string): number {
  const limit = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= LIMIT_MAX) return limit;
  throw new TamarinError('usage', `"${text}" is not a number of rows.`, {
    hint: `Use a whole number from 1 to ${LIMIT_MAX}.`,
  });
}
