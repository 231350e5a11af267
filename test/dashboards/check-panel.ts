/** Holds what a panel shows of a server's answers against the naive count. */
import type { Test } from 'tap';
import type { PlannedRequest } from '../../samples/maker/request.ts';
import { NAIVE_DIMENSIONS, type Surroundings } from '../worlds/naive-dimensions.ts';
import { chartNaively, chosen, isError, listNaively, NAIVE_CHARTS, NAIVE_FIGURES, NAIVE_LISTS, NAIVE_MENUS, NAIVE_SEARCHES } from './naive-panels.ts'; // biome-ignore format: one import
import { type Bucket, bucketsOf, chartRows, foundIn, listRows, numberOf, type PanelAnswer } from './panel-rows.ts'; // biome-ignore format: one import
import { type ReadObject, visStateOf } from './read-objects.ts';

/** Of a mean, which is a quotient. */
const ROUNDED = 1e-9;

/** What is in the indices. */
export interface Planned {
  readonly records: readonly PlannedRequest[];
  readonly about: Surroundings;
  /** Lists that have no rows there. */
  readonly empty: readonly string[];
}

export interface Answered extends Planned {
  /** Of the panel, without the prefix. */
  readonly name: string;
  readonly panel: ReadObject;
  readonly answers: readonly PanelAnswer[];
}

function raise(what: string): never {
  throw new Error(what);
}

export const naiveList = (name: string, { records, about }: Omit<Planned, 'empty'>) =>
  listNaively(NAIVE_LISTS[name] ?? raise(`no naive list ${name}`), records, about);

export function checkPanel(t: Test, answered: Answered): void {
  const { panel, name, answers, records, about } = answered;
  const [answer = raise(`${name} asks nothing`)] = answers.length === 0 ? [NOTHING] : answers;
  for (const { _shards: shards } of answers) t.equal(shards.failed, 0, 'every index answers');
  if (panel.type === 'search') {
    const { length } = chosen(records, about, NAIVE_SEARCHES[name]);
    t.equal(answer.hits.total.value, length);
    t.ok(length > 0, 'something is found');
    return;
  }
  switch (visStateOf(panel).type) {
    case 'markdown':
      t.strictSame(answers, [], 'words ask nothing');
      break;
    case 'table':
      checkList(t, answered, answer);
      break;
    case 'histogram':
      checkChart(t, answered, answer);
      break;
    case 'line':
      checkPercentiles(t, answered, answer);
      break;
    case 'metric':
      checkFigures(t, answered, answer);
      break;
    case 'input_control_vis':
      checkMenus(t, answered);
      break;
    case 'vega':
      checkDrawing(t, answered, answer);
      break;
    default:
      t.fail(`${name} is of no known type`);
  }
}

const NOTHING: PanelAnswer = { _shards: { failed: 0 }, hits: { total: { value: 0 } } };

/** A part without records may be there with 0 or not at all. */
function checkChart(t: Test, { panel, name, records, about }: Answered, answer: PanelAnswer): void {
  const shown = (rows: ReadonlyMap<string, number | null>) =>
    Object.fromEntries([...rows].filter(([, value]) => value !== 0));
  const want = shown(chartNaively(NAIVE_CHARTS[name] ?? raise(name), records, about));
  t.same(shown(chartRows(visStateOf(panel), answer)), want);
  t.ok(Object.keys(want).length > 10, 'there are days and parts');
}

function checkFigures(t: Test, { panel, name, records, about }: Answered, answer: PanelAnswer) {
  const { only, columns } = NAIVE_FIGURES[name] ?? raise(name);
  const some = chosen(records, about, only);
  const whole: Bucket = { doc_count: answer.hits.total.value, ...answer.aggregations };
  const shown = visStateOf(panel).aggs.map((agg) => numberOf(agg, whole));
  const want = columns.map((column) => column(some, about));
  t.strictSame(shown, want);
}

function checkMenus(t: Test, { answers, records, about }: Answered): void {
  for (const [at, dimension] of NAIVE_MENUS.entries()) {
    const names = records.map((record) => NAIVE_DIMENSIONS[dimension].nameOf(record, about));
    const want = [...new Set(names)].filter((value) => value !== null);
    const offered = bucketsOf(answers[at]?.aggregations?.values ?? {}).map(([value]) => value);
    t.strictSame(offered.toSorted(), want.toSorted(), dimension);
  }
}

/** Among equal values OpenSearch may show any; each row shows the numbers of its own name. */
function checkList(t: Test, answered: Answered, answer: PanelAnswer): void {
  const rows = listRows(visStateOf(answered.panel), answer);
  const all = naiveList(answered.name, answered);
  const want = all.slice(0, 10);
  t.equal(rows.length === 0, answered.empty.includes(answered.name), 'there are rows');
  t.equal(rows.length, want.length);
  t.strictSame(
    rows.map(({ values }) => values[0]),
    want.map(({ values }) => values[0]),
    'the first, in order',
  );
  const byName = new Map(all.map(({ name, values }) => [name, values]));
  const off = rows.flatMap(({ name, values }) => {
    const right = byName.get(name) ?? [];
    const isRight = values.every((value, at) => isNear(value, right[at] ?? null));
    return isRight && values.length === right.length ? [] : [{ name, values, right }];
  });
  t.strictSame(off, [], 'every column of every row');
}

const isNear = (a: number | null, b: number | null): boolean =>
  a === b || (a !== null && b !== null && Math.abs(a - b) <= ROUNDED * Math.abs(b));

/** An estimate of the p-th percentile has about p of all values below it. */
function checkPercentiles(t: Test, { records }: Answered, answer: PanelAnswer): void {
  const days = bucketsOf(answer.aggregations?.['2'] ?? {}).map(([, day]) => day);
  t.ok(days.length > 20, `${days.length} days`);
  for (const day of days) {
    const times = records
      .filter(({ timeS }) => Math.floor(timeS / 86_400) * 86_400_000 === day.key)
      .flatMap(({ turnAroundMs }) => (turnAroundMs === null ? [] : [turnAroundMs]));
    for (const { key, value } of foundIn(day, '1').values ?? []) {
      if (times.length === 0) continue;
      const below = times.filter((time) => time < (value ?? 0)).length / times.length;
      const upTo = times.filter((time) => time <= (value ?? 0)).length / times.length;
      const slack = 1.5 / times.length + 0.02;
      t.ok(
        below <= key / 100 + slack && upTo >= key / 100 - slack,
        `p${key} of ${day.key}: ${value}`,
      );
    }
  }
}

function checkDrawing(t: Test, answered: Answered, answer: PanelAnswer): void {
  const { name, records, about } = answered;
  if (name === 'error-share') {
    const parts = new Map(bucketsOf(answer.aggregations?.parts ?? {}));
    t.equal(parts.get('some')?.doc_count, chosen(records, about, isError).length);
    t.equal(parts.get('all')?.doc_count, records.length);
    return;
  }
  const isByBytes = name === 'compare-bytes';
  const all = naiveList(isByBytes ? 'ips-by-bytes' : 'ips-by-requests', answered);
  const taken = bucketsOf(answer.aggregations?.groups ?? {}).map(([, group]) =>
    isByBytes ? foundIn(group, 'taken').value : group.doc_count,
  );
  t.strictSame(
    taken,
    all.map(({ values }) => values[0]),
    'all clients, so mean and median are of all',
  );
}
