/** What a user agent says of the system that it runs on. A new value is one entry here. */

/** As their makers spell them. */
export const OPERATING_SYSTEMS = [
  'Android',
  'Bada',
  'BlackBerry',
  'Chrome OS',
  'HarmonyOS',
  'iOS',
  'Linux',
  'macOS',
  'PlayStation 4',
  'Roku',
  'Tizen',
  'WebOS',
  'Windows',
  'Windows Phone',
] as const;

export const DEVICES = ['desktop', 'mobile', 'tablet', 'tv'] as const;

export type OperatingSystem = (typeof OPERATING_SYSTEMS)[number];
export type Device = (typeof DEVICES)[number];
