/** What kind of request a record is, as queries that every pass shares. */
import type { Query } from '../ask/scope.ts';

const anyOf = (field: string, values: readonly (string | number)[]): Query => ({
  terms: { [field]: values },
});

/** Refused, or of what is not there. */
export const MISSED: Query = anyOf('http_status', [403, 404]);
/** Asks about a file without fetching it. */
export const HEAD: Query = anyOf('operation', ['REST.HEAD.OBJECT', 'WEBSITE.HEAD.OBJECT']);
/** Asks what files there are. */
export const LIST: Query = anyOf('operation', [
  'REST.GET.BUCKET',
  'REST.GET.BUCKETVERSIONS',
  'REST.GET.OBJECTVERSIONS',
  'REST.GET.UPLOADS',
]);
/** A part of a file, as players fetch them. */
export const PARTIAL: Query = anyOf('http_status', [206]);
export const WITHOUT_REFERRER: Query = { bool: { must_not: [{ exists: { field: 'referrer' } }] } };
