/** Question 3: what suggests that bots or malicious users scrape. */
import { terms } from '../build/aggregations.ts';
import { AGENT_COLOURS } from '../build/colours.ts';
import type { Dashboard } from '../build/dashboard.ts';
import { bars, list, markdown } from '../build/visual.ts';
import { MENUS } from './menus.ts';
import { BOTS_TEXT } from './texts.ts';

const AGENT_CLASSES_MAX = 7;
const REFUSED = { values: { status: ['403', '404'] } };

// biome-ignore format: a table, one row a panel
export const BOTS: Dashboard = {
  name: 'bots-and-scrapers',
  title: 'Bots and scrapers',
  description: 'Programs by name and class, and clients that behave like scrapers',
  panels: [
    [[0, 0, 24, 12], markdown('bots-text', 'What do these numbers mean?', BOTS_TEXT)],
    [[24, 0, 24, 12], MENUS],
    [[0, 12, 48, 14], bars({ name: 'classes-over-time', title: 'What kind of program takes bytes, and when?', by: 'bytes', split: terms('agent-class', 'group', AGENT_CLASSES_MAX), colours: AGENT_COLOURS, description: 'Bytes sent by class of user agent; those without a user agent are left out. In UTC and proved: tamarin timeline --by bytes --split agent-class' })],
    [[0, 26, 24, 20], list({ name: 'bots-by-bytes', title: 'Which bots take the most bytes?', dimension: 'agent', by: 'bytes', also: ['requests', 'distinct(ip)'], only: { values: { 'agent-class': ['bot'] } } })],
    [[24, 26, 24, 20], list({ name: 'unknown-agents-by-bytes', title: 'Which user agents that no list knows take the most bytes?', dimension: 'user-agent', by: 'bytes', also: ['requests', 'distinct(ip)'], only: { values: { 'agent-class': ['unknown'] } } })],
    [[0, 46, 24, 20], list({ name: 'ips-by-files', title: 'Which clients ask for the most different files?', dimension: 'ip', by: 'distinct(key)', also: ['requests', 'bytes'] })],
    [[24, 46, 24, 20], list({ name: 'silent-ips-by-bytes', title: 'Which clients that send no user agent take the most bytes?', dimension: 'ip', by: 'bytes', also: ['requests', 'distinct(key)'], only: { without: ['user-agent'] } })],
    [[0, 66, 24, 20], list({ name: 'refused-ips', title: 'Which clients get the most 403 and 404?', dimension: 'ip', by: 'requests', also: ['distinct(key)'], only: REFUSED })],
    [[24, 66, 24, 20], list({ name: 'referrer-domains-by-bytes', title: 'Which web sites link to the files (hot-linking)?', dimension: 'referrer-domain', by: 'bytes', also: ['requests', 'distinct(ip)'] })],
  ],
};
