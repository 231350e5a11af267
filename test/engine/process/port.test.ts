/** Goal: the port asked for is taken as it is; any free one is below those of outgoing traffic. */
import t from 'tap';
import { choosePort } from '../../../src/engine/process/port.ts';

t.test('0 takes a free port below the range of outgoing connections', async (t) => {
  const port = await choosePort(0);
  t.ok(port >= 20_000 && port < 32_000, String(port));
});

t.test('a free port is taken when asked for, above 9299 too', async (t) => {
  const port = await choosePort(0);
  t.equal(await choosePort(port), port);
});
