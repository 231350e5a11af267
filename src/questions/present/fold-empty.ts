/** Rows in which nothing is, as a line that says how many they are. Pure. */
import { plural } from '../../core/format.ts';

/** One alone is shown: its line would be no shorter. */
const FOLDED_MIN = 2;

/** `… 6 hours without requests` for each run of them; `what`: one row, such as `hour`. */
export function foldEmpty<Row extends object>(
  rows: readonly Row[],
  isEmpty: (row: Row) => boolean,
  what: string,
): readonly (Row | string)[] {
  const shown: (Row | string)[] = [];
  let run: Row[] = [];
  const endRun = (): void => {
    if (run.length < FOLDED_MIN) shown.push(...run);
    else shown.push(`… ${plural(run.length, what)} without requests`);
    run = [];
  };
  for (const row of rows) {
    if (isEmpty(row)) {
      run.push(row);
      continue;
    }
    endRun();
    shown.push(row);
  }
  endRun();
  return shown;
}
