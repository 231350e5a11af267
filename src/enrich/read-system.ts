/** Operating system and device, as far as a user agent says them. */
import type bowser from 'bowser';
import {
  DEVICES,
  type Device,
  OPERATING_SYSTEMS,
  type OperatingSystem,
} from '../core/agent-system.ts';

export interface AgentSystem {
  readonly os: OperatingSystem | null;
  /** null also where only browsers would tell: a program on Linux may run on a server. */
  readonly device: Device | null;
}

/** Whose browsers tell a phone from a tablet, or a desk from a server; their other programs do not. */
const TOLD_BY_BROWSERS: readonly (string | null)[] = ['Android', 'Linux'];

export function readSystem(
  { os, platform }: Pick<bowser.Parser.ParsedResult, 'os' | 'platform'>,
  isBrowserLike: boolean,
): AgentSystem {
  const system = OPERATING_SYSTEMS.find((name) => name === os.name) ?? null;
  const device = DEVICES.find((name) => name === platform.type) ?? null;
  const isTold = isBrowserLike || !TOLD_BY_BROWSERS.includes(system);
  return { os: system, device: isTold ? device : null };
}
