/**
 * What a careful engineer writes in an afternoon, the yardstick of `npm run bench sync`: one
 * expression, an object and its hash for an id, helpers.bulk. `careful-script.ts <folder> <url> <index>`
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { Client } from '@opensearch-project/opensearch';

const [folder = '', node = '', index = ''] = process.argv.slice(2);
const LINE =
  /^(\S+) (\S+) \[([^\]]+)\] (\S+) (\S+) (\S+) (\S+) (\S+) (?:"(.*?)"|-) (\d{3}|-) (\S+) (\d+|-) (\d+|-) (\d+|-) (\d+|-) (?:"(.*?)"|-) (?:"(.*?)"|-) (\S+)(?: (\S+))?(?: (\S+))?(?: (\S+))?(?: (\S+))?(?: (\S+))?(?: (\S+))?(?: (\S+))?(?: (\S+))?/;
// biome-ignore format: a list
const NAMES = ['bucket_owner', 'bucket', 'time', 'remote_ip', 'requester', 'request_id', 'operation', 'key', 'request_uri', 'http_status', 'error_code', 'bytes_sent', 'object_size', 'total_time', 'turn_around_time', 'referrer', 'user_agent', 'version_id', 'host_id', 'signature_version', 'cipher_suite', 'authentication_type', 'host_header', 'tls_version', 'access_point_arn', 'acl_required'];
const NUMBERS = new Set([
  'http_status',
  'bytes_sent',
  'object_size',
  'total_time',
  'turn_around_time',
]);

async function* documents(): AsyncGenerator<Record<string, unknown>> {
  for (const file of readdirSync(folder).toSorted())
    for (const line of gunzipSync(readFileSync(`${folder}/${file}`))
      .toString('utf8')
      .split('\n')) {
      const match = LINE.exec(line);
      if (match === null) continue;
      const document: Record<string, unknown> = { line };
      for (const [at, name] of NAMES.entries()) {
        const value = match[at + 1];
        if (value !== undefined && value !== '-')
          document[name] = NUMBERS.has(name) ? Number(value) : value;
      }
      const [date = '', hours, minutes, seconds] = String(document.time).split(/[: ]/);
      const at = `${date.replaceAll('/', ' ')} ${hours}:${minutes}:${seconds} UTC`;
      document['@timestamp'] = new Date(at).toISOString();
      delete document.time;
      yield document;
    }
}

const client = new Client({ node });
const { failed, successful } = await client.helpers.bulk<Record<string, unknown>>({
  datasource: documents(),
  onDocument: (document) => {
    const _id = createHash('sha256').update(String(document.line)).digest('base64url').slice(0, 20);
    delete document.line;
    return { create: { _index: index, _id } };
  },
});
await client.close();
console.log(JSON.stringify({ failed, successful }));
