/**
 * Goal: each sample of the crawler list is a bot or a library under the name of its product, and no
 * program of people or of the owner is a bot.
 */
import { readFileSync } from 'node:fs';
import t from 'tap';
import { makeAgentReader } from '../../src/enrich/read-agent.ts';

const readAgent = makeAgentReader();

interface Listed {
  readonly pattern: string;
  readonly instances: readonly string[];
}

const LIST = new URL('../../node_modules/crawler-user-agents/crawler-user-agents.json', import.meta.url); // biome-ignore format: one path
const listed: readonly Listed[] = JSON.parse(readFileSync(LIST, 'utf8'));

/** By their patterns: what else they are, and why. */
// biome-ignore format: a table, one row a reason
const EXCEPTIONS: readonly (readonly [agentClass: string, why: string, patterns: readonly string[]])[] = [
  ['cdn', 'fetches for its customers, what it caches', ['Amazon CloudFront', 'keycdn-tools\\/', 'Cloudflare-SSLDetector', 'Cloudflare-AutoRAG', 'Cloudflare-Validator', 'cloudflare-csup', 'Cloudflare-Custom-Error-Page-Crawler', 'Cloudflare-Radar-Scanner', 'Cloudflare-SpeedTest', 'Cloudflare-Stream-Hook']],
  ['player', 'people hear with it', ['Overcast\\/', 'PocketCasts\\/']],
  ['browser', 'an editor or a browser that people sit before', ['Code\\/1\\.', 'Trae\\/', 'Fluid', 'MetaIAB Facebook']],
  ['browser', 'the build of a telephone\u2019s system, on each one of its kind', ['AP3A\\.240617\\.008']],
  ['unknown', 'the listed name goes on in small letters: no word of it', ['GlobalWebSearch']],
];

/** No part of a name that tells one release from the next; `2ip.ru` is an address. */
const VERSION = /^[\d._]+$|\d\.\d|\/\d/;
/** Products whose name is a number. */
const NUMBERS = ['008'];

t.test('every sample of the crawler list has its class and a product as its name', async (t) => {
  const wrong: string[] = [];
  const met = new Set<string>();
  for (const { pattern, instances } of listed) {
    const exception = EXCEPTIONS.find(([, , patterns]) => patterns.includes(pattern));
    const classes = exception === undefined ? ['bot', 'library'] : [exception[0], 'bot', 'library'];
    for (const userAgent of instances) {
      const { name, class: agentClass } = readAgent(userAgent);
      if (agentClass === exception?.[0]) met.add(pattern);
      const isNamed = name !== null && name !== 'Mozilla' && (NUMBERS.includes(name) || !VERSION.test(name)); // biome-ignore format: one rule
      if (!classes.includes(agentClass) || !isNamed) wrong.push(`${name}, ${agentClass}: ${userAgent}`); // biome-ignore format: one rule
    }
  }
  t.strictSame(wrong, []);
  t.strictSame([...met].sort(), EXCEPTIONS.flatMap(([, , patterns]) => patterns).sort(), 'no exception is idle'); // biome-ignore format: one comparison
  t.ok(listed.length > 1_000);
});

const GECKO = '(KHTML, like Gecko)';
const onAndroid = (device: string): string =>
  `Mozilla/5.0 (Linux; Android 13; ${device}) AppleWebKit/537.36 ${GECKO} Chrome/141.0.0.0 Mobile Safari/537.36`;

