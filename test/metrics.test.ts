import { expect, it } from 'vitest';
import { connect } from '../src/database/connection.ts';
import { makeMetrics } from '../src/metrics.ts';

it('tells of the process while the database is away, and makes no figures up', async () => {
  // Nobody listens on the discard port.
  const database = connect('postgres://nobody@127.0.0.1:9/none');
  const away = async () => Promise.reject(new Error('away'));
  const jobs = { add: away, ring: () => {}, atRest: away, pending: away, backlog: away, stop: away };
  const told = await makeMetrics(() => ({ database, jobs, anchorAges: away })).metrics();
  expect(told).toContain('process_resident_memory_bytes');
  expect(told).not.toMatch(/^shoumi_\w+(\{.*\})? \d/m);
  await database.stop();
});
