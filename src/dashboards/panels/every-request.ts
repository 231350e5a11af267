/** The search behind the links of clients and files; also a panel of "Search". */
import { EVERY_REQUEST } from '../build/field-formats.ts';
import { records } from '../build/saved-search.ts';

export const EVERY_REQUEST_SEARCH = records({
  name: EVERY_REQUEST,
  title: 'Which requests are there, one by one?',
  description:
    'Single records, newest first. Type words of a user agent or referrer into the query bar: user_agent.text : curl',
  columns: ['remote_ip', 'operation', 'key', 'http_status', 'bytes_sent', 'user_agent', 'referrer'],
});
