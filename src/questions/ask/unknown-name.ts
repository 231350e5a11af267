/** The error for a name that is in none of our tables. */
import { TamarinError } from '../../core/error.ts';

export function unknownName(
  what: string,
  name: string,
  table: readonly { readonly name: string }[],
): TamarinError {
  return new TamarinError('usage', `There is no ${what} "${name}".`, {
    hint: `Choose one of: ${table.map((row) => row.name).join(', ')}.`,
  });
}
