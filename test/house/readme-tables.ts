/**
 * The blocks of the docs that are made from tables of the code, each between two markers such as
 * `<!-- fields -->` and `<!-- /fields -->`. write-readme.ts writes them, drift.test.ts compares them.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { FORMAT_TABLE } from '../../src/block/formats/format-table.ts';
import { SETTING_TABLE, type Setting } from '../../src/config/setting-table.ts';
import { SOURCE_TABLE, type SourceKey } from '../../src/config/source-table.ts';
import { AGENT_CLASS_TABLE } from '../../src/core/agent-class.ts';
import { ERROR_TABLE } from '../../src/core/error.ts';
import { FIELD_TABLE, type Mapping } from '../../src/core/field-table.ts';
import { ORIGIN_TABLE } from '../../src/core/origin.ts';
import { REJECT_REASONS } from '../../src/core/reject-reason.ts';
import { REQUEST_PROBLEM_TABLE } from '../../src/http/problem/request-problem-table.ts';
import { DIMENSION_TABLE, type Dimension } from '../../src/questions/ask/dimension-table.ts';
import { DISTINCT_FORM, DISTINCT_MEANING } from '../../src/questions/ask/distinct-metric.ts';
import { ESTIMATE_ERROR_MAX } from '../../src/questions/ask/extra-metric-table.ts';
import { FOLD_TABLE } from '../../src/questions/ask/fold-table.ts';
import { EVERY_METRIC } from '../../src/questions/ask/metric.ts';
import type { Combines } from '../../src/questions/ask/metric-row.ts';
import { QUESTION_TABLE } from '../../src/questions/catalogue.ts';
import { VERDICT_TABLE } from '../../src/questions/evidence/actor.ts';
import { SIGNAL_TABLE } from '../../src/questions/signals/signal-table.ts';
import { METRIC_TABLE } from '../../src/telemetry/metric-table.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

interface DocBlock {
  /** File that holds it, from the root of the project. */
  readonly file: string;
  readonly make: () => string;
}

/** Each block by the name in its markers. */
export const DOC_BLOCKS: Readonly<Record<string, DocBlock>> = {
  help: { file: 'docs/reference.md', make: helpBlock },
  questions: { file: 'README.md', make: questionTable },
  options: { file: 'docs/reference.md', make: optionTable },
  sources: { file: 'docs/reference.md', make: sourceTable },
  counted: { file: 'docs/reference.md', make: countedTable },
  dimensions: { file: 'docs/reference.md', make: dimensionTable },
  fields: { file: 'docs/reference.md', make: fieldTable },
  'agent-classes': { file: 'docs/reference.md', make: agentClassTable },
  origins: { file: 'docs/reference.md', make: originTable },
  rejects: { file: 'docs/reference.md', make: rejectTable },
  errors: { file: 'docs/reference.md', make: errorTable },
  signals: { file: 'docs/scrapers.md', make: signalTable },
  verdicts: { file: 'docs/scrapers.md', make: verdictTable },
  formats: { file: 'docs/blocks.md', make: formatSections },
  metrics: { file: 'docs/deploy.md', make: metricTable },
  'request-problems': { file: 'docs/http.md', make: requestProblemTable },
};

export const DOC_FILES: readonly string[] = [
  ...new Set(Object.values(DOC_BLOCKS).map(({ file }) => file)),
];

/** What stands between the markers; null where they are missing or not in order. */
export function readBlock(doc: string, name: string): string | null {
  const [open, close] = markers(name);
  const start = doc.indexOf(open);
  const end = doc.indexOf(close, start);
  return start < 0 || end < 0 ? null : doc.slice(start + open.length, end).trim();
}

/** The text with every block that it has written anew. */
export function rewriteBlocks(doc: string): string {
  let text = doc;
  for (const [name, { make }] of Object.entries(DOC_BLOCKS)) {
    const [open, close] = markers(name);
    const start = text.indexOf(open);
    const end = text.indexOf(close, start);
    if (start < 0 || end < 0) continue;
    text = `${text.slice(0, start)}${open}\n${make()}\n${text.slice(end)}`;
  }
  return text;
}

const markers = (name: string): readonly [string, string] => [
  `<!-- ${name} -->`,
  `<!-- /${name} -->`,
];

function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(headings), `|${'---|'.repeat(headings.length)}`, ...rows.map(line)].join('\n');
}

const code = (text: string): string => `\`${text}\``;

/** What is written goes to FILE; BUCKET, ID, ETAG and TOKEN are yours. */
function formatSections(): string {
  return FORMAT_TABLE.map(({ name, about, apply, undo, caveat }) =>
    [
      `### `.concat(code(name)),
      `For ${about}. ${caveat}`,
      ['```sh', ...apply, '# undo', ...undo, '```'].join('\n'),
    ].join('\n\n'),
  ).join('\n\n');
}

function questionTable(): string {
  const rows = QUESTION_TABLE.map(({ name, argument, parameters, about, passes }) => {
    const given =
      argument === null
        ? ''
        : argument.default === null
          ? ` <${argument.name}>`
          : ` [${argument.name}]`;
    return [
      code(name + given),
      about,
      parameters.map((each) => code(`--${each}`)).join(' '),
      passes,
    ];
  });
  return table(['question', 'answers', 'takes', 'how'], rows);
}

