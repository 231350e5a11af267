import { fileURLToPath } from 'node:url';

/** What `up` ships without a source. */
export const SAMPLE_LOGS = fileURLToPath(new URL('../../samples/logs', import.meta.url));

/** The days of their records, whole: dashboards of the last 30 days would show none of them. */
export const SAMPLE_TIME = { from: '2026-01-17T00:00:00.000Z', to: '2026-02-16T00:00:00.000Z' };
