/**
 * `npm run samples`: makes the sample logs and their answer key again, in the folder above this one.
 */
import { fileURLToPath } from 'node:url';
import { writeSamples } from './write-samples.ts';

const folder = fileURLToPath(new URL('..', import.meta.url));
const { objects, changed, removed } = writeSamples(folder);
console.log(`samples: ${objects} log objects, ${changed} written, ${removed} removed`);