// biome-ignore format: a table, one row an agent
const NO_BOTS: readonly (readonly [userAgent: string, name: string | null, agentClass: string])[] = [
  ['aiobotocore/1.0', 'aiobotocore', 'library'],
  ['aiobotocore/2.25.0 md/Botocore#1.40.49 ua/2.1 os/linux#6.8 md/arch#x86_64 lang/python#3.13 md/pyimpl#CPython cfg/retry-mode#legacy botocore/1.40.49', 'aiobotocore', 'library'],
  ['aioboto3/12.0', 'aioboto3', 'library'],
  ['boto/2.2.2 (linux2)', 'Boto', 'library'],
  ['Boto/2.49.0 Python/2.7.18 Linux/5.4', 'Boto', 'library'],
  ['boto3', 'Boto3', 'library'],
  ['Boto3/1.9.1 Python/3.6.8 Linux/4.14 Botocore/1.12.1 Resource', 'Boto3', 'library'],
  ['[Boto3/1.40.1 md/Botocore#1.40.1 ua/2.1]', 'Boto3', 'library'],
  ['botocore/1.29.0 Python/3.11', 'Botocore', 'library'],
  ['ibm-cos-sdk-java/2.13.4 Linux/5.4 Java_HotSpot(TM)_64-Bit_Server_VM/25.2', 'ibm-cos-sdk', 'library'],
  ['ibm-cos-sdk-python-core/2.14.0 Python/3.12 Linux/6.1', 'ibm-cos-sdk', 'library'],
  ['ibm-cos-sdk-js/1.14 linux/v20', 'ibm-cos-sdk', 'library'],
  ['aws-sdk-java/1.12.770 Linux/5.10 OpenJDK_64-Bit_Server_VM/17.0 java/17.0 vendor/Amazon cfg/retry-mode/standard', 'aws-sdk-java', 'library'],
  ['aws-sdk-java/2.31.6 md/io#sync md/http#Apache ua/2.1 os/Linux#6.1 lang/java#21', 'aws-sdk-java', 'library'],
  ['aws-sdk-nodejs/2.1691.0 linux/v20.11.0 callback', 'aws-sdk-js', 'library'],
  ['aws-sdk-js/3.900.0 ua/2.1 os/linux#6.1 lang/js md/nodejs#22.1 api/s3#3.900.0', 'aws-sdk-js', 'library'],
  ['aws-sdk-go/1.44.122 (go1.21; linux; amd64) S3Manager', 'aws-sdk-go', 'library'],
  ['aws-sdk-go-v2/1.39.2 os/linux lang/go#1.25 md/GOOS#linux api/s3#1.88', 'aws-sdk-go', 'library'],
  ['aws-sdk-php2/2.8.31 Guzzle/3.9.3 curl/7.81 PHP/7.4', 'aws-sdk-php', 'library'],
  ['aws-sdk-ruby3/3.233.0 ua/2.1 api/s3#1.199 os/linux lang/ruby#3.4', 'aws-sdk-ruby', 'library'],
  ['aws-sdk-dotnet-45/3.3.0 aws-sdk-dotnet-core/3.3 .NET_Runtime/4.0', 'aws-sdk-dotnet', 'library'],
  ['aws-sdk-cpp/1.11.500 ua/2.1 api/S3 os/Linux lang/c++#C++17', 'aws-sdk-cpp', 'library'],
  ['aws-sdk-rust/1.3.9 os/linux lang/rust/1.90', 'aws-sdk-rust', 'library'],
  ['aws-sdk-swift/1.5 ua/2.1 api/s3', 'aws-sdk-swift', 'library'],
  ['MinIO (linux; amd64) minio-java/8.5', 'minio', 'library'],
  ['MinIO (linux; x86_64) minio-py/7.2', 'minio', 'library'],
  ['object_store/0.11.2', 'object_store', 'library'],
  ['Java/1.8.0_392', 'Java', 'library'], ['Apache-HttpClient/5.4 (Java/21.0.2)', 'Apache-HttpClient', 'library'],
  ['okhttp/4.12.0', 'okhttp', 'library'], ['Go-http-client/1.1', 'Go-http-client', 'library'], ['python-requests/2.32.5', 'python-requests', 'library'],
  ['aws-cli/1.33 Python/3.9 Linux/5.10 botocore/1.34', 'aws-cli', 'tool'],
  ['aws-cli/2.32.7 md/awscrt#0.29.1 ua/2.1 os/linux#6.8 md/command#s3.sync', 'aws-cli', 'tool'],
  ['rclone/v1.71.1', 'rclone', 'tool'], ['S3cmd/2.4.0', 's3cmd', 'tool'], ['s3fs-fuse', 's3fs', 'tool'], ['s3fs/1.95 (commit hash a1b2c3d; OpenSSL)', 's3fs', 'tool'],
  ['CloudBerryLab.Base.HttpUtil.Client 3.7.0 (http://www.cloudberrylab.com/)', 'CloudBerry', 'tool'],
  ['MSP360 Backup/7.9', 'CloudBerry', 'tool'], ['duckdb/v1.4.0(linux_amd64) python', 'DuckDB', 'tool'],
  ['UnityPlayer/2022.3.10f1 (UnityWebRequest/1.0, libcurl/8.1.1-DEV)', 'Unity', 'player'],
  ['UnityPlayer/5.6.1f1 (http://unity3d.com)', 'Unity', 'player'],
  ['VLC/3.0.21 LibVLC/3.0.21', 'VLC', 'player'], ['Lavf/61.7.100', 'Lavf', 'player'], ['AppleCoreMedia/1.0.0.22G86 (iPhone; U; CPU OS 18_6 like Mac OS X; en_gb)', 'AppleCoreMedia', 'player'],
  ['RadioRobotics/5.3.1 (Linux;Android 14) ExoPlayerLib/2.19.1', 'ExoPlayer', 'player'], ['Scandinavian Radio/2.0 (Linux;Android 15) AndroidXMedia3/1.4.1', 'AndroidXMedia3', 'player'],
  ['Overcast/3.0 (+http://overcast.fm/; iOS podcast app)', 'Overcast', 'player'], ['Kodi/21.1 (X11; Linux x86_64) App_Bitness/64 Version/21.1', 'Kodi', 'player'], ['foobar2000/2.1.5', 'foobar2000', 'player'],
  ['ABBOTT/1.0', 'ABBOTT', 'unknown'], ['Robotics/2.1', 'Robotics', 'unknown'], ['RoboticsKit/2.1 (iPad)', 'RoboticsKit', 'unknown'], ['bottleneck/0.3', 'bottleneck', 'unknown'], ['Spiderweb-Player/4', 'Spiderweb-Player', 'unknown'],
  ['ScandiRadio/1.0', 'ScandiRadio', 'unknown'], ['CamScanner/6.1 (iPhone; iOS 18.6)', 'CamScanner', 'unknown'], ['TrovelySync/1.0', 'TrovelySync', 'unknown'], ['Acme Media Server/2.3', 'Acme Media Server', 'unknown'],
  ['acme-java-client/1.4', 'acme-java-client', 'unknown'], ['AcmeDownloadTools-v2.3.1', 'AcmeDownloadTools', 'unknown'], ['acme-proxy-2.1', 'acme-proxy', 'unknown'], ['1.0', null, 'unknown'], ['v2.3.4', null, 'unknown'], ['Mozilla/4.0', null, 'unknown'],
  [onAndroid('CUBOT X70'), 'Chrome', 'browser'], [onAndroid('Cubot_NOTE_S Build/CUBOT'), 'Chrome', 'browser'], [onAndroid('CUBOT'), 'Chrome', 'browser'],
  [onAndroid('Scandinavia Tab 9'), 'Chrome', 'browser'], [onAndroid('ABBOTT Reader 2'), 'Chrome', 'browser'], [onAndroid('Robotica R1'), 'Chrome', 'browser'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox', 'browser'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36 Edg/143.0.0.0', 'Edge', 'browser'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1', 'Safari', 'browser'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Vivaldi/7.6', 'Vivaldi', 'browser'],
  ['Mozilla/5.0 (Linux; U; Android 4.4.2) AppleWebKit/537.36', 'Android Browser', 'browser'],
];
for (const [userAgent, name, agentClass] of NO_BOTS) {
  t.test(`no bot: ${userAgent.slice(0, 80)}`, async (t) => {
    t.match(readAgent(userAgent), { name, class: agentClass });
  });
}

