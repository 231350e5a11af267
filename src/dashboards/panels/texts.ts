/** What the panels of text say. */
import { formatCount } from '../../core/format.ts';
import { LIST_GROUPS_MAX } from '../build/list-groups-max.ts';

const UP_TO = formatCount(LIST_GROUPS_MAX);

const TIMES =
  'S3 delivers access logs late: the newest hours are not complete. Charts over time are cut in the time zone of your browser, not in UTC, unless the setting `dateFormat:tz` is `UTC`.';

export const OVERVIEW_TEXT = `- **Requests** are records of the access log, one each.
- **Bytes** are what S3 sent; 1 GB is 1,000 MB.
- **Downloads** are GETs of an object that were answered with 200 or 206; a file in 40 parts makes 40.
- **IP addresses** are estimated above 3,000.
- **Errors** are requests with a status of 400 or more.

${TIMES}`;

export const LISTS_TEXT = `- **Bytes** are what S3 sent; **requests** are records of the access log; **downloads** are GETs that were answered with 200 or 206.
- A number under **Keys** or **IP addresses** is how many different ones there were.
- **Lists** are exact up to ${UP_TO} different values a month. The note beside a list's title names the command that proves it for any number.

Click an address or a network to see its single requests.`;

export const COMPARISON_TEXT = `**Mean**: bytes or requests of all IP addresses ÷ number of IP addresses. **Median**: half of them take less. A few heavy ones raise the mean, hardly the median: many times the median is unusual.

Exact up to ${UP_TO} IP addresses in the time range; with more, mean and median are those of the first ${UP_TO}. For any number: \`tamarin compare ip\`.`;

export const FILES_TEXT = `- **Bytes** are what costs money: one large file can outweigh a thousand small ones.
- **Full downloads** add up the parts: a file that was fetched in 40 ranges was downloaded once. They are the fairest measure of what people take.

Files of the same name in several buckets are one row: choose a bucket in the menu. Lists are exact up to ${UP_TO} different values a month. Click a file to see its single requests.`;

export const BOTS_TEXT = `**Class** is what kind of program the user agent names. It can be forged: a scraper that calls itself a browser counts as one.

Signs of a scraper: many *different* files (keys) for one client or network, many 403 and 404, no user agent or one that no list knows. A web site that is not yours and that sends you much traffic links to your files (hot-linking).

Lists are exact up to ${UP_TO} different values a month; one with no results has nothing to show. Click an address or a network to see its single requests.`;

export const ERRORS_TEXT = `- **4xx** are errors of the caller: 403 not allowed, 404 not there. **5xx** are S3's own; \`SlowDown\` (503) asks the caller to slow down.
- **Total time** runs from the request's arrival to the last byte sent, so it grows with the file and with a slow receiver. **Turn-around time** is S3's own part of it. Both are in milliseconds.

Percentiles are estimates. ${TIMES}`;

export const SEARCH_TEXT = `Type into the query bar; every panel below follows.

- words of a user agent, in any case: \`user_agent.text : (python and requests)\`
- words of a referrer: \`referrer.text : forum\`
- a folder: \`key : podcasts/*\`
- a network: \`remote_ip : "192.0.2.0/24"\`
- large answers: \`bytes_sent > 1000000000\`

Discover counts and lists records. It adds nothing up: sums are in the other dashboards, and in \`tamarin top\`.`;
