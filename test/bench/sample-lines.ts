/**
 * Lines for benchmarks and differential tests, made by counting, so that every run has the same.
 * All values are invented.
 */
const OWNER = '7d01ac9e'.repeat(8);
const HOST_ID = `${'qT4+mZ9/kR2vX7bN'.repeat(4)}wE5yU8pA3sD=`;
const AGENTS = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
  'AppleCoreMedia/1.0.0.21H16 (iPhone; U; CPU OS 17_7 like Mac OS X; de_de)',
  'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.3; +https://openai.com/gptbot)',
  'curl/8.15.0',
];
const ACCESS_IDENTITY =
  'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E2LMNOPQ3456';

const two = (number: number): string => String(number).padStart(2, '0');
const requestIdOf = (index: number): string =>
  (36 ** 15 + index * 104_729 * 7_919).toString(36).toUpperCase().padStart(16, '0').slice(-16);
const timeOf = (index: number): string =>
  `[${two(1 + (Math.floor(index / 1_000) % 28))}/Jan/2026:${two(index % 24)}:${two(index % 60)}:${two((index * 7) % 60)} +0000]`;

/** What fills a log: downloads by browsers, players and bots, and a few other calls. */
export function ordinaryLine(index: number): string {
  const key = `episodes/season-${index % 9}/part-${index % 900}.mp3`;
  const head = `${OWNER} radio-archive ${timeOf(index)}`;
  const agent = AGENTS[index % AGENTS.length];
  const tail = `- ${HOST_ID} - TLS_AES_128_GCM_SHA256 - radio-archive.s3.eu-west-3.amazonaws.com TLSv1.3 - - -`;
  if (index % 50 === 0) {
    return `${head} - AmazonS3 ${requestIdOf(index)} S3.EXPIRE.OBJECT ${key} "-" - - - 91827 - - "-" "-" - ${HOST_ID} - - - - - - - -`;
  }
  const requester = index % 10 === 0 ? ACCESS_IDENTITY : '-';
  const status = index % 3 === 0 ? 206 : 200;
  return `${head} 203.0.113.${index % 250} ${requester} ${requestIdOf(index)} REST.GET.OBJECT ${key} "GET /${key} HTTP/1.1" ${status} - ${40_000 + index} ${900_000 + (index % 900)} ${100 + (index % 700)} ${10 + (index % 30)} "https://www.radio.example/shows/${index % 60}" "${agent}" ${tail}`;
}

/** What the fast way leaves alone: quotes, other scripts, encodings, presigned URLs, odd spaces. */
export function oddLine(index: number): string {
  const line = ordinaryLine(index * 50 + 1);
  switch (index % 6) {
    case 0:
      return line.replace('" - ', `" inside"" - `);
    case 1:
      return line.replace('shows/', 'caf\u00c3\u00a9/');
    case 2:
      return line.replaceAll('episodes/', 'h%25C3%25B6rspiel%2B1/');
    case 3:
      return line.replace(' HTTP/1.1"', `?X-Amz-Signature=${'0a9f'.repeat(16)} HTTP/1.1"`);
    case 4:
      return line.replace('?', ' ').replace(' REST.', '  REST.');
    default:
      return line.replace('GET /', 'GET /"quoted"/');
  }
}
