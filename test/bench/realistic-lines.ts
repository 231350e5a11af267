/**
 * Lines as a busy bucket of media has them, made by counting: 2,000 different agents, addresses of
 * both families, encoded keys, and in one of ten a quote inside a quoted field. All values are
 * invented.
 */
const OWNER = '3b8e51d0'.repeat(8);
const HOST_ID = `${'Zk8+pR2/vN6xQ1mT'.repeat(4)}hY3wB7cF0jL=`;
const BUCKET = 'wave-library';
const AGENTS = 2_000;
const SECONDS_A_LINE = 4;
const FIRST = Date.UTC(2026, 0, 3) / 1_000;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const TITLES = [
  'morning-show',
  'h%C3%B6rspiel',
  'night+drive',
  'field%20notes',
  'harbour',
  'radio-lab',
];

const two = (number: number): string => String(number).padStart(2, '0');

/** Spreads a count over all 32 bits, the same in every run. */
const mix = (index: number, salt: number): number =>
  (Math.imul(index ^ (salt * 0x9e3779b1), 0x85ebca6b) ^ (index >>> 7)) >>> 0;

function agentAt(at: number): string {
  const minor = at % 97;
  switch (at % 5) {
    case 0:
      return `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${100 + (at % 45)}.0.${at}.0 Safari/537.36`;
    case 1:
      return `Mozilla/5.0 (iPhone; CPU iPhone OS 18_${minor % 7} like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.${minor} Mobile/15E${at} Safari/604.1`;
    case 2:
      return `AppleCoreMedia/1.0.0.${at}H16 (iPhone; U; CPU OS 17_${minor % 9} like Mac OS X; de_de)`;
    case 3:
      return `Mozilla/5.0 (X11; Linux x86_64; rv:1${minor % 45}.0) Gecko/20100101 Firefox/1${minor % 45}.${at}`;
    default:
      return `WavePlayer/4.${minor} (Android 1${minor % 6}; build ${at})`;
  }
}

const agents = Array.from({ length: AGENTS }, (_, at) => agentAt(at));

function timeAt(index: number): string {
  const time = new Date((FIRST + index * SECONDS_A_LINE) * 1_000);
  return `[${two(time.getUTCDate())}/${MONTHS[time.getUTCMonth()]}/${time.getUTCFullYear()}:${two(time.getUTCHours())}:${two(time.getUTCMinutes())}:${two(time.getUTCSeconds())} +0000]`;
}

const addressAt = (random: number): string =>
  random % 5 === 0
    ? `2001:db8:${(random % 4_096).toString(16)}:${(random % 251).toString(16)}::${(random % 65_521).toString(16)}`
    : `${100 + (random % 90)}.${(random >>> 3) % 256}.${(random >>> 11) % 256}.${(random >>> 19) % 256}`;

const requestIdAt = (index: number): string =>
  (36 ** 15 + index * 104_729 * 6_151).toString(36).toUpperCase().slice(-16).padStart(16, '0');

/** Of the log, without its line end. */
export function realisticLine(index: number): string {
  const random = mix(index, 1);
  const title = TITLES[random % TITLES.length];
  const key = `shows/${title}/season-${(random >>> 5) % 9}/part-${(random >>> 9) % 2_000}.mp3`;
  const isQuoted = index % 10 === 0;
  const agent = agents[mix(index, 2) % AGENTS] ?? '';
  const referrer = random % 3 === 0 ? '-' : `https://www.wave.example/listen/${random % 5_000}`;
  const isPart = random % 4 === 0;
  const size = 4_000_000 + ((random >>> 9) % 2_000) * 1_711;
  const bytes = isPart ? size >> 2 : size;
  return (
    `${OWNER} ${BUCKET} ${timeAt(index)} ${addressAt(mix(index % 40_000, 3))} - ${requestIdAt(index)} REST.GET.OBJECT ${key} ` +
    `"GET /${key} HTTP/1.1" ${isPart ? 206 : 200} - ${bytes} ${size} ${40 + (random % 900)} ${8 + (random % 60)} ` +
    `"${referrer}" "${isQuoted ? agent.replace('; ', '; "wave"; ') : agent}" - ${HOST_ID} - TLS_AES_128_GCM_SHA256 - ${BUCKET}.s3.eu-central-1.amazonaws.com TLSv1.3 - - -`
  );
}
