/** `npm run ranks`: writes biome.ranks.json anew from the table of rooms. */
import { writeFileSync } from 'node:fs';
import { ranksConfig } from './ranks-config.ts';

const FILE = new URL('../../biome.ranks.json', import.meta.url);

writeFileSync(FILE, `${JSON.stringify(ranksConfig(), null, 2)}\n`);
