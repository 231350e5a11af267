/** The physical prefix of each source: syncs are found by it, whoever began them under whatever name. */
import { TamarinError } from '../../core/error.ts';
import { schemeOf } from '../../source/scheme-table.ts';
import type { OpenableSource } from '../openable-source.ts';
import type { Session } from '../session.ts';
import type { Surroundings } from '../surroundings.ts';

export class SourceIds {
  readonly #session: Pick<Session, 'config'>;
  readonly #surroundings: Surroundings;
  readonly #known = new Map<string, string>();

  constructor(session: Pick<Session, 'config'>, surroundings: Surroundings) {
    this.#session = session;
    this.#surroundings = surroundings;
  }

  /** null: it cannot be opened now, as a folder that is not there. */
  async of({ alias, address, settings }: OpenableSource): Promise<string | null> {
    const known = this.#known.get(alias);
    if (known !== undefined) return known;
    const { now, random, sleep } = this.#surroundings;
    const { giveUpAfterMs } = this.#session.config;
    try {
      const options = { settings, giveUpAfterMs, now, random, sleep };
      const source = await schemeOf(address).open(address, options);
      await source.close();
      this.#known.set(alias, source.physicalPrefix);
      return source.physicalPrefix;
    } catch (error) {
      if (error instanceof TamarinError) return null; // a sync says what is wrong with it
      throw error;
    }
  }
}
