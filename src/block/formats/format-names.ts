/** The formats by name, for who only lists them: a help text needs no renderer. */
export const FORMAT_NAMES = [
  'plan',
  'json',
  's3-policy',
  'aws-waf',
  'cloudfront-function',
  'nginx',
  'nftables',
  'crowdsec',
  'crowdsec-csv',
  'cidr',
] as const;

export type FormatName = (typeof FORMAT_NAMES)[number];
