/** Records for the questions' benchmark, made by counting: client after client of a crowd. */

import { formatEnriched, NO_FILES } from '../../src/core/enriched.ts';
import { whatEnriches } from '../../src/enrich/what-enriches.ts';

/** Today, without address files. */
const ENRICHED = formatEnriched({ ...whatEnriches(), files: NO_FILES });

const MONTHS = ['2026-01', '2026-02', '2026-03'];
const RECORDS_PER_CLIENT = 10;
const KEYS = 5_000;
const AGENTS = ['Chrome', 'Safari', 'VLC', 'AppleCoreMedia', 'Googlebot', 'GPTBot', 'curl'];

export const clientsOf = (records: number): number => Math.ceil(records / RECORDS_PER_CLIENT);

/** Spreads counting over everything, and gives the same every time (Knuth's multiplicative hash). */
const scatter = (index: number, salt: number): number =>
  (Math.imul(index + salt, 2_654_435_761) ^ Math.imul(index ^ salt, 40_503)) >>> 0;

/** Every client has its ten records; a tenth of all requests goes to a few that come very often. */
function clientOf(index: number, records: number): number {
  const crowd = clientsOf(records);
  return index % RECORDS_PER_CLIENT === 0
    ? Math.floor(crowd / (1 + (scatter(index, 7) % 1_000))) % crowd
    : Math.floor(index / RECORDS_PER_CLIENT);
}

/** Two lines of a bulk request. */
export function bulkLines(index: number, records: number, prefix: string): string {
  const month = MONTHS[scatter(index, 3) % MONTHS.length];
  const client = clientOf(index, records);
  const key = scatter(index, 11) % KEYS;
  const agent = AGENTS[scatter(client, 5) % AGENTS.length];
  const size = 1_000_000 + key * 1_000;
  const sent = scatter(index, 13) % size;
  const address = `10.${client >>> 16}.${(client >>> 8) & 255}.${client & 255}`;
  const day = String(1 + (scatter(index, 17) % 28)).padStart(2, '0');
  const hour = String(scatter(index, 19) % 24).padStart(2, '0');
  return (
    `{"index":{"_index":"${prefix}-records-${month}"}}\n` +
    `{"@timestamp":"${month}-${day}T${hour}:00:00Z","bucket":"media","remote_ip":"${address}",` +
    `"network":"10.${client >>> 16}.${(client >>> 8) & 255}.0/24","operation":"REST.GET.OBJECT",` +
    `"key":"episodes/episode-${key}.mp3","folder":"episodes","extension":"mp3","http_status":${sent % 3 === 0 ? 200 : 206},` +
    `"bytes_sent":${sent},"object_size":${size},"download_ppm":${Math.round((sent / size) * 1_000_000)},` +
    `"user_agent":"${agent}/${1 + (client % 40)}.0","agent_name":"${agent}","agent_class":"player","enriched":"${ENRICHED}"}\n`
  );
}
