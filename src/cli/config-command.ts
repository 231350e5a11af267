/** `tamarin config show`: the settings in effect; `config schema`: the JSON Schema of the file. */
import { loadConfigWithOrigins } from '../config/config.ts';
import { configSchema } from '../config/config-schema.ts';
import { secretValues } from '../config/secret-values.ts';
import { type ShownConfig, type ShownValue, showConfig } from '../config/show-config.ts';
import { jsonLine } from '../core/printable.ts';
import { renderTable, type TextColumn } from '../render/text/table.ts';
import { makeSecretFilter } from '../telemetry/make-secret-filter.ts';
import type { CommonFlags, Io } from './io.ts';
import { configSourcesOf } from './session.ts';

/** @throws TamarinError `config_invalid` */
export async function configShowCommand(flags: CommonFlags, io: Io): Promise<number> {
  const sources = configSourcesOf(flags, io);
  const loaded = loadConfigWithOrigins(sources);
  // A secret may also stand where no secret belongs.
  const withoutSecrets = makeSecretFilter(secretValues(loaded.config, io.env));
  const shown = withoutSecrets(showConfig(loaded, sources)) as ShownConfig; // it keeps the shape
  io.print(flags.json ? jsonLine(shown) : configText(shown, io.columns));
  return 0;
}

export async function configSchemaCommand(io: Io): Promise<number> {
  io.print(`${JSON.stringify(configSchema(), null, 2)}\n`);
  return 0;
}

const COLUMNS: readonly TextColumn<ShownValue>[] = [
  { heading: 'setting', align: 'left', role: 'name', cell: ({ key }) => key },
  { heading: 'value', align: 'left', role: 'name', cell: ({ given }) => given ?? 'none' },
  { heading: 'from', align: 'left', role: 'other', cell: ({ from }) => from ?? '' },
];

function configText({ file, settings, sources }: ShownConfig, columns: number | null): string {
  const parts = [
    `${file === null ? 'There is no configuration file.' : `Configuration file: ${file}`}\n`,
    renderTable(COLUMNS, settings, columns).text,
    ...sources.map(({ alias, values }) => `Source ${alias}\n${renderTable(COLUMNS, values, columns).text}`), // biome-ignore format: one line
  ];
  return parts.join('\n');
}
