/** What the routes of the service need, handed in: so that a test can hand in something else. */

import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { SyncService } from '../../app/service/sync-service.ts';
import type { SourceStatus } from '../../app/service/syncing.ts';
import type { PlanAnswer } from '../../block/weigh/plan-blocks.ts';
import type { PlanRequest } from '../../block/weigh/read-request.ts';
import type { Answered, Ask, AskFor } from '../../questions/question.ts';
import type { Telemetry } from '../../telemetry/telemetry.ts';
import type { Draining } from './draining.ts';

export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

interface AccessSettings {
  /** null: none is asked for. */
  readonly token: string | null;
  /** Names of the service beside `localhost` and addresses, lower case. */
  readonly allowedHosts: readonly string[];
  /** Networks of proxies whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[];
}

export interface ReadinessCheck {
  readonly name: 'opensearch' | 'templates' | 'configuration';
  readonly ok: boolean;
}

/** Syncs, and the sources that they are of. */
export interface Syncs extends Pick<SyncService, 'start' | 'read' | 'list' | 'watch' | 'cancel'> {
  sources(): Promise<readonly SourceStatus[]>;
}

export interface Service {
  readonly access: AccessSettings;
  /** @throws TamarinError */
  readonly ask: (asks: Ask, signal: AbortSignal) => Promise<Answered>;
  /** Asks for rows that are handed on as they are read. @throws TamarinError */
  readonly stream: (asks: AskFor<void>, signal: AbortSignal) => Promise<void>;
  /** Blocks nobody. @throws TamarinError */
  readonly planBlocks: (request: PlanRequest, signal: AbortSignal) => Promise<PlanAnswer>;
  readonly syncs: Syncs;
  /** Of a whole answer. */
  readonly questionTimeoutMs: number;
  readonly checkReadiness: () => Promise<readonly ReadinessCheck[]>;
  readonly draining: Draining;
  readonly telemetry: Telemetry;
  readonly now: () => number;
}

/** Adds the routes of one file. */
export type RouteGroup = (app: App, service: Service) => void;
