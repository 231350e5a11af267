/** Whom the owner knows, as the configuration says: they are not accused, and not `people`. */
export interface Friends {
  /** Addresses and networks. */
  readonly networks: readonly string[];
  /** Of own pages; those of their subdomains are meant too. Empty: found out from the records. */
  readonly domains: readonly string[];
  /** AWS accounts, by their twelve digits. */
  readonly accounts: readonly string[];
  /** Names of agents, or user agents in full. */
  readonly agents: readonly string[];
}

export const NO_FRIENDS: Friends = { networks: [], domains: [], accounts: [], agents: [] };
