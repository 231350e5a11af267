/** The Region of a bucket, as far as a record tells it: by the endpoint, or by the access point. */

/**
 * `media.s3.eu-west-1.amazonaws.com`, `s3-eu-west-1…`, `media.s3-website-eu-west-1…`,
 * `s3.dualstack.eu-west-1…`, `a-111122223333.s3-accesspoint.eu-west-1…`, `….vpce.amazonaws.com`.
 */
const ENDPOINT =
  /(?:^|\.)s3(?:-website|-accesspoint|-fips)*(?:\.dualstack)?[.-]([a-z]{2,4}(?:-[a-z]+){1,3}-\d)\.(?:vpce\.)?amazonaws\.com(?:\.cn)?(?::\d+)?$/;
const ARN_REGION = /^arn:[a-z-]+:s3[a-z-]*:([a-z\d-]+):/;

/** null: the endpoint is that of all Regions, or a name of the owner's. */
export function bucketRegionOf(host: string | null, accessPointArn: string | null): string | null {
  const ofHost = host === null ? null : ENDPOINT.exec(host)?.[1];
  return (
    ofHost ?? (accessPointArn === null ? null : (ARN_REGION.exec(accessPointArn)?.[1] ?? null))
  );
}
