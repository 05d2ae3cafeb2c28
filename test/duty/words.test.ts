import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { groupOf, pageOf } from '../../src/duty/agenda.ts';
import { cadenceText } from '../../src/duty/cadence.text.ts';
import { triggers } from '../../src/duty/cadence.ts';
import { dutyText } from '../../src/duty/duty.text.ts';
import { dutyEventText } from '../../src/duty/event.text.ts';
import { describeDuty } from '../../src/duty/event.view.ts';
import { sparkline } from '../../src/duty/history.view.ts';

const folder = fileURLToPath(new URL('../../src/duty/', import.meta.url));
const rules = readdirSync(folder)
  .filter((name) => /^[a-z-]+\.ts$/.test(name))
  .map((name) => readFileSync(`${folder}${name}`, 'utf8'))
  .join('\n');

describe('the words of duties', () => {
  it('has a sentence for every refusal of every rule', () => {
    const keys = new Set(
      [...rules.matchAll(/(?:refuse\(\s*|error: |\| )'(duty\.[a-zA-Z]+)'/g)].map(([, key]) => key ?? ''),
    );
    expect(keys.size).toBeGreaterThan(40);
    expect([...keys].filter((key) => !Object.hasOwn(dutyText.en, key))).toEqual([]);
  });

  it('words everything a duty can come after', () => {
    const missing = triggers.filter(
      (event) =>
        !Object.hasOwn(cadenceText.en, `event.${event}`) || !Object.hasOwn(cadenceText.en, `after.${event}`),
    );
    expect(missing).toEqual([]);
  });

  it('words every event for a timeline, in both languages', () => {
    const types = new Set(
      [...rules.matchAll(/happened(?:To)?\(\s*(?:[^'()]*\? )?'duty\.([a-z_]+)'/g)].map(
        ([, type]) => type ?? '',
      ),
    );
    for (const type of ['done', 'missed', 'opened']) types.add(type);
    for (const type of ['calendar_linked', 'calendar_unlinked']) types.delete(type);
    expect(types.size).toBeGreaterThan(12);
    for (const locale of ['en', 'zh'] as const)
      for (const type of types) {
        const event = {
          ...{
            id: 'evt_1',
            tenant: 'T1',
            subject: 'occ_1',
            type: `duty.${type}`,
            version: 1,
            commandId: 'cmd_1',
          },
          ...{ cause: { kind: 'tick' as const, id: 'x' }, at: new Date('2026-11-26T04:00:00Z') },
          effectiveAt: new Date('2026-11-26T04:00:00Z'),
          data: {
            by: 'U1',
            owner: 'U2',
            from: 'U1',
            to: 'U2',
            plannedOn: '2026-11-26',
            lateMinutes: 90,
            flagged: 'same',
          },
          personal: { titleEn: 'Restore drill', titleZh: '恢复演练', note: 'because' },
        };
        const said = describeDuty(event, { id: 'U9', locale, tz: 'Asia/Shanghai' });
        expect(said, type).toBeTruthy();
        expect(said, type).not.toContain('undefined');
      }
    expect(Object.keys(dutyEventText.en)).toEqual(Object.keys(dutyEventText.zh));
  });

  it('draws figures as bars that fit a phone', () => {
    expect(sparkline([1, 2, 3, 8])).toBe('▁▂▃█');
    expect(sparkline([5, 5])).toBe('▄▄');
    expect([...sparkline([...Array(60).keys()])]).toHaveLength(24);
  });

  it('shows the last page for one past the end, and groups by the day of who looks', () => {
    const all = [...Array(200).keys()];
    expect(pageOf(all, 24, 8)).toMatchObject({ page: 24, rows: [192, 193, 194, 195, 196, 197, 198, 199] });
    expect(pageOf(all, 9_999, 8)).toMatchObject({ page: 24, total: 200 });
    expect(pageOf([], 3, 8)).toEqual({ page: 0, rows: [], total: 0 });
    const now = new Date('2026-11-26T04:00:00Z');
    const on = (plannedOn: string, lateAt = '2026-12-31T00:00:00Z') =>
      groupOf({ state: 'open', plannedOn, lateAt: new Date(lateAt) }, '2026-11-26', now);
    expect([on('2026-11-26'), on('2026-11-29'), on('2026-11-30')]).toEqual(['today', 'week', 'later']);
    expect(on('2026-11-20', '2026-11-26T04:00:00Z')).toBe('late');
    expect(on('2026-11-25')).toBe('today');
  });
});
