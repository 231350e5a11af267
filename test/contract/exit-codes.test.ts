/** Goal: scripts go by the exit code; that of an error never changes. */
import t from 'tap';
import { stopExitCode } from '../../src/cli/stop-reason.ts';
import { syncExitCode } from '../../src/cli/sync-command.ts';
import { ERROR_TABLE } from '../../src/core/error.ts';
import type { SyncReport } from '../../src/sync/run/sync-report.ts';

t.test('the exit code of each error', async (t) => {
  const exitCodes = Object.entries(ERROR_TABLE).map(([code, { exitCode }]) => [code, exitCode]);
  t.strictSame(Object.fromEntries(exitCodes), {
    usage: 2,
    config_invalid: 78,
    grain_mismatch: 78,
    source_empty: 1,
    source_not_logs: 1,
    source_unreachable: 5,
    source_denied: 4,
    opensearch_unreachable: 5,
    opensearch_unsupported: 5,
    opensearch_denied: 4,
    opensearch_failed: 1,
    dashboards_unreachable: 5,
    dashboards_denied: 4,
    dashboards_failed: 1,
    mapping_conflict: 1,
    engine_requirement: 5,
    engine_failed: 5,
    data_dir_unusable: 4,
    port_taken: 1,
    question_failed: 1,
    no_records: 1,
    client_unknown: 1,
    question_too_large: 1,
    question_timed_out: 1,
    index_closed: 1,
    index_unavailable: 1,
    opensearch_overloaded: 1,
    cursor_expired: 1,
    output_failed: 1,
    sync_cancelled: 1,
    interrupted: 130,
    internal: 1,
  });
});

t.test('the exit code of a signal', async (t) => {
  const signals = ['SIGHUP', 'SIGINT', 'SIGTERM', 'pipe_closed', 'output_failed'] as const;
  t.strictSame(signals.map(stopExitCode), [129, 130, 143, 0, 1]);
});

t.test(
  'the exit code of a sync: 3 where log objects failed, with --strict also for rejects',
  async (t) => {
    const report = (failed: number, rejected: number) =>
      ({ objects: { failed }, rejected }) as SyncReport; // what the code is made of
    t.equal(syncExitCode(report(0, 5), {}), 0);
    t.equal(syncExitCode(report(1, 0), {}), 3);
    t.equal(syncExitCode(report(0, 5), { strict: true }), 3);
    t.equal(syncExitCode(report(0, 0), { strict: true }), 0);
  },
);
