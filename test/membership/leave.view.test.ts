import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { leavingPart } from '../../src/membership/leave.view.ts';
import { saveAbsence } from '../../src/people/absence.store.ts';
import { type Absence, daysSpan } from '../../src/people/absence.ts';
import { saveMember } from '../../src/people/member.store.ts';
import { person } from '../access/world.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

const tenant = 'T1';
const tz = 'Asia/Shanghai';
const holiday = daysSpan('2026-10-01', '2026-10-07', tz);
const leave = {
  ...{ tenant, reader: { id: 'ULIN', locale: 'en' as const, tz }, now: new Date('2026-09-30T01:00:00Z') },
  ...holiday,
};

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.drop());
beforeEach(async () => {
  await fresh.database.sql`truncate absence, member`;
  for (const [id, more] of Object.entries({
    ULIN: { tz, manager: 'UWANG' },
    UWANG: { name: '王芳' },
    UCHEN: { name: '陈宇' },
  }))
    await saveMember(fresh.database, tenant, person(id, more));
});

function away(first: string, last: string, more: Partial<Absence> = {}): Promise<void> {
  return saveAbsence(fresh.database, tenant, {
    ...{ id: `abs_${first}`, member: 'ULIN', firstDay: first, lastDay: last, ...daysSpan(first, last, tz) },
    ...{ deputies: [], source: 'recorded', state: 'planned', recordedBy: 'ULIN', ...more },
  });
}

type Buttons = { text: { text: string }; value: string; action_id: string }[];
async function shown() {
  const { blocks, shows } = await leavingPart(fresh.database, leave);
  const [said, row] = blocks as unknown as [
    { text: { text: string }; accessory?: { action_id: string; value: string } } | undefined,
    { elements: Buttons } | undefined,
  ];
  return {
    ...{ said: said?.text.text, accessory: said?.accessory, shows },
    buttons: (row?.elements ?? []).map(({ text, value }) => [text.text, value]),
  };
}

describe('before days off', () => {
  it('with nobody to stand in, offers whom one had last and the manager, with the days', async () => {
    await away('2026-05-01', '2026-05-05', { deputies: ['UCHEN'], state: 'over' });
    expect(await shown()).toMatchObject({
      said: 'Nobody stands in for you on those days yet.',
      shows: ['ULIN'],
      buttons: [
        ['陈宇 stands in', '2026-10-01 2026-10-07 UCHEN'],
        ['王芳 stands in', '2026-10-01 2026-10-07 UWANG'],
        ['Somebody else …', '2026-10-01 2026-10-07'],
      ],
    });
  });

  it('offers nobody who is away then or left', async () => {
    await away('2026-05-01', '2026-05-05', { deputies: ['UCHEN'], state: 'over' });
    await away('2026-10-02', '2026-10-09', { id: 'abs_wang', member: 'UWANG' });
    await saveMember(fresh.database, tenant, person('UCHEN', { leftAt: new Date(0) }));
    expect((await shown()).buttons.map(([text]) => text)).toEqual(['Somebody else …']);
  });

  it('says who stands in where somebody does, with the way to change it', async () => {
    await away('2026-10-01', '2026-10-12', { deputies: ['UCHEN', 'UWANG'] });
    expect(await shown()).toMatchObject({
      said: ':handshake: <@UCHEN> and <@UWANG> stand in for you on those days.',
      accessory: { action_id: 'away.change', value: 'abs_2026-10-01' },
      buttons: [],
    });
  });

  it('asks for a deputy of an absence that has none, not of one that was cancelled or read from a status', async () => {
    for (const more of [
      {},
      { state: 'cancelled' as const, deputies: ['UCHEN'] },
      { source: 'status' as const },
    ]) {
      await fresh.database.sql`truncate absence`;
      await away('2026-10-01', '2026-10-07', more);
      expect((await shown()).said).toContain('Nobody stands in');
    }
  });

  it('is not a guest’s', async () => {
    await saveMember(fresh.database, tenant, person('ULIN', { standing: 'guest' }));
    expect(await shown()).toMatchObject({ said: undefined, shows: [] });
  });
});
