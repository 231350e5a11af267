/** `npm run regexes`: proves every regular expression of src/, and writes the list of those that are safe. */
import { writeFileSync } from 'node:fs';
import { literalsOfSource, PROVED_FILE, printLiteral, prove, provedBy } from './proved-literals.ts';

const safe = literalsOfSource().filter((literal) => prove(literal) === 'safe');
const lines = [...new Set(safe.map(printLiteral))].toSorted();
writeFileSync(PROVED_FILE, `${[provedBy(), ...lines].join('\n')}\n`);
