/** The error of a sync that a signal has stopped. What it shipped is safe and counted. */
import { TamarinError } from '../../core/error.ts';

export const interruptedSync = (): TamarinError =>
  new TamarinError('interrupted', 'The sync was stopped before it finished.', {
    hint: 'Run the same sync again: it continues where it stopped.',
  });
