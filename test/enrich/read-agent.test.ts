/** Goal: the programs that fetch from S3 have their family name and class, and hostile agents are cheap. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import t from 'tap';
import { AGENT_CLASSES } from '../../src/core/agent-class.ts';
import { AGENT_LISTS } from '../../src/enrich/agent-lists.ts';
import { AGENT_TABLE } from '../../src/enrich/agent-table.ts';
import { makeAgentReader } from '../../src/enrich/read-agent.ts';
import { RecentCache } from '../../src/enrich/recent-cache.ts';

const readAgent = makeAgentReader();
const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36';

// biome-ignore format: a table, one row an agent
const AGENTS: readonly (readonly [userAgent: string, name: string | null, agentClass: string])[] = [
  [CHROME, 'Chrome', 'browser'], [`${CHROME} Edg/141.0.0.0`, 'Edge', 'browser'], [`${CHROME} OPR/120.0`, 'Opera', 'browser'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0', 'Firefox', 'browser'],
  ['Mozilla/5.0 (iPad; CPU OS 18_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.2 Mobile/15E148 Safari/604.1', 'Safari', 'browser'],
  ['Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36', 'Samsung Internet', 'browser'],
  ['Mozilla/5.0 (Windows NT 6.1; Trident/7.0; rv:11.0) like Gecko', 'Internet Explorer', 'browser'],
  ['Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)', 'Googlebot', 'bot'],
  ['Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)', 'bingbot', 'bot'],
  ['Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.3; +https://openai.com/gptbot)', 'GPTBot', 'bot'],
  ['Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)', 'AhrefsBot', 'bot'],
  ['Mozilla/5.0 (compatible; ClaudeBot/1.0; +claudebot@anthropic.com)', 'ClaudeBot', 'bot'],
  ['Mozilla/5.0 (compatible; InventedBot/0.1; +https://invented.example)', 'InventedBot', 'bot'],
  ['InventedCrawler/3', 'InventedCrawler', 'bot'],
  ['InventedFeed (+https://invented.example/about)', 'InventedFeed', 'bot'],
  ['InventedApp/1.0', 'InventedApp', 'unknown'], ['InventedApp 7 build 3', 'InventedApp', 'unknown'],
  ['Mozilla/5.0', null, 'unknown'], ['', null, 'unknown'], ['   ', null, 'unknown'], ['\0', null, 'unknown'],
  ['Jetty/9.4.1', 'Jetty', 'library'],
];
for (const [userAgent, name, agentClass] of AGENTS) {
  t.test(`${name}, ${agentClass}: ${userAgent.slice(0, 70)}`, async (t) => {
    t.match(readAgent(userAgent), { name, class: agentClass });
  });
}

/** One agent for each row of the table, under the name of the row. */
// biome-ignore format: a table, one row a class
const TABLE_AGENTS: readonly string[] = [
  'Amazon CloudFront', 'Cloudflare-Fetcher/1', 'Fastly/1.0', 'AkamaiGHost', 'KeyCDN', 'BunnyCDN/2', 'imgix/1.0', 'Google-Cloud-CDN/1.0', 'Varnish/7',
  'Spotify/9.0 iOS/18 (iPhone14,5)', 'Overcast/2026.1 (+http://overcast.fm/; iOS podcast app)', 'PocketCasts/1.0 (Pocket Casts Feed Parser; +http://pocketcasts.com/)', 'Podcasts/1700.1 CFNetwork/1490 Darwin/23.2.0', 'PodcastAddict/v5 (+https://podcastaddict.com/; Android podcast app)', 'CastBox/8.33', 'Castro 2026 Episode Duration Downloader', 'AntennaPod/3.4', 'gPodder/3.11', 'Downcast/2.9', 'Podbean/iOS', 'Stitcher/iOS', 'Deezer/9', 'TuneIn Radio/30', 'iTunes/12.13 (Windows)', 'AppleCoreMedia/1.0.0.22B91 (iPhone; U; CPU OS 18_1 like Mac OS X; en_gb)', 'QuickTime/7.7', 'VLC/3.0.21 LibVLC/3.0.21', 'mpv 0.39', 'Kodi/21.0 (Linux)', 'MPlayer 1.5', 'Lavf/61.7.100', 'GStreamer souphttpsrc 1.24', 'Radio/1.0 (Linux;Android 14) ExoPlayerLib/2.19.1', 'stagefright/1.2 (Linux;Android 12)', 'NSPlayer/12.00', 'Windows-Media-Player/12.0', 'WinampMPEG/5.9', 'foobar2000/2.1', 'Linux UPnP/1.0 Sonos/80.1', 'Radio/1.0 (Linux;Android 15) AndroidXMedia3/1.4.1', 'GooglePodcasts/2.0', 'AmazonMusic/25.1 iPhone15,2', 'Player FM', 'Podverse/4.16', 'PlexMediaServer/1.41', 'Jellyfin-Server/10.10', 'Infuse/8.0', 'PotPlayer/1.7', 'UnityPlayer/6000.0', 'Roku/DVP-13.0', 'AlexaMediaPlayer/2.1',
  'aws-cli/2.30.1 md/awscrt#0.27 ua/2.1 os/linux', '[S3Console/0.4, aws-internal/3 aws-sdk-java/1.12]', 'aws-internal/3', 'mountpoint-s3/1.19.0', 'APN/1.0 HashiCorp/1.0 Terraform/1.9', 'Hadoop 3.4.1, aws-sdk-java/2.29', 'Spark/3.5', 'MinIO (linux; amd64) minio-go/v7.0 mc/RELEASE.2026', 'rclone/v1.71', 's3cmd/2.4', 's5cmd/2.3', 's3fs/1.95', 'goofys/0.24', 'Cyberduck/9.1', 'S3 Browser/12', 'CloudBerry Explorer', 'Transmit/5.10', 'WinSCP/6.5', 'Minio restic/0.18', 'Duplicati', 'duckdb/v1.4.1(linux_amd64) cli', 'JuiceFS-1.3', 'MinIO (linux; amd64) minio-go/v7.0 kopia/0.21', 'Arq/7.34', 'apitools gsutil/5.35', 'AzCopy/10.30', 'PostmanRuntime/7.49', 'aria2/1.37',
  'aiobotocore/2.25 md/Botocore#1.40', 'aioboto3/15.4', 'Boto3/1.40 Python/3.13 Botocore/1.40', 'Botocore/1.40', 'Boto/2.49', 'ibm-cos-sdk-go/1.12', 'aws-sdk-java/2.31 Linux/6.1', 'aws-sdk-kotlin/1.4', 'aws-sdk-js/3.900 ua/2.1', 'aws-sdk-go-v2/1.39', 'aws-sdk-php/3.356', 'aws-sdk-ruby3/3.233', 'aws-sdk-dotnet-coreclr/3.7', 'aws-sdk-cpp/1.11', 'aws-sdk-rust/1.3', 'aws-sdk-iOS/2.40', 'aws-sdk-android/2.77', 'MinIO (linux; amd64) minio-go/v7.0', 'JetS3t/0.9.4', 'object_store/0.12', 'fog/2.3', 'aws-amplify/6.15 js',
  'Wget/1.25.0', 'curl/8.16.0', 'python-requests/2.32', 'Python-urllib/3.13', 'Python/3.13 aiohttp/3.12', 'python-httpx/0.28', 'okhttp/5.1.0', 'Go-http-client/2.0', 'axios/1.12', 'node-fetch/1.0 (+https://github.com/bitinn/node-fetch)', 'undici', 'node', 'got (https://github.com/sindresorhus/got)', 'Deno/2.5', 'Bun/1.3', 'Java/21.0.8', 'Apache-HttpClient/4.5 (Java/17)', 'libwww-perl/6.78', 'GuzzleHttp/7', 'PHP/8.4', 'Ruby', 'reqwest/0.12', 'Dart/3.9 (dart:io)', 'Dalvik/2.1.0 (Linux; U; Android 15)', 'Mozilla/5.0 (Windows NT; Windows NT 10.0; de-DE) WindowsPowerShell/5.1', 'AHC/2.1', 'Jersey/2.47 (HttpUrlConnection 17)', 'ReactorNetty/1.2', 'ktor-client', 'Radio/3.1 (com.example.radio; build:1; iOS 18.6.0) Alamofire/5.10', 'RestSharp/112.1', 'Symfony HttpClient (Curl)', 'hackney/1.25', 'Notes/1 CFNetwork/3826 Darwin/24.0.0',
  `${CHROME} GTmetrix`, 'Mozilla/5.0 (X11; Linux x86_64) Miniature.io/6.0 AppleWebKit/537.36', 'Mozilla/5.0 (Macintosh) YLT Chrome/85.0 Safari/537.36', 'Mozilla/5.0 (Macintosh; TSM-turingos-1) Chrome/119.0',
];
t.test('each class is that of some agent', async (t) => {
  const all = [...AGENTS.map(([userAgent]) => userAgent), ...TABLE_AGENTS];
  const met = new Set(all.map((userAgent) => readAgent(userAgent).class));
  t.strictSame([...met].sort(), [...AGENT_CLASSES].sort());
});

