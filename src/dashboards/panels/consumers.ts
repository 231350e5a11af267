/** Question 1 and 4: who takes the most, and how much more than an average client that is. */
import { formatCount } from '../../core/format.ts';
import type { Dashboard } from '../build/dashboard.ts';
import { comparison } from '../build/drawings.ts';
import { LIST_GROUPS_MAX } from '../build/list-groups-max.ts';
import { list, markdown, vega } from '../build/visual.ts';
import { MENUS } from './menus.ts';
import { COMPARISON_TEXT, LISTS_TEXT } from './texts.ts';

const EXACT_TO = `Exact up to ${formatCount(LIST_GROUPS_MAX)} IP addresses in the time range.`;

// biome-ignore format: a table, one row a panel
export const CONSUMERS: Dashboard = {
  name: 'consumers',
  title: 'Consumers',
  description: 'Who takes the most, by bytes, requests and downloads, and how that compares with the average client',
  panels: [
    [[0, 0, 24, 11], markdown('consumers-text', 'What do these numbers mean?', LISTS_TEXT)],
    [[24, 0, 24, 11], MENUS],
    [[0, 11, 24, 17], list({ name: 'ips-by-bytes', title: 'Who takes the most bytes?', dimension: 'ip', by: 'bytes', also: ['requests', 'distinct(key)'] })],
    [[24, 11, 24, 17], list({ name: 'ips-by-requests', title: 'Who sends the most requests?', dimension: 'ip', by: 'requests', also: ['bytes', 'distinct(key)'] })],
    [[0, 28, 24, 15], vega({ name: 'compare-bytes', title: 'How many times the average bytes do the top ten take?', spec: comparison('ip', 'bytes'), description: `${EXACT_TO} Proved for any number by: tamarin compare ip --by bytes` })],
    [[24, 28, 24, 15], vega({ name: 'compare-requests', title: 'How many times the average requests do the top ten send?', spec: comparison('ip', 'requests'), description: `${EXACT_TO} Proved for any number by: tamarin compare ip --by requests` })],
    [[0, 43, 48, 6], markdown('comparison-text', 'What is the average?', COMPARISON_TEXT)],
    [[0, 49, 24, 17], list({ name: 'ips-by-downloads', title: 'Who downloads the most?', dimension: 'ip', by: 'downloads', also: ['bytes', 'distinct(key)'] })],
    [[24, 49, 24, 17], list({ name: 'networks-by-bytes', title: 'Which networks take the most bytes?', dimension: 'network', by: 'bytes', also: ['requests', 'distinct(ip)'] })],
    [[0, 66, 48, 17], list({ name: 'requesters-by-bytes', title: 'Which requesters take the most bytes?', dimension: 'requester', by: 'bytes', also: ['requests', 'distinct(ip)'] })],
  ],
};
