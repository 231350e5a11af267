/** Goal: a schedule is said as a person would write it. */
import t from 'tap';
import { nextOfCron, scheduleText, toSchedule } from '../../src/config/read-schedule.ts';

t.test('an interval is said in its longest whole unit', async (t) => {
  for (const text of ['10s', '90s', '15m', '90m', '2h', '25h', '1d', '24d'])
    t.equal(scheduleText(toSchedule(text, null)), text);
  t.equal(scheduleText(toSchedule('24h', null)), '1d');
  t.equal(scheduleText(toSchedule('120s', null)), '2m');
});

t.test('a cron expression is said with its time zone, UTC where none was given', async (t) => {
  t.equal(scheduleText(toSchedule('7 * * * *', 'Europe/Berlin')), '7 * * * * (Europe/Berlin)');
  t.equal(scheduleText(toSchedule('@daily', null)), '@daily (UTC)');
});

t.test('an expression that never comes true, or is none, has no next time', async (t) => {
  const timeZone = 'UTC';
  t.equal(nextOfCron({ expression: '7 * * * *', timeZone }, 0), 420_000);
  for (const expression of ['0 0 30 2 *', '* * * * * *', 'x'])
    t.equal(nextOfCron({ expression, timeZone }, 0), null, expression);
});
