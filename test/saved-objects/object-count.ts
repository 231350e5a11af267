/** How many saved objects the file with all dashboards holds. */
import { readFileSync } from 'node:fs';

const FILE = new URL('../../dashboards/tamarin.ndjson', import.meta.url);

export const OBJECT_COUNT = readFileSync(FILE, 'utf8').trimEnd().split('\n').length;
