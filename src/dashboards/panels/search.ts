/** Single records: by words, and of the kinds that owners ask for. */
import type { Dashboard } from '../build/dashboard.ts';
import { records } from '../build/saved-search.ts';
import { markdown } from '../build/visual.ts';
import { EVERY_REQUEST_SEARCH } from './every-request.ts';
import { MENUS } from './menus.ts';
import { SEARCH_TEXT } from './texts.ts';

// biome-ignore format: a table, one row a panel
export const SEARCH: Dashboard = {
  name: 'search',
  title: 'Search',
  description: 'Single requests, by words of user agent and referrer, and of kinds that matter',
  panels: [
    [[0, 0, 24, 14], markdown('search-text', 'How do I search?', SEARCH_TEXT)],
    [[24, 0, 24, 14], MENUS],
    [[0, 14, 48, 20], EVERY_REQUEST_SEARCH],
    [[0, 34, 48, 16], records({ name: 'deletes', title: 'Who deleted what?', columns: ['requester', 'remote_ip', 'operation', 'key', 'http_status', 'version_id'], only: { values: { operation: ['*DELETE*'] } }, description: 'Deletes, newest first; S3.EXPIRE.OBJECT (a rule of yours) is none. The same: tamarin records --operation \'*DELETE*\'' })],
    [[0, 50, 48, 16], records({ name: 'access-denied', title: 'Who was refused?', columns: ['remote_ip', 'requester', 'operation', 'key', 'error_code', 'user_agent'], only: { values: { status: ['403'] } }, description: 'Requests answered with 403, newest first. The same: tamarin records --status 403' })],
    [[0, 66, 48, 16], records({ name: 'presigned', title: 'Who uses presigned URLs?', columns: ['remote_ip', 'requester', 'operation', 'key', 'http_status', 'bytes_sent', 'user_agent'], only: { values: { authentication: ['QueryString'] } }, description: 'Requests signed in their query string, newest first; the requester is who signed. The same: tamarin records --authentication QueryString' })],
  ],
};
