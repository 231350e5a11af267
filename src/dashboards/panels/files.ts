/** Question 2: what is downloaded most. */
import type { Dashboard } from '../build/dashboard.ts';
import { list, markdown } from '../build/visual.ts';
import { MENUS } from './menus.ts';
import { FILES_TEXT } from './texts.ts';

// biome-ignore format: a table, one row a panel
export const FILES: Dashboard = {
  name: 'files',
  title: 'Files',
  description: 'Which files, folders and kinds of files are taken most',
  panels: [
    [[0, 0, 24, 10], markdown('files-text', 'What do these numbers mean?', FILES_TEXT)],
    [[24, 0, 24, 10], MENUS],
    [[0, 10, 24, 17], list({ name: 'keys-by-bytes', title: 'Which files send the most bytes?', dimension: 'key', by: 'bytes', also: ['requests', 'full-downloads'] })],
    [[24, 10, 24, 17], list({ name: 'keys-by-full-downloads', title: 'Which files are downloaded in full most often?', dimension: 'key', by: 'full-downloads', also: ['bytes'] })],
    [[0, 27, 24, 17], list({ name: 'keys-by-downloads', title: 'Which files are downloaded most often, parts counted?', dimension: 'key', by: 'downloads', also: ['bytes'] })],
    [[24, 27, 24, 17], list({ name: 'keys-by-clients', title: 'Which files do the most different clients ask for?', dimension: 'key', by: 'distinct(ip)', also: ['bytes'] })],
    [[0, 44, 24, 17], list({ name: 'folders-by-bytes', title: 'Which folders send the most bytes?', dimension: 'folder', by: 'bytes', also: ['requests', 'full-downloads'] })],
    [[24, 44, 24, 17], list({ name: 'extensions-by-bytes', title: 'Which kinds of files send the most bytes?', dimension: 'extension', by: 'bytes', also: ['requests', 'full-downloads'] })],
  ],
};
