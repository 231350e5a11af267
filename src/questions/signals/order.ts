/** Order: a program goes through a list of names. Players do so too, within a series. */
import { formatPart } from '../../core/format.ts';
import { isOneSeries } from './breadth.ts';
import { clamp, type Finding, type Signal } from './signal.ts';

/** By chance, 30 files in no order reach 0.4 once in a thousand times. */
const FILES_MIN = 30;
const [TAU_FROM, TAU_TO] = [0.5, 0.9];
const WEIGHT = 0.45;
/** Players fetch episodes in order, and readers a series: as many files as others, too. */
const OF_A_SERIES = 0.2;

export const order: Signal = {
  signal: 'order',
  source: '`key`, `@timestamp`',
  family: 'order',
  meaning:
    'how far the first request of each file follows the order of their names (Kendall’s tau-b)',
  unit: '0 to 1',
  find: (subject, { files: usual }): Finding | null => {
    const { followsNames: tau, files, people } = subject;
    if (tau === null || files < FILES_MIN || tau < TAU_FROM) return null;
    if (subject.actor.kind === 'referrer-domain') return null;
    const weight = WEIGHT * clamp((tau - TAU_FROM) / (TAU_TO - TAU_FROM));
    return {
      weight: isOneSeries(subject) || files / people <= usual.far ? weight * OF_A_SERIES : weight,
      value: tau,
      usual: 0,
      text: `asks for files in alphabetical order (order score ${formatPart(tau)}; random order scores 0)`,
    };
  },
};