t.test('each row of the own table is reached', async (t) => {
  t.strictSame(
    TABLE_AGENTS.map(readAgent).map(({ name, class: agentClass }) => ({ name, class: agentClass })),
    AGENT_TABLE.map(({ name, class: agentClass }) => ({ name, class: agentClass })),
  );
});

t.test('any text has a class, and a name of bounded length', async (t) => {
  const property = fc.property(fc.string({ unit: 'binary', maxLength: 3_000 }), (userAgent) => {
    const { name } = readAgent(userAgent);
    return name === null || (name.length > 0 && name.length <= 64);
  });
  const seed = Math.trunc(Math.random() * 2 ** 31);
  t.comment(`seed ${seed}`);
  fc.assert(property, { seed, numRuns: 2_000 });
  t.pass('2,000 texts');
});

t.test('the versions of the lists are those that are installed', async (t) => {
  for (const [name, version] of Object.entries(AGENT_LISTS)) {
    const path = fileURLToPath(new URL(`../../node_modules/${name}/package.json`, import.meta.url));
    t.equal(JSON.parse(readFileSync(path, 'utf8')).version, version, name);
  }
});

t.test('the cache stays bounded and keeps what is in use', async (t) => {
  const cache = new RecentCache<{ readonly key: string }>(100);
  let made = 0;
  const isKept = (name: string): boolean => {
    const before = made;
    const { key } = cache.get(name, (key) => {
      made += 1;
      return { key };
    });
    t.equal(key, name);
    return made === before;
  };
  isKept('often');
  for (let index = 0; index < 1_000; index += 1) {
    isKept(`agent ${index}`);
    t.ok(isKept('often'), `after ${index}`);
  }
  t.ok(isKept('agent 999'));
  t.notOk(isKept('agent 800'), 'what is not asked for goes');
});
