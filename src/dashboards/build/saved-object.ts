/** Saved objects as OpenSearch Dashboards imports them, and what each kind of ours is before it is one. */
export type ObjectType = 'index-pattern' | 'search' | 'visualization' | 'dashboard';

export interface Reference {
  readonly name: string;
  readonly type: ObjectType;
  readonly id: string;
}

export interface SavedObject {
  readonly id: string;
  readonly type: ObjectType;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly references: readonly Reference[];
  readonly migrationVersion: Readonly<Record<string, string>>;
}

/**
 * The newest migrations that OpenSearch Dashboards 2.19 and 3.x know. A higher number is refused (HTTP
 * 422), so nothing of Tamarin's or of a server's version belongs here.
 */
export const MIGRATION_HEADS: Readonly<Record<ObjectType, string>> = {
  'index-pattern': '7.6.0',
  search: '7.9.3',
  visualization: '7.10.0',
  dashboard: '7.9.3',
};

/** What the objects of one index prefix have in common: real data, or the samples. */
export interface Target {
  /** Index prefix, and beginning of every id. */
  readonly prefix: string;
  /** Beginning of every title. */
  readonly title: string;
  readonly time: TimeRange;
}

/** What a dashboard opens with: ISO times, or as the time picker writes them (`now-30d`). */
interface TimeRange {
  readonly from: string;
  readonly to: string;
}

export const idOf = ({ prefix }: Target, name: string): string => `${prefix}-${name}`;
/** Title of the index pattern. */
export const recordsOf = ({ prefix }: Target): string => `${prefix}-records-*`;
export const PATTERN = 'records';
export const PATTERN_REFERENCE = 'kibanaSavedObjectMeta.searchSourceJSON.index';

export const patternReference = (target: Target, name = PATTERN_REFERENCE): Reference => ({
  name,
  type: 'index-pattern',
  id: idOf(target, PATTERN),
});
