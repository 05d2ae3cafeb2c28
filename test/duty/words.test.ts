import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { capabilities } from '../../src/capabilities.ts';
import { groupOf, pageOf } from '../../src/duty/agenda.ts';
import { cadenceText } from '../../src/duty/cadence.text.ts';
import { triggers } from '../../src/duty/cadence.ts';
import { dutyText } from '../../src/duty/duty.text.ts';
import { standing } from '../../src/duty/duty.view.ts';
import { dutyEventText } from '../../src/duty/event.text.ts';
import { openFace } from '../../src/duty/face.view.ts';
import { sparkline } from '../../src/duty/history.view.ts';
import { added, occurrence } from './world.ts';

const folder = fileURLToPath(new URL('../../src/duty/', import.meta.url));
const rules = readdirSync(folder)
  .filter((name) => /^[a-z-]+\.ts$/.test(name))
  .map((name) => readFileSync(`${folder}${name}`, 'utf8'))
  .join('\n');

/** Types of events that these rooms write: wherever one is put together, and whatever stands in a choice of two. */
function writtenTypes(): string[] {
  const written = ['duty', 'attention'].flatMap((room) => {
    const at = fileURLToPath(new URL(`../../src/${room}/`, import.meta.url));
    return readdirSync(at)
      .filter((name) => /^[a-z-]+(?:\.(?:job|store|slack))?\.ts$/.test(name))
      .flatMap((name) => {
        const text = readFileSync(`${at}${name}`, 'utf8');
        const places = text.matchAll(
          /(?:(?:happened(?:To)?|event|told)\(\s*|\btype(?: =|:) |(?<!\?)\? |: )(?:[^'(){};\n]*\? )?'((?:duty|attention|action)\.[a-z_]+)'/g,
        );
        return [...places].map(([, type = '']) => ({ type, text }));
      });
  });
  // Ids of actions, kinds of what is owed and keys of commands are called alike, but nothing happened by them.
  const past = /(?:ed|done|told|back|over|up)$/;
  return [...new Set(written.map(({ type }) => type).filter((type) => past.test(type)))];
}

const mustBeWritten = [
  ...['added', 'changed', 'paused', 'resumed', 'retired', 'handed_over', 'opened', 'missed', 'planned'],
  ...['submitted', 'done', 'accepted', 'returned', 'passed', 'skipped', 'undone', 'caught_up'],
  ...['calendar_linked', 'calendar_unlinked', 'file_asked', 'adopted', 'declined', 'decided', 'set_offered'],
].map((type) => `duty.${type}`);

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
    const types = writtenTypes();
    expect(types).toEqual(expect.arrayContaining(mustBeWritten));
    for (const locale of ['en', 'zh'] as const)
      for (const type of types) {
        const event = {
          ...{
            id: 'evt_1',
            tenant: 'T1',
            subject: 'occ_1',
            type,
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
            ...{ serial: 2, what: 'rules', person: 'U1', until: '2026-11-27T01:00:00Z' },
            ...{ day: '2026-11-26', items: 3, effective: true },
          },
          personal: { titleEn: 'Restore drill', titleZh: '恢复演练', note: 'because' },
        };
        const reader = { id: 'U9', locale, tz: 'Asia/Shanghai' };
        const said = capabilities.map(({ describe }) => describe?.(event, reader)).find(Boolean);
        if (process.env.PRINT) process.stdout.write(`${type}: ${said}\n`);
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

describe('how something open stands with time', () => {
  const duty = added({ toleranceDays: 2 });
  // Due on a Tuesday, in time until the end of Thursday in Shanghai.
  const open = occurrence({
    ...{ plannedOn: '2026-12-01', dueAt: new Date('2026-12-01T10:00:00Z') },
    lateAt: new Date('2026-12-03T10:00:00Z'),
  });
  const said = (locale: 'en' | 'zh', now: string, one = open) => {
    const reader = { id: open.owner, locale, tz: 'Asia/Shanghai' };
    const at = new Date(now);
    return [standing(duty, one, reader, at), openFace(duty, one, reader, at).text];
  };

  it('says before its day when it is due', () => {
    expect(said('en', '2026-12-01T09:59:59Z')[0]).toBe('due Tue 1 Dec');
    expect(said('zh', '2026-12-01T09:59:59Z')[0]).toBe('12月1日（周二）到期');
  });

  it('says within its tolerance that it was due, and until when it is in time', () => {
    for (const now of ['2026-12-01T10:00:00Z', '2026-12-03T09:59:59Z']) {
      expect(said('en', now)).toEqual([
        'was due Tue 1 Dec, still in time until Thu 3 Dec',
        `“${duty.titleEn}” was due Tue 1 Dec; it is still in time until Thu 3 Dec.`,
      ]);
      expect(said('zh', now)).toEqual([
        '应于12月1日（周二）完成，12月3日（周四）下班前仍算按时',
        `“${duty.titleZh}”应于12月1日（周二）完成，12月3日（周四）下班前仍算按时。`,
      ]);
    }
  });

  it('says after it that it is late, and when it was due once only', () => {
    expect(said('en', '2026-12-03T10:00:00Z')[0]).toBe(':warning: late: was due Tue 1 Dec');
    const back = occurrence({ ...open, state: 'returned', checkedBy: 'UCHECK', note: 'the log is missing' });
    expect(said('en', '2026-12-03T10:00:00Z', back)[0]).toBe(
      ':leftwards_arrow_with_hook: returned by <@UCHECK>: “the log is missing” · :warning: late: was due Tue 1 Dec',
    );
    expect(said('zh', '2026-12-02T10:00:00Z', back)[0]).toBe(
      ':leftwards_arrow_with_hook: <@UCHECK> 退回：“the log is missing” · 应于12月1日（周二）完成，12月3日（周四）下班前仍算按时',
    );
  });
});
