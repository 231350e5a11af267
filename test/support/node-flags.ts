/** The flags that users run Tamarin with: those of `npm run tamarin`. */
import { readFileSync } from 'node:fs';

const { scripts } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
) as { scripts: { tamarin: string } }; // our own file

export const NODE_FLAGS = scripts.tamarin.split(' ').filter((word) => word.startsWith('--'));
