/**
 * Loaded before the test runner's own hooks (.taprc), in each process that it starts. They note each
 * module with its lines, read the source maps of all packages, and load themselves into whatever a test
 * starts: 0.35 CPU-seconds a test file, of use only to coverage, and the commands under test ran
 * with signal handlers that nobody else has.
 */
import hooks from 'node:async_hooks';
import { syncBuiltinESMExports } from 'node:module';

const { env } = process;
env._TAPJS_PROCESSINFO_EXCLUDE_ = '/./';
process.setSourceMapsEnabled = () => undefined;
// Of this process alone: with it the hooks do not register for its children.
env.__TAPJS_PROCESSINFO_TESTING_NO_REGISTER__ = String(process.pid);
env.NODE_OPTIONS = (env.NODE_OPTIONS ?? '').replace(/"?--import=\S*processinfo\S*"?/, '').trim();

// The runner follows every promise, for a tenth of a file's time, to tell which test an error belongs to
// that nobody caught. Without that the error ends the process, and the file has failed.
const ofNothing = { enable: () => ofNothing, disable: () => ofNothing };
hooks.createHook = () => ofNothing;
syncBuiltinESMExports();
