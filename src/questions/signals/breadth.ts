/** Different files: people ask for few, and for those that others ask for too. */
import { formatCount, plural } from '../../core/format.ts';
import { spanHours } from '../evidence/hours.ts';
import { NOVELTY_FAR } from '../evidence/popularity.ts';
import { classPart, isOne, isOneClient, type Subject } from '../evidence/subject.ts';
import { type Finding, rise, type Signal } from './signal.ts';

/** At the border of what is usual it weighs as much, at eight times that the most. */
const [WEIGHT_MIN, WEIGHT_MAX, TIMES_MAX] = [0.2, 0.5, 8];
/** Of what is explained in another way. */
const EXPLAINED = 0.35;
/** No person sees so many different files in an hour. */
const FILES_AN_HOUR = 3_000;

export const breadth: Signal = {
  signal: 'files',
  source: '`key`',
  family: 'breadth',
  meaning: 'different files, against those of the usual client (a network: of the usual network)',
  unit: 'files',
  find: (subject, { files, networkFiles }): Finding | null => {
    if (!isOneClient(subject) && subject.actor.kind !== 'network') return null;
    const usual = subject.actor.kind === 'network' ? networkFiles : files;
    const own = subject.files / subject.people;
    if (own <= usual.far) return null;
    const much = rise(own, usual.far, usual.far * TIMES_MAX);
    const weight = WEIGHT_MIN + (WEIGHT_MAX - WEIGHT_MIN) * much;
    const hours = Math.ceil(spanHours(subject.hours));
    const isBeyond =
      isOne(subject) && own / Math.max(1, subject.hours.startMs.length) > FILES_AN_HOUR;
    return {
      weight: isOneSeries(subject) ? weight * EXPLAINED : weight,
      value: subject.files,
      usual: usual.median,
      text: `fetched ${formatCount(subject.files)} different files in ${plural(hours, 'hour')}; the usual ${subject.actor.kind === 'network' ? 'network' : 'client'} fetches ${formatCount(usual.median)}`,
      ...(isBeyond ? { isBeyondAnyone: true } : {}),
    };
  },
};

/** A reader of a tenth of everything is busy, of a half is none. */
const [COVERAGE_FROM, COVERAGE_TO] = [0.1, 0.5];
/** Of a handful of files, half are soon seen. */
const FILES_MIN = 150;

export const coverage: Signal = {
  signal: 'coverage',
  source: '`key`',
  family: 'breadth',
  meaning: 'different files, against all that anybody asked for',
  unit: 'files',
  find: (subject): Finding | null => {
    const { coverage, files, novelty } = subject;
    if (!isOneClient(subject) && subject.actor.kind !== 'network') return null;
    if (files < FILES_MIN || coverage < COVERAGE_FROM || novelty < NOVELTY_FAR) return null;
    return {
      weight: 0.4 * rise(coverage, COVERAGE_FROM, COVERAGE_TO),
      value: files,
      usual: null,
      text: `went through more than ${partWords(coverage)} of all files that anybody asked for`,
      ...(coverage >= COVERAGE_TO && isOne(subject) && classPart(subject, 'player') < NEARLY_ALL
        ? { isBeyondAnyone: true }
        : {}),
    };
  },
};

/** In words, because the number of all files is an estimate. */
function partWords(part: number): string {
  if (part >= COVERAGE_TO) return 'half';
  return part >= 1 / 4 ? 'a quarter' : 'a tenth';
}

/** Nearly all of its files. */
const NEARLY_ALL = 0.9;
/** Of all files: a series is never as much of a library. */
const SERIES_COVERAGE_MAX = 0.25;

/** Somebody who takes a series, or whose player does: all of it, in order, and nothing else. */
export const isOneSeries = (subject: Subject): boolean =>
  subject.coverage < SERIES_COVERAGE_MAX &&
  (subject.topDirectoryFiles >= NEARLY_ALL * subject.files ||
    classPart(subject, 'player') >= NEARLY_ALL);
