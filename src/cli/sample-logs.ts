import { fileURLToPath } from 'node:url';

/** What `up` ships without a source. */
export const SAMPLE_LOGS = fileURLToPath(new URL('../../samples/logs', import.meta.url));
