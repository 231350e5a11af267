/** What `tamarin quarantine` prints: as data, and as a person reads it. */
import { styleText } from 'node:util';
import { formatCount, plural } from '../../core/format.ts';
import { printable } from '../../core/printable.ts';
import { REJECT_REASONS, type RejectReason } from '../../core/reject-reason.ts';
import { wrap } from './wrap.ts';

/** Printed by `--json`: fields may be added, never changed. */
export interface Quarantine {
  /** Of all lines that match. */
  readonly total: number;
  readonly reasons: readonly {
    readonly reason: string;
    readonly lines: number;
    readonly meaning: string;
    /** What to do about it, a sentence. */
    readonly advice: string;
  }[];
  readonly rows: readonly QuarantineRow[];
}

/** Times are ISO; null: it could not be read. */
export interface QuarantineRow {
  readonly reason: string;
  readonly logKey: string;
  readonly line: number;
  /** Bytes from the start of the decompressed log object. */
  readonly offset: number;
  readonly time: string | null;
  readonly ip: string | null;
  readonly bytes: number | null;
  readonly timesMet: number;
  readonly firstMet: string;
  readonly lastMet: string;
  /** What OpenSearch said, where it was OpenSearch that refused. */
  readonly detail: string | null;
  readonly text: string;
}

const REREAD = '"sync --full --overwrite" reads it again after an upgrade; lines that parse then leave quarantine'; // biome-ignore format: one sentence
const CHECK_WRITER = `Damaged on its way, or written by something other than S3: compare it with the log object. ${REREAD}.`;
const TOO_LONG = 'Longer than any line that S3 writes: somebody else wrote it, or the line break between two lines is missing.'; // biome-ignore format: one sentence

// biome-ignore format: a table, one row a reason
const ADVICE = {
  not_a_log_line: 'Other files lie among the logs: sync a prefix that holds only logs, or leave them; they are not read again.',
  too_few_fields: CHECK_WRITER,
  time_invalid: CHECK_WRITER,
  time_out_of_range: 'A forged or damaged time. Nothing to do; it would make an index of its own.',
  status_invalid: CHECK_WRITER,
  number_invalid: CHECK_WRITER,
  number_out_of_range: CHECK_WRITER,
  quote_unclosed: CHECK_WRITER,
  torn_record: 'S3 wrote two records into one line, and neither can be trusted. Nothing to do; address, time and bytes of the first are kept here.',
  line_too_long: TOO_LONG,
  field_too_long: TOO_LONG,
  refused_by_opensearch: `OpenSearch says why, in the detail. Mend that, then: ${REREAD}.`,
} as const satisfies Record<RejectReason, string>;

const isReason = (reason: string): reason is RejectReason => Object.hasOwn(REJECT_REASONS, reason);

/** A newer Tamarin may know more reasons. */
export const adviceOf = (reason: string) =>
  isReason(reason)
    ? { meaning: REJECT_REASONS[reason].meaning, advice: ADVICE[reason] }
    : { meaning: '', advice: '' };

/** `--json` and `--csv` have all of it. */
const TEXT_SHOWN = 300;

/** `columnsMax`: width of the terminal; null: no line is broken. */
export function quarantineText(
  { total, reasons, rows }: Quarantine,
  columnsMax: number | null = null,
): string {
  const broken = (hang: number) => (line: string) => wrap(line, columnsMax, hang);
  const lines = [
    styleText('bold', `${plural(total, 'line')} in quarantine, by reason`),
    ...byAdvice(reasons).flatMap(broken(REASON_AT)),
    ...rows.flatMap((row) => ['', ...rowLines(row)]).flatMap(broken(2)),
    ...(rows.length < total ? ['', `${formatCount(rows.length)} shown; --limit shows more, --reason and --object fewer.`] : []), // biome-ignore format: one rule
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** Nothing to show: is there nothing, or was nothing looked for in the right place? */
export interface NoLines {
  readonly isFiltered: boolean;
  /** Records are there. */
  readonly isShipped: boolean;
  readonly isSamples: boolean;
}

export function noLinesText({ isFiltered, isShipped, isSamples }: NoLines): string {
  if (!isShipped)
    return `Nothing has been shipped yet${isSamples ? '' : '; for the sample logs add --samples'}.`;
  return isFiltered
    ? 'No rejected line matches.'
    : 'No rejected lines: every line that was read is a record.';
}

const COUNT_WIDTH = 7;
/** Where the names of the reasons begin. */
const REASON_AT = 2 + COUNT_WIDTH + 2;

/** What to do is said once, below all reasons for which it is the same. */
function byAdvice(reasons: Quarantine['reasons']): readonly string[] {
  const groups = Map.groupBy(reasons, ({ advice }) => advice);
  return [...groups].flatMap(([advice, those]) => [
    ...those.map(
      ({ reason, lines, meaning }) =>
        `  ${formatCount(lines).padStart(COUNT_WIDTH)}  ${printable(reason)}: ${meaning}`,
    ),
    `${' '.repeat(REASON_AT)}${advice}`,
  ]);
}

function rowLines({ logKey, line, reason, time, timesMet, detail, text }: QuarantineRow) {
  const more = [
    ...(time === null ? [] : [time]),
    ...(timesMet > 1 ? [`met ${formatCount(timesMet)} times`] : []),
    ...(detail === null ? [] : [detail]),
  ];
  const shown = text.length > TEXT_SHOWN ? `${text.slice(0, TEXT_SHOWN)}…` : text;
  const head = `${styleText('bold', printable(`${logKey}:${line}`))}  ${printable([reason, ...more].join(', '))}`; // biome-ignore format: one line
  return [head, `  ${printable(shown)}`];
}
