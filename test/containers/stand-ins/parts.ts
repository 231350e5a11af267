/** Prints, for build.sh, where this machine has what the stand-ins are made of; fetches what is missing. */
import { readEngineHome } from '../../../src/engine/home/engine-home.ts';
import { provideJars } from '../../../src/engine/java/jars.ts';
import { findJava, JAVA_ROOTS } from '../../../src/engine/java/java-home.ts';
import { installVersitygw } from '../../support/versitygw.ts';

const { found } = findJava(process.env, JAVA_ROOTS);
if (found === undefined) throw new Error('the stand-ins need a JDK 21 or newer');
const jars = await provideJars({
  home: readEngineHome(),
  javaHome: found.home,
  cacheDir: undefined,
  env: process.env,
  say: (line) => process.stderr.write(`# ${line}\n`),
  signal: undefined,
});
const parts = {
  node: process.execPath,
  java: found.home,
  jars,
  versitygw: installVersitygw() ?? '',
};
for (const [name, value] of Object.entries(parts))
  process.stdout.write(`${name}='${value.replaceAll("'", `'\\''`)}'\n`);
