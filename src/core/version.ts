/** The version of this program, that of package.json (a test holds them equal). */
export const VERSION = '0.1.0';
