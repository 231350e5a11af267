/** What S3 refused or did not find: a sign of clients that guess names. */
import { list } from '../build/visual.ts';

export const REFUSED = { values: { status: ['403', '404'] } };

export const REFUSED_IPS = list({
  ...{ name: 'refused-ips', title: 'Which clients get the most 403 and 404?' },
  ...{ dimension: 'ip', by: 'requests', also: ['distinct(key)'], only: REFUSED },
});
