/** The image that the tests run OpenSearch from where they run it in Docker; null: the official one. */
export const TEST_IMAGE: string | null = process.env.TAMARIN_TEST_OPENSEARCH_IMAGE ?? null;
