/** Goal: system and device are what the user agent says, and nothing where it does not. */
import bowser from 'bowser';
import t from 'tap';
import { DEVICES, OPERATING_SYSTEMS } from '../../src/core/agent-system.ts';
import { makeAgentReader } from '../../src/enrich/read-agent.ts';

const readAgent = makeAgentReader();
const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)';

// biome-ignore format: a table, one row an agent
const AGENTS: readonly (readonly [userAgent: string, os: string | null, device: string | null])[] = [
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/143.0.0.0 Safari/537.36`, 'Windows', 'desktop'],
  [`Mozilla/5.0 (Linux; Android 10; K) ${WEBKIT} Chrome/143.0.0.0 Mobile Safari/537.36`, 'Android', 'mobile'],
  [`Mozilla/5.0 (Linux; Android 13; SM-X700) ${WEBKIT} Chrome/143.0.0.0 Safari/537.36`, 'Android', 'tablet'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1', 'iOS', 'mobile'],
  ['Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1', 'iOS', 'tablet'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Linux', 'desktop'],
  ['Mozilla/5.0 (SMART-TV; Linux; Tizen 6.0) AppleWebKit/538.1 (KHTML, like Gecko) Version/6.0 TV Safari/538.1', 'Tizen', 'tv'],
  [`Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${WEBKIT} Chrome/120.0.0.0 Safari/537.36`, 'Chrome OS', null],
  ['AppleCoreMedia/1.0.0.22G86 (iPhone; U; CPU OS 18_6 like Mac OS X; en_gb)', 'iOS', 'mobile'],
  ['AppleCoreMedia/1.0.0.24F74 (Macintosh; U; Intel Mac OS X 15_5; fr_fr)', 'macOS', 'desktop'],
  ['Spotify/9.0.88 iOS/18.6 (iPhone15,2)', 'iOS', 'mobile'],
  // What tells a phone from a tablet is a word that only browsers write.
  ['Spotify/9.0.80 Android/34 (SM-A546B)', 'Android', null],
  // Servers run it too.
  ['aws-cli/2.32.7 md/awscrt#0.29.1 ua/2.1 os/linux#6.8.0-90-generic md/arch#x86_64', 'Linux', null],
  ['Roku/DVP-13.0', 'Roku', 'tv'],
  [`Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) ${WEBKIT} Chrome/142.0.7444.175 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)`, 'Android', null],
  [`Mozilla/5.0 (Windows NT 10.0) ${WEBKIT} (compatible; InventedBot/0.1)`, 'Windows', null],
  ['curl/8.14.1', null, null], ['Amazon CloudFront', null, null], ['constructor', null, null], ['', null, null],
];
for (const [userAgent, os, device] of AGENTS) {
  t.test(`${os}, ${device}: ${userAgent.slice(0, 70)}`, async (t) => {
    t.match(readAgent(userAgent), { os, device });
  });
}

t.test('our lists hold every value that there is', async (t) => {
  t.strictSame([...OPERATING_SYSTEMS].sort(), Object.values(bowser.OS_MAP).sort());
  const devices = Object.values(bowser.PLATFORMS_MAP).filter((name) => name !== 'bot');
  t.strictSame([...DEVICES].sort(), devices.sort());
});
