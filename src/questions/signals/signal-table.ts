/** Every signal once: what it means, and its family. Docs are drawn from here. */
import { breadth, coverage } from './breadth.ts';
import { heads, lists, missed } from './errors.ts';
import { embedded, foreignPage } from './hotlink.ts';
import { declared, foreignAccount, noReferrer, program, rotation } from './identity.ts';
import { order } from './order.ts';
import { repeats, volume } from './repetition.ts';
import type { Signal } from './signal.ts';
import { manyNames, once, sameHands } from './spread.ts';
import { burst, night, sleepless, steady } from './time.ts';

export const SIGNAL_TABLE: readonly Signal[] = [
  breadth,
  coverage,
  order,
  night,
  sleepless,
  steady,
  burst,
  missed,
  heads,
  lists,
  declared,
  program,
  noReferrer,
  rotation,
  foreignAccount,
  manyNames,
  once,
  sameHands,
  repeats,
  volume,
  foreignPage,
  embedded,
];