/** Seen: `AcmeBot/1.0` and `OtherBot/1.0` were one row "1.0", those in a browser's clothes "Mozilla". */
// biome-ignore format: a table, one row an agent
const BOTS: readonly (readonly [userAgent: string, name: string | null])[] = [
  ['QuillBot/1.0', 'QuillBot'], ['QuillBot/2.0', 'QuillBot'], ['ReedCrawler/1.0', 'ReedCrawler'], ['mill-spider/1.0', 'mill-spider'], ['PortScanner/1.0', 'PortScanner'],
  ['quillbot', 'quillbot'], ['QUILLBOT/3', 'QUILLBOT'], ['Quill-Bot-2.1', 'Quill-Bot'], ['QuillBotMobile/1.0', 'QuillBotMobile'], ['my_bot/1.0', 'my_bot'], ['XBot/1.0', 'XBot'],
  ['Quill Web Crawler/2.0', 'Quill Web Crawler'], ['QuillScraper 1.4', 'QuillScraper'], ['quill/1.0 (spider; ops@quill.example)', 'quill'], ['Spider/1.0', 'Spider'],
  ['Mozilla/5.0 (compatible; QuillThing/1.0; +http://quill.example/crawler)', 'QuillThing'],
  ['Mozilla/5.0 (compatible; QuillThing/2.0; http://quill.example/bot.html)', 'QuillThing'],
  ['Mozilla/5.0 (compatible; MSIE 9.0; Windows NT 6.1; QuillThing/1.0; +http://quill.example)', 'QuillThing'],
  [`${onAndroid('Nexus 5X')} (compatible; QuillThing/2.1; +https://quill.example/)`, 'QuillThing'],
  [`${onAndroid('CUBOT X70')} QuillBot/1.0`, 'QuillBot'],
  ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessQuill/120.0.0.0 Safari/537.36', 'HeadlessQuill'],
  ['Mozilla/5.0 (+http://quill.example/bot)', null],
  ['QuillReader/1.0 (+https://quill.example/about)', 'QuillReader'], ['QuillReader/1.0 (+ops@quill.example)', 'QuillReader'],
];
for (const [userAgent, name] of BOTS) {
  t.test(`bot: ${userAgent.slice(0, 80)}`, async (t) => {
    t.match(readAgent(userAgent), { name, class: 'bot' });
  });
}