function dimensionTable(): string {
  const rows = (DIMENSION_TABLE as readonly Dimension[]).map((dimension) => [
    code(dimension.name),
    code(dimension.field),
    [
      dimension.heading,
      ...(dimension.mayLack ? [] : ['every record has one']),
      ...(dimension.isFilterOnly === true ? ['filter only'] : []),
    ].join('; '),
  ]);
  const folded = FOLD_TABLE.map(({ name, heading, ...fold }) => [
    code(name),
    fold.fold === 'names' ? code(fold.of.field) : code('@timestamp'),
    fold.fold === 'names'
      ? `${heading}; no filter`
      : `${heading}, by the clock of \`--tz\`; no filter`,
  ]);
  return table(['dimension', 'field', 'meaning'], [...rows, ...folded]);
}

const PROMISE = {
  sum: 'exact, adds up',
  linear: 'adds up; off by 0.0000005 a download at most',
  extreme: 'exact',
  distinct: 'exact',
  ratio: 'exact',
  estimate: `estimate, off by ${ESTIMATE_ERROR_MAX * 100} % at most`,
} as const satisfies Record<Combines, string>;

function countedTable(): string {
  const rows = EVERY_METRIC.map(({ name, key, meaning, combines }) => [
    code(name),
    code(key),
    meaning,
    PROMISE[combines],
  ]);
  const distinct = [code(DISTINCT_FORM), code('distinct'), DISTINCT_MEANING, PROMISE.distinct];
  return table(['metric', 'in JSON', 'meaning', 'promise'], [...rows, distinct]);
}

function fieldTable(): string {
  const rows = FIELD_TABLE.map(({ name, mapping, note }) => [code(name), typeOf(mapping), note]);
  return table(['name', 'type', 'meaning'], rows);
}

function typeOf(mapping: Mapping): string {
  if (mapping.index === false && mapping.doc_values === false) return 'stored only';
  return mapping.fields === undefined ? String(mapping.type) : `${mapping.type} + text`;
}

function optionTable(): string {
  const rows = (SETTING_TABLE as readonly Setting[]).map((setting) => {
    const names = setting.env === undefined ? [] : [setting.env];
    if (setting.isSecret) names.push(`${setting.env}_FILE`);
    return [
      code(setting.key),
      names.map(code).join(', '),
      setting.flag === undefined ? '' : code(setting.flag),
      setting.default === null ? 'none' : code(setting.default),
      setting.meaning,
    ];
  });
  return table(['key in the file', 'environment', 'flag', 'default', 'meaning'], rows);
}

function sourceTable(): string {
  const rows = (SOURCE_TABLE as readonly SourceKey[]).map(({ key, isNeeded, meaning }) => [
    code(key),
    isNeeded ? 'yes' : '',
    meaning,
  ]);
  return table(['key', 'needed', 'meaning'], rows);
}

function metricTable(): string {
  const rows = Object.entries(METRIC_TABLE).map(([name, { kind, labels, help }]) => [
    code(name),
    kind,
    labels.map(code).join(' '),
    help,
  ]);
  return table(['metric', 'type', 'labels', 'meaning'], rows);
}

function signalTable(): string {
  const rows = SIGNAL_TABLE.map(({ signal, family, meaning, unit, source }) => [
    code(signal),
    family,
    meaning,
    unit,
    source,
  ]);
  return table(['signal', 'family', 'meaning', 'unit', 'read from'], rows);
}

function verdictTable(): string {
  const rows = VERDICT_TABLE.map(({ verdict, accuses, meaning }) => [
    code(verdict),
    accuses ? 'yes' : '',
    meaning,
  ]);
  return table(['verdict', 'accuses', 'meaning'], rows);
}

function agentClassTable(): string {
  const rows = AGENT_CLASS_TABLE.map(({ key, meaning, isPeople }) => [
    code(key),
    meaning,
    isPeople ? 'yes' : '',
  ]);
  return table(['class', 'meaning', 'people'], rows);
}

function originTable(): string {
  return table(
    ['origin', 'meaning'],
    ORIGIN_TABLE.map(({ key, meaning }) => [code(key), meaning]),
  );
}

function rejectTable(): string {
  const rows = Object.entries(REJECT_REASONS).map(([reason, { meaning, example }]) => [
    code(reason),
    meaning,
    example,
  ]);
  return table(['reason', 'meaning', 'example'], rows);
}

function errorTable(): string {
  const rows = Object.entries(ERROR_TABLE).map(([name, { exitCode, httpStatus, meaning }]) => [
    code(name),
    String(exitCode),
    String(httpStatus),
    meaning,
  ]);
  return table(['code', 'exit code', 'HTTP status', 'meaning'], rows);
}

function requestProblemTable(): string {
  const rows = Object.entries(REQUEST_PROBLEM_TABLE).map(([name, { status, meaning }]) => [
    code(name),
    String(status),
    meaning,
  ]);
  return table(['code', 'status', 'meaning'], rows);
}

function helpBlock(): string {
  const help = execFileSync(process.execPath, [MAIN, '--help'], {
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  return `\`\`\`text\n${help.trim()}\n\`\`\``;
}
