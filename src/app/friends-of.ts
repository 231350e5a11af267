/** Whom the configuration names as the owner's own. */
import type { WorkConfig } from '../config/config.ts';
import type { Friends } from '../questions/ask/friends.ts';

const partsOf = (list: string | null): readonly string[] => list?.split(',') ?? [];

export const friendsOf = ({
  ownNetworks,
  friendNetworks,
  ownDomains,
  ownAccounts,
  friendAgents,
}: Pick<
  WorkConfig,
  'ownNetworks' | 'friendNetworks' | 'ownDomains' | 'ownAccounts' | 'friendAgents'
>): Friends => ({
  networks: [...partsOf(ownNetworks), ...partsOf(friendNetworks)],
  domains: partsOf(ownDomains),
  accounts: partsOf(ownAccounts),
  agents: partsOf(friendAgents),
});
