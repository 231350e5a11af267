/**
 * The exam: a detector sees the lines of each world, and its rows are judged. It also tells where the
 * verdict hangs on how a row is read (row-lines.ts), since a row must be right in both ways.
 */
import { readFacts } from './facts.ts';
import { type JudgedRow, type Judgement, judge } from './judge.ts';
import type { Row } from './row.ts';
import type { FriendsConfig, ScraperWorld } from './world.ts';

export type Detect = (lines: readonly string[], friends: FriendsConfig) => Promise<readonly Row[]>;

export interface ExamResult {
  readonly judgements: readonly Judgement[];
  /** Right ones among the accusing rows that are right or false; 1 where there is none. */
  readonly precision: number;
  /** Found ones among the actors that are sought; 1 where there is none. */
  readonly recall: number;
  /** The same, if a row is taken for its addresses alone. */
  readonly byMembers: { readonly precision: number; readonly recall: number };
  /** Worlds without a bad actor in which somebody is accused. */
  readonly falseAlarms: readonly string[];
  /** A line for each miss and each false row, then the sums. */
  readonly report: readonly string[];
}

/** Worlds one after the other: pass a generator, and only one is in memory. */
export async function runExam(worlds: Iterable<ScraperWorld>, detect: Detect): Promise<ExamResult> {
  const judgements: Judgement[] = [];
  const readings: Judgement[] = [];
  for (const world of worlds) {
    const rows = await detect(world.lines, world.friends); // in turn: each takes a whole processor
    const facts = readFacts(world.lines);
    judgements.push(judge(world, rows, { facts }));
    readings.push(judge(world, rows, { facts, by: 'members' }));
  }
  const sums = sumUp(judgements);
  const byMembers = sumUp(readings);
  const falseAlarms = judgements.filter(isFalseAlarm).map(({ world }) => titleOf(world));
  const report = [
    ...judgements.flatMap(describe),
    ...readings.flatMap((reading, at) => describeReading(judgements[at], reading)),
    ...falseAlarms.map((title) => `ACCUSES THE HONEST: ${title}`),
    `${judgements.length} worlds: ${describeSums(sums)}; by addresses alone ${describeSums(byMembers)}`,
    describeBots(judgements),
  ];
  return { judgements, ...sums, byMembers, falseAlarms, report };
}

interface Sums {
  readonly precision: number;
  readonly recall: number;
}

function sumUp(judgements: readonly Judgement[]): Sums {
  const rows = judgements.flatMap((each) => each.rows);
  const right = rows.filter(({ kind }) => kind === 'right').length;
  const wrong = rows.filter(({ kind }) => kind === 'false').length;
  const found = judgements.reduce((sum, each) => sum + each.found.length, 0);
  const missed = judgements.reduce((sum, each) => sum + each.missed.length, 0);
  const part = (some: number, rest: number) => (some + rest === 0 ? 1 : some / (some + rest));
  return { precision: part(right, wrong), recall: part(found, missed) };
}

const isFalseAlarm = ({ world, rows }: Judgement): boolean =>
  !world.actors.some(({ isSought }) => isSought) && rows.some(({ kind }) => kind === 'false');

const titleOf = ({ name, seed }: ScraperWorld): string => `${name} (seed ${seed})`;

function describe({ world, rows, missed }: Judgement): readonly string[] {
  const title = titleOf(world);
  return [
    ...missed.map(({ id, words, lines, addresses }) => {
      const size = `${lines.length} requests of ${world.lines.length}, ${addresses.length} addresses`;
      return `MISSED ${title}: ${id}, ${words} (${size})`;
    }),
    ...rows.filter(({ kind }) => kind === 'false').map((judged) => describeFalse(title, judged)),
  ];
}

function describeFalse(title: string, { row, actor, covered, pure }: JudgedRow): string {
  const { kind, name, verdict, score, members } = row;
  const nearest =
    actor === null
      ? 'honest clients alone'
      : `${percent(covered)} of ${actor.id}, who has ${percent(pure)} of the row`;
  const reasons = row.reasons.map(({ text }) => text).join(' · ');
  return `FALSE ${title}: ${verdict} ${kind} ${name} at ${score}, ${members.count} addresses: ${nearest}: ${reasons}`;
}

/** Where the two readings of the same rows disagree. */
function describeReading(judged: Judgement | undefined, reading: Judgement): readonly string[] {
  const title = titleOf(reading.world);
  const lost = reading.missed.filter((actor) => !judged?.missed.includes(actor));
  const worse = reading.rows.filter(
    ({ kind }, at) => kind === 'false' && judged?.rows[at]?.kind !== 'false',
  );
  return [
    ...lost.map(({ id }) => `BY ADDRESSES MISSED ${title}: ${id}`),
    ...worse.map((each) => `BY ADDRESSES ${describeFalse(title, each)}`),
  ];
}

/** Nobody has to show them; a stricter reader of the issue would count these too. */
function describeBots(judgements: readonly Judgement[]): string {
  const shown = judgements.reduce((sum, { shownBots }) => sum + shownBots.length, 0);
  const hidden = judgements.reduce((sum, { hiddenBots }) => sum + hiddenBots.length, 0);
  return `declared bots at an honest rate: ${shown} of ${shown + hidden} shown at 50 or above`;
}

const describeSums = ({ precision, recall }: Sums): string =>
  `precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}`;

const percent = (part: number): string => `${Math.round(100 * part)} %`;
