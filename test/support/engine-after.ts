/** Run by tap after the last test file: stops the OpenSearch of engine-before.ts and deletes its data. */
import { endTestEngine } from './end-test-engine.ts';

await endTestEngine();
