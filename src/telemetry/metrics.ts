/** The metrics of one process, in a registry of its own: what is counted where, and the text of a scrape. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, Gauge, Histogram, Registry, Summary } from 'prom-client';
import { VERSION } from '../core/version.ts';
import { type Labels, makeLabelLimit } from './label-limit.ts';
import { METRIC_TABLE, type MetricName, type MetricRow } from './metric-table.ts';

const EVENT_LOOP_RESOLUTION_MS = 20;
const NANOSECONDS = 1e9;

interface OneMetric {
  /** Counters go up by it, gauges become it, durations are added. */
  note(value: number, labels?: Labels): void;
}

export class Metrics {
  readonly #registry = new Registry();
  readonly #metrics: Readonly<Record<MetricName, OneMetric>>;
  readonly #eventLoop = monitorEventLoopDelay({ resolution: EVENT_LOOP_RESOLUTION_MS });
  /** Run before each scrape. */
  readonly #collectors: (() => void)[] = [];
  #cpuSecondsBefore = 0;

  constructor() {
    const names = Object.keys(METRIC_TABLE) as MetricName[]; // its own keys
    const made = names.map((name) => [name, makeMetric(name, METRIC_TABLE[name], this.#registry)]);
    this.#metrics = Object.fromEntries(made);
    this.note('tamarin_build_info', 1, { version: VERSION });
    this.note('process_start_time_seconds', Math.round(Date.now() / 1_000 - process.uptime()));
    this.#eventLoop.enable();
  }

  note(name: MetricName, value: number, labels?: Labels): void {
    this.#metrics[name].note(value, labels);
  }

  beforeScrape(collect: () => void): void {
    this.#collectors.push(collect);
  }

  /** Media type of `text()`. */
  get contentType(): string {
    return this.#registry.contentType;
  }

  async text(): Promise<string> {
    for (const collect of this.#collectors) collect();
    this.#noteProcess();
    return this.#registry.metrics();
  }

  /** Ends what watches the event loop. */
  close(): void {
    this.#eventLoop.disable();
  }

  #noteProcess(): void {
    const { user, system } = process.cpuUsage();
    const cpuSeconds = (user + system) / 1e6;
    this.note('process_cpu_seconds_total', cpuSeconds - this.#cpuSecondsBefore);
    this.#cpuSecondsBefore = cpuSeconds;
    this.note('process_resident_memory_bytes', process.memoryUsage.rss());
    const delay = this.#eventLoop;
    if (delay.count === 0) return; // two scrapes at once: the values before hold
    this.note('tamarin_event_loop_delay_p50_seconds', lateSeconds(delay.percentile(50)));
    this.note('tamarin_event_loop_delay_p99_seconds', lateSeconds(delay.percentile(99)));
    this.note('tamarin_event_loop_delay_max_seconds', lateSeconds(delay.max));
    delay.reset();
  }
}

/** Node measures from one tick of its timer to the next: an idle loop would have 20 ms of delay. */
const lateSeconds = (betweenTicksNs: number): number =>
  Math.max(0, betweenTicksNs / NANOSECONDS - EVENT_LOOP_RESOLUTION_MS / 1_000);

function makeMetric(name: MetricName, row: MetricRow, registry: Registry): OneMetric {
  const { kind, help, labels, labelSetsMax, buckets = [] } = row;
  const common = { name, help, labelNames: labels, registers: [registry] };
  const limited = makeLabelLimit(labelSetsMax);
  switch (kind) {
    case 'counter': {
      const counter = new Counter(common);
      return { note: (value, given = {}) => counter.inc(limited(given), value) };
    }
    case 'gauge': {
      const gauge = new Gauge(common);
      return { note: (value, given = {}) => gauge.set(limited(given), value) };
    }
    case 'histogram': {
      const histogram = new Histogram({ ...common, buckets: [...buckets] });
      return { note: (value, given = {}) => histogram.observe(limited(given), value) };
    }
    case 'summary': {
      // Only sum and count: quantiles of one process cannot be added up.
      const summary = new Summary({ ...common, percentiles: [] });
      return { note: (value, given = {}) => summary.observe(limited(given), value) };
    }
    default:
      return kind satisfies never;
  }
}
