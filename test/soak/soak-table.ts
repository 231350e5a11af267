/** Tests that `npm test` runs at a part of their size, with what makes them whole. */

export interface SoakRow {
  readonly file: string;
  readonly variable: string;
  readonly value: number;
  readonly shows: string;
}

// biome-ignore format: a table, one row a test
export const SOAK_TABLE: readonly SoakRow[] = [
  { file: 'test/integration/http-service.test.ts', variable: 'TAMARIN_STOPS', value: 50, shows: '50 stops of the service, each within 10 s' },
  { file: 'test/integration/http-load.test.ts', variable: 'TAMARIN_LOAD_SECONDS', value: 60, shows: '200 GETs a second for 60 s beside syncs' },
  { file: 'test/integration/s3-faults.test.ts', variable: 'TAMARIN_S3_MIX', value: 10_000, shows: '20 faults of S3 mixed over 10,000 log objects' },
  { file: 'test/integration/parse-command.test.ts', variable: 'TAMARIN_PARSE_BYTES', value: 100_000_000, shows: '100 MB of lines are parsed in 180 MiB' },
  { file: 'test/parse/parse-line-properties.test.ts', variable: 'TAMARIN_PARSE_RUNS', value: 100_000, shows: 'what holds for every line, tried on 850,000' },
  { file: 'test/containers/cluster.test.ts', variable: 'TAMARIN_CLUSTER_LINES', value: 100_000, shows: 'three nodes in containers: one killed, one cut off, all restarted, each during a sync of 100,000 lines by two shippers' },
  { file: 'test/source/s3/list-million.test.ts', variable: 'TAMARIN_S3_KEYS', value: 1_000_000, shows: 'a listing of 1,000,000 keys in 256 MiB' },
  { file: 'test/integration/newest-first.test.ts', variable: 'TAMARIN_YEARS_KEYS', value: 200_000, shows: 'a bucket of 200,000 keys over three years: answers of the last 35 days first, killed, and the rest' },
  { file: 'test/integration/worlds-flat-tail.test.ts', variable: 'TAMARIN_FLAT_TAIL', value: 250_000, shows: 'exact answers over 250,000 clients, nearly all alike' },
  { file: 'test/scrapers/world.test.ts', variable: 'TAMARIN_SCRAPER_WORLDS', value: 49, shows: 'every world of the exam in scrapers is what it claims to be' },
  { file: 'test/scrapers/exam.test.ts', variable: 'TAMARIN_SCRAPER_WORLDS', value: 49, shows: 'who scrapes is found in every world, and nobody else is accused' },
  { file: 'test/questions/why/exam.test.ts', variable: 'TAMARIN_WHY_TURNS', value: 20, shows: 'why names the cause in 19 of 20 months at least, and is quiet in 24 of 25' },
  { file: 'test/transcode/line-encoder.test.ts', variable: 'TAMARIN_TRANSCODE_MUTATIONS', value: 1_000_000, shows: '1,000,000 changed lines become the same both ways' },
];
