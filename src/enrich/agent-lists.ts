/**
 * Versions of the public lists that user agents are looked up in. They go into the mapping's `_meta`
 * beside the records that they named; a test holds them equal to what is installed.
 */
export const AGENT_LISTS = {
  isbot: '5.2.3',
  'crawler-user-agents': '1.60.0',
  bowser: '2.15.0',
} as const;
