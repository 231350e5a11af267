/** Opens what the user named: `s3://bucket/prefix`, else a path. */
import { openFolderSource } from './folder/folder-source.ts';
import type { LogSource } from './log/log-source.ts';
import { isS3Url } from './s3/s3-location.ts';
import type { S3SourceOptions } from './s3/s3-source.ts';

/** @throws TamarinError */
export async function openSource(path: string, options: S3SourceOptions): Promise<LogSource> {
  if (!isS3Url(path)) return openFolderSource(path, options.now);
  const { openS3Source } = await import('./s3/s3-source.ts'); // the SDK costs 100 ms
  return openS3Source(path, options);
}
