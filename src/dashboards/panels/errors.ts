/** What fails, and what is slow. */
import { filters, percentiles } from '../build/aggregations.ts';
import { BLUE, GREEN, ORANGE, VERMILION } from '../build/colours.ts';
import type { Dashboard } from '../build/dashboard.ts';
import { bars, line, list, markdown } from '../build/visual.ts';
import { MENUS } from './menus.ts';
import { REFUSED, REFUSED_IPS } from './refused.ts';
import { ERRORS_TEXT } from './texts.ts';

/** In DQL, by name. */
export const STATUS_CLASSES = {
  '2xx sent': 'http_status >= 200 and http_status < 300',
  '3xx moved or cached': 'http_status >= 300 and http_status < 400',
  '4xx refused': 'http_status >= 400 and http_status < 500',
  '5xx failed': 'http_status >= 500',
};

export const CLASS_COLOURS: Readonly<Record<keyof typeof STATUS_CLASSES, string>> = {
  '2xx sent': BLUE,
  '3xx moved or cached': GREEN,
  '4xx refused': ORANGE,
  '5xx failed': VERMILION,
};

/** No more: a legend cuts off what has more than about 20 letters. */
const PERCENTILES_OF = 'ms';
const PERCENTILE_COLOURS = {
  [`50th percentile of ${PERCENTILES_OF}`]: BLUE,
  [`95th percentile of ${PERCENTILES_OF}`]: ORANGE,
  [`99th percentile of ${PERCENTILES_OF}`]: VERMILION,
};

// biome-ignore format: a table, one row a panel
export const ERRORS: Dashboard = {
  name: 'errors-and-speed',
  title: 'Errors and speed',
  description: 'What fails, what is slow, and since when',
  panels: [
    [[0, 0, 24, 12], markdown('errors-text', 'What do these numbers mean?', ERRORS_TEXT)],
    [[24, 0, 24, 12], MENUS],
    [[0, 12, 24, 14], bars({ name: 'statuses-over-time', title: 'How are requests answered, and since when?', by: 'requests', split: filters('group', STATUS_CLASSES), colours: CLASS_COLOURS, description: 'Requests by class of status. In UTC and proved: tamarin timeline --by requests --split status-class' })],
    [[24, 12, 24, 14], line({ name: 'turn-around', title: 'How long does S3 take to answer?', agg: percentiles('turn_around_time', [50, 95, 99], PERCENTILES_OF), label: 'Turn-around time (ms)', hasLegend: true, colours: PERCENTILE_COLOURS, description: 'Half of the requests are faster than the lowest line, 99 of 100 than the highest. Estimates; in UTC: tamarin timeline --by turn-around-time-p95' })],
    [[0, 26, 24, 17], list({ name: 'error-codes', title: 'What goes wrong most often?', dimension: 'error', by: 'requests', also: ['distinct(ip)', 'distinct(key)'] })],
    [[24, 26, 24, 17], list({ name: 'failing-keys', title: 'Which files get the most 403 and 404?', dimension: 'key', by: 'requests', also: ['distinct(ip)'], only: REFUSED })],
    [[0, 43, 18, 17], REFUSED_IPS],
    [[18, 43, 30, 17], list({ name: 'slowest-keys', title: 'Which files had the slowest request (ms)?', dimension: 'key', by: 'total-time-max', also: ['total-time-avg', 'requests'] })],
  ],
};
