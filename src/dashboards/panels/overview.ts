/** How much there is, and when. */
import { filters, terms } from '../build/aggregations.ts';
import { AGENT_COLOURS } from '../build/colours.ts';
import type { Dashboard } from '../build/dashboard.ts';
import { share } from '../build/drawings.ts';
import { bars, figures, list, markdown, vega } from '../build/visual.ts';
import { CLASS_COLOURS, STATUS_CLASSES } from './errors.ts';
import { MENUS } from './menus.ts';
import { OVERVIEW_TEXT } from './texts.ts';

const AGENT_CLASSES_MAX = 7;

// biome-ignore format: a table, one row a panel
export const OVERVIEW: Dashboard = {
  name: 'overview',
  title: 'Overview',
  description: 'How much is requested from the buckets, when, and by what kind of program',
  panels: [
    [[0, 0, 16, 16], markdown('overview-text', 'What do these numbers mean?', OVERVIEW_TEXT)],
    [[16, 0, 32, 7], MENUS],
    [[16, 7, 17, 9], figures({ name: 'totals', title: 'How much in all?', by: ['requests', 'bytes', 'distinct(ip)'], description: 'All records of the time range. Proved by: tamarin top ip' })],
    [[33, 7, 8, 9], figures({ name: 'downloads-total', title: 'How many downloads?', by: ['downloads'], description: 'GETs of objects that were answered with 200 or 206' })],
    [[41, 7, 7, 9], vega({ name: 'error-share', title: 'How many errors?', spec: share('errors', 'requests with status 400 or more'), description: 'Requests with a status of 400 or more, of all requests. Proved by: tamarin timeline --by errors' })],
    [[0, 16, 24, 14], bars({ name: 'bytes-over-time', title: 'When are most bytes sent?', by: 'bytes', description: 'Bytes sent. In UTC and proved: tamarin timeline --by bytes' })],
    [[24, 16, 24, 14], bars({ name: 'requests-over-time', title: 'What kind of program sends requests, and when?', by: 'requests', split: terms('agent-class', 'group', AGENT_CLASSES_MAX), colours: AGENT_COLOURS, description: 'Requests by class of user agent; those without a user agent are left out. In UTC and proved: tamarin timeline --by requests --split agent-class' })],
    [[0, 30, 24, 14], bars({ name: 'downloads-over-time', title: 'When are files downloaded?', by: 'downloads', description: 'GETs of objects that were answered with 200 or 206. In UTC and proved: tamarin timeline --by downloads' })],
    [[24, 30, 24, 14], bars({ name: 'error-share-over-time', title: 'What part of the requests fails, and when?', by: 'requests', split: filters('group', STATUS_CLASSES), colours: CLASS_COLOURS, isShare: true, description: 'Each time is a whole. In UTC and proved: tamarin timeline --by requests --split status-class' })],
    [[0, 44, 24, 17], list({ name: 'buckets-by-bytes', title: 'Which buckets send the most bytes?', dimension: 'bucket', by: 'bytes', also: ['requests', 'distinct(ip)'] })],
    [[24, 44, 24, 17], list({ name: 'operations-by-requests', title: 'What is done most often?', dimension: 'operation', by: 'requests', also: ['bytes'] })],
  ],
};
