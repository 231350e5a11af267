/**
 * So many groups each index is asked for, wherever groups are ranked by OpenSearch itself: lists of
 * the dashboards, and query bodies of docs/cookbook.md. A list is exact while no month has more.
 * Without it each month gives its own first 25, and whoever is just below them in every month is left
 * out.
 */
export const LIST_GROUPS_MAX = 20_000;
