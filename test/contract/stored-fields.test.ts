/** Goal: all fields that an index of a kind may hold, by name: no other is ever stored. */
import { readFileSync } from 'node:fs';
import t from 'tap';

interface Properties {
  readonly [name: string]: { readonly properties?: Properties };
}

const namesOf = (properties: Properties): string =>
  Object.entries(properties)
    .map(([name, inner]) =>
      inner.properties === undefined ? name : `${name}{${namesOf(inner.properties)}}`,
    )
    .sort()
    .join(' ');

// biome-ignore format: a row a kind of index
const FIELDS = {
  records: '@timestamp access_point_arn account acl_required agent_class agent_name as_org asn authentication_type bucket bucket_owner bytes_sent cipher_suite country device download_ppm enriched error_code extension extra_fields folder folder2 folder3 folder4 host_header host_id http_method http_status http_version key key_logged log_key log_line network object_size operation origin os referrer referrer_domain remote_ip remote_ip_logged request_id request_uri requester role signature_version source_region sync_id tls_version total_time turn_around_time url_parameters url_query user_agent version_id',
  ledger: 'attempts bytes delay_s duplicates error etag finished_at first_record_at indexed last_modified last_record_at lines log_key physical_id reader rejected removed size skipped state sync_id',
  quarantine: 'bytes_sent detail first_met_at last_met_at log_key log_line offset reason record_time remote_ip sync_id text times_met',
  syncs: 'alias bytes_read bytes_total cancel_requested_at complete_from duplicates error failures finished_at heartbeat_at idempotency_key indexed kind lines listing listing_ended newest_record_at objects{archived done failed gone growing listed not_a_log skipped} options{from full overwrite to} owner{boot host pid pid_namespace process_started} rejected removed request_digest shipped_from skipped source source_id started_at state sync_id trigger',
} as const;

for (const [kind, names] of Object.entries(FIELDS))
  t.test(`the fields of ${kind}`, async (t) => {
    const file = new URL(`../../index-templates/${kind}.json`, import.meta.url);
    const { mappings } = JSON.parse(readFileSync(file, 'utf8')).template;
    t.equal(mappings.dynamic, 'strict', 'a field of another name is refused');
    t.equal(namesOf(mappings.properties), names);
  });
