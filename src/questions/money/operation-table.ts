/** What Amazon asks for an operation, by its name in the logs; the first row that fits counts. */
import type { RequestClass } from '../../core/price-table.ts';

interface OperationRow {
  readonly pattern: RegExp;
  /** null: no price, or none that is known here. */
  readonly paidAs: RequestClass | null;
  /** Its bytes go nowhere: S3 reads them for itself. */
  readonly staysInside?: true;
}

// biome-ignore format: a table, one row a kind of operation
const OPERATION_TABLE: readonly OperationRow[] = [
  // A copy is one request; the logs have a second line of what it reads.
  { pattern: /^REST\.COPY\.\w+_GET$/, paidAs: null, staysInside: true },
  // Lifecycle rules, checksums and other work of S3 itself: not by the class of a request.
  { pattern: /^S3\./, paidAs: null, staysInside: true },
  { pattern: /^BATCH\.DELETE\./, paidAs: null },
  { pattern: /^(?:REST|SOAP)\.DELETE\.|^REST\.POST\.MULTI_OBJECT_DELETE$/, paidAs: null },
  { pattern: /^(?:REST|WEBSITE)\.(?:PUT|POST|COPY)\./, paidAs: 'put' },
  // Listing is paid as writing.
  { pattern: /^REST\.GET\.(?:BUCKET|BUCKETVERSIONS|UPLOADS)$/, paidAs: 'put' },
  { pattern: /^SOAP\.(?:Put|Copy|Create|List)/, paidAs: 'put' },
];

const ANY_OTHER = { paidAs: 'get' } as const satisfies Omit<OperationRow, 'pattern'>;

export const chargeOfOperation = (operation: string): Omit<OperationRow, 'pattern'> =>
  OPERATION_TABLE.find(({ pattern }) => pattern.test(operation)) ?? ANY_OTHER;
