/** Question 3: what suggests that bots or malicious users scrape. */
import { terms } from '../build/aggregations.ts';
import { AGENT_COLOURS } from '../build/colours.ts';
import type { Dashboard } from '../build/dashboard.ts';
import { bars, list, markdown } from '../build/visual.ts';
import { MENUS } from './menus.ts';
import { REFUSED_IPS } from './refused.ts';
import { BOTS_TEXT } from './texts.ts';

const AGENT_CLASSES_MAX = 7;

// biome-ignore format: a table, one row a panel
export const BOTS: Dashboard = {
  name: 'bots-and-scrapers',
  title: 'Bots and scrapers',
  description: 'Programs by name and class, and clients that behave like scrapers',
  panels: [
    [[0, 0, 24, 12], markdown('bots-text', 'What do these numbers mean?', BOTS_TEXT)],
    [[24, 0, 24, 12], MENUS],
    [[0, 12, 48, 14], bars({ name: 'classes-over-time', title: 'What kind of program takes bytes, and when?', by: 'bytes', split: terms('agent-class', 'group', AGENT_CLASSES_MAX), colours: AGENT_COLOURS, description: 'Bytes sent by class of user agent; those without a user agent are left out. In UTC and proved: tamarin timeline --by bytes --split agent-class' })],
    [[0, 26, 24, 17], list({ name: 'ips-by-files', title: 'Which clients ask for the most different files?', dimension: 'ip', by: 'distinct(key)', also: ['requests', 'bytes'] })],
    [[24, 26, 24, 17], list({ name: 'networks-by-files', title: 'Which networks ask for the most different files?', dimension: 'network', by: 'distinct(key)', also: ['distinct(ip)', 'requests'] })],
    [[0, 43, 24, 17], REFUSED_IPS],
    [[24, 43, 24, 17], list({ name: 'referrer-domains-by-bytes', title: 'Which web sites link to the files (hot-linking)?', dimension: 'referrer-domain', by: 'bytes', also: ['requests', 'distinct(ip)'] })],
    [[0, 60, 24, 17], list({ name: 'bots-by-bytes', title: 'Which bots take the most bytes?', dimension: 'agent', by: 'bytes', also: ['requests', 'distinct(ip)'], only: { values: { 'agent-class': ['bot'] } } })],
    [[24, 60, 24, 17], list({ name: 'silent-ips-by-bytes', title: 'Which clients that send no user agent take the most bytes?', dimension: 'ip', by: 'bytes', also: ['requests', 'distinct(key)'], only: { without: ['user-agent'] } })],
    [[0, 77, 48, 17], list({ name: 'unknown-agents-by-bytes', title: 'Which user agents that no list knows take the most bytes?', dimension: 'user-agent', by: 'bytes', also: ['requests', 'distinct(ip)'], only: { values: { 'agent-class': ['unknown'] } } })],
  ],
};
