/** Goal: a bucket URL names exactly one bucket and prefix, and an object has one identity. */
import t from 'tap';
import { endpointName, parseS3Url, physicalIdOf } from '../../../src/source/s3/s3-location.ts';

t.test('bucket and prefix are taken as they stand', async (t) => {
  t.strictSame(parseS3Url('s3://my-logs'), { bucket: 'my-logs', prefix: '' });
  t.strictSame(parseS3Url('s3://my-logs/'), { bucket: 'my-logs', prefix: '' });
  t.strictSame(parseS3Url('s3://my.logs/a/b c%20/ü'), { bucket: 'my.logs', prefix: 'a/b c%20/ü' });
  t.strictSame(parseS3Url('s3://Old_Bucket/logs'), { bucket: 'Old_Bucket', prefix: 'logs' });
});

const HOSTILE = [
  's3://',
  's3:///logs',
  's3://a',
  's3:my-logs',
  's3://my logs/a',
  's3://user@bucket/a',
  's3://bucket:443/a',
  's3://arn:aws:s3:eu-west-1:123456789012:accesspoint/a',
  's3://[::1]/a',
  's3://-bucket/a',
  's3://bucket-/a',
  's3://bu\ncket/a',
  's3://bücket/a',
  `s3://bucket/${'x'.repeat(1_025)}`,
  `s3://${'x'.repeat(300)}`,
];

for (const url of HOSTILE)
  t.test(`refused: ${JSON.stringify(url).slice(0, 60)}`, async (t) => {
    t.throws(() => parseS3Url(url), { code: 'usage', hint: /s3:\/\/my-log-bucket/ });
  });

t.test('an object has one identity, whatever address of Amazon led to it', async (t) => {
  for (const endpoint of [null, 'https://s3.eu-west-1.amazonaws.com', 'https://s3.amazonaws.com/'])
    t.equal(physicalIdOf(endpoint, 'b-1', 'a/b'), 's3:aws/b-1/a/b');
  t.equal(physicalIdOf('http://127.0.0.1:9000/', 'b-1', 'a'), 's3:127.0.0.1:9000/b-1/a');
  t.equal(endpointName('https://s3.cn-north-1.amazonaws.com.cn'), 'aws-cn');
  t.equal(endpointName('https://amazonaws.com.evil.example'), 'amazonaws.com.evil.example');
});
