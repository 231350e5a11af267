/** `npm run dashboards`: writes `dashboards/` from the tables of the code. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dashboardFiles, TARGET } from '../../src/dashboards/dashboard-files.ts';

const FOLDER = new URL('../../dashboards/', import.meta.url);

mkdirSync(FOLDER, { recursive: true });
for (const { name, text } of dashboardFiles(TARGET)) writeFileSync(new URL(name, FOLDER), text);
