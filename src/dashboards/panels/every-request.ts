/** The search behind the links of clients and files; also a panel of "Search". */
import { EVERY_REQUEST } from '../build/every-request.ts';
import { records } from '../build/saved-search.ts';

export const EVERY_REQUEST_SEARCH = records({
  ...EVERY_REQUEST,
  title: 'Which requests are there, one by one?',
  description:
    'Single records, newest first. Type words of a user agent or referrer into the query bar: user_agent.text : curl',
});
