/**
 * Loaded before the test runner's own hooks (.taprc), in each process that it starts. They note each
 * module with its lines, read the source maps of all packages, and load themselves into whatever a test
 * starts: 0.35 CPU-seconds a test file, of use only to coverage, and the commands under test ran
 * with signal handlers that nobody else has.
 */
const { env } = process;
env._TAPJS_PROCESSINFO_EXCLUDE_ = '/./';
process.setSourceMapsEnabled = () => undefined;
// Of this process alone: with it the hooks do not register for its children.
env.__TAPJS_PROCESSINFO_TESTING_NO_REGISTER__ = String(process.pid);
env.NODE_OPTIONS = (env.NODE_OPTIONS ?? '').replace(/"?--import=\S*processinfo\S*"?/, '').trim();
