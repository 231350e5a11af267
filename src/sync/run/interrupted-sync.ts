/** The error of a sync that a signal has stopped. What it shipped is safe and counted. */
import { TamarinError } from '../../core/error.ts';

export const interruptedSync = (): TamarinError =>
  new TamarinError('interrupted', 'The sync was stopped before its end.', {
    hint: 'Run the same sync again: it goes on where it stopped.',
  });
