/** Goal: the number that the ledger holds beside each entry changes on purpose only. */
import t from 'tap';
import { READER_VERSION } from '../../src/source/reader-version.ts';

t.test('what is read of a log object has changed once since 1', async (t) => {
  t.equal(READER_VERSION, 2);
});
