import { describe, expect, it } from 'vitest';
import { changeDuty } from '../../src/duty/change.ts';
import type { Duty } from '../../src/duty/duty.ts';
import { judgeRules, type RulesAround } from '../../src/duty/rule-file.form.ts';
import { rowOf, ruleColumns } from '../../src/duty/rule-file.parse.ts';
import { planLines } from '../../src/duty/rule-file.view.ts';
import { type FileRow, readSheet, readYaml } from '../../src/duty/rule-table.parse.ts';
import { sheet } from '../../src/duty/sheet.ts';
import { companyDefaults } from '../../src/people/company.ts';
import { person } from '../access/world.ts';
import { added, everybody, free, noon, officer, schedule } from './world.ts';

const people = [
  ...everybody.values(),
  person('UWANG', { name: '王芳' }),
  person('UZHAO1', { name: 'Zhao Lei' }),
  person('UZHAO2', { name: 'Zhao Lei' }),
  person('UGONE', { name: 'Gone', leftAt: noon }),
];

function around(duties: readonly Duty[] = [], change: Partial<RulesAround> = {}): RulesAround {
  const all = new Map(duties.map((one) => [one.id, one]));
  const idOf = (key: string) => (all.has(key) ? key : `dty_of_${key}`);
  return { people, company: companyDefaults, now: noon, duties: all, idOf, retire: false, ...change };
}

function rows(read: readonly FileRow[] | { key: string }): readonly FileRow[] {
  if ('key' in read) throw new Error(read.key);
  return read;
}

const csv = (text: string) => rows(readSheet(text));
const said = (judged: ReturnType<typeof judgeRules>, locale: 'en' | 'zh' = 'en') =>
  planLines(judged, false, { locale, now: noon, unit: 'row', nameOf: (id) => everybody.get(id)?.name ?? id });

describe('a table of duties', () => {
  it('adds a duty from the least that has to be said, with what is usual for the rest', () => {
    const judged = judgeRules(csv('key,title,owner,when\nfw,Firewall rules,王芳,每月第一个工作日'), around());
    expect(judged).toMatchObject({ faults: [], same: 0 });
    expect(judged.changes[0]).toMatchObject({
      what: 'add',
      id: 'dty_of_fw',
      next: {
        ...{ titleEn: 'Firewall rules', titleZh: 'Firewall rules', owner: 'UWANG', kind: 'recurring' },
        cadence: { kind: 'workday', every: 'month', nth: 1, from: '2026-11-26' },
        ...{ office: { tz: 'Asia/Shanghai', holidays: 'china' }, leadDays: 3, nextOn: '2026-12-01' },
        ladder: [{ to: 'deputy' }, { to: 'manager' }, { to: 'officer' }],
      },
    });
  });

  it('is the same on another day once it was applied, empty cells included', () => {
    const file = csv(
      'key,title_en,title_zh,owner,when,from,off,lead,ladder,asks\nfw,Firewall,,@王芳,FREQ=WEEKLY;BYDAY=FR,,,,,"How it went\nnumber: Rules (pieces)"',
    );
    const [change] = judgeRules(file, around()).changes;
    if (change?.what !== 'add') throw new Error('nothing was added');
    // As the database hands it back: the keys of objects in another order.
    const { cadence } = change.next;
    const stored = { ...change.next, cadence: Object.fromEntries(Object.entries(cadence).reverse()) } as Duty;
    const later = new Date('2026-12-24T04:00:00Z');
    expect(judgeRules(file, around([stored], { now: later }))).toMatchObject({
      changes: [],
      same: 1,
      faults: [],
    });
  });

  it('takes what was exported unchanged, even where it could not be added any more', () => {
    const duties: Duty[] = [
      { ...added(), id: 'dty_a', titleEn: '=1+1', titleZh: '-备份' },
      { ...added({ cadence: { kind: 'once', on: '2026-12-01' } }), id: 'dty_b', nextOn: null, owner: null },
      {
        ...added({ cadence: { kind: 'after', event: 'people.left', workingDays: 3 }, kind: 'event' }),
        id: 'dty_c',
      },
      { ...added({ ladder: [] }), id: 'dty_d', owner: 'UGONE', titleEn: 'Call 13800138000 👩‍💻' },
    ];
    const later = new Date('2027-06-01T04:00:00Z');
    const judged = judgeRules(
      csv(sheet(ruleColumns, duties.map(rowOf))),
      around(duties, { now: later, retire: true }),
    );
    expect(judged).toMatchObject({ rows: 4, same: 4, changes: [], faults: [] });
  });

  it('may go on naming what was for once and is done, and not change it', () => {
    const file = csv('key,title,owner,when\nmove,Move the archive,王芳,on 2026-12-01');
    const [change] = judgeRules(file, around()).changes;
    if (change?.what !== 'add') throw new Error('nothing was added');
    const done: Duty = { ...change.next, state: 'retired', retiredWhy: 'done', nextOn: null, opensAt: null };
    const later = { now: new Date('2026-12-24T04:00:00Z') };
    expect(judgeRules(file, around([done], later))).toMatchObject({ same: 1, changes: [], faults: [] });
    const moved = csv('key,title,owner,when\nmove,Move the archive,王芳,on 2027-01-08');
    expect(judgeRules(moved, around([done], later)).faults).toMatchObject([{ key: 'row.retired' }]);
    // Somebody ended this one: a file that still names it is told so.
    const ended: Duty = { ...done, retiredWhy: null };
    expect(judgeRules(file, around([ended], later)).faults).toMatchObject([{ key: 'row.retired' }]);
  });

  it('takes who comes to a meeting by their names, and says whom it does not know', () => {
    const line = (who: string) =>
      csv(`key,title,owner,when,参会人\nmeet,Meeting,王芳,每月第一个工作日,"${who}"`);
    const judged = judgeRules(line('UCHEN、@UZHOU，UCHEN'), around());
    expect(judged.changes).toMatchObject([
      { what: 'add', next: { kind: 'meeting', participants: ['UCHEN', 'UZHOU'] } },
    ]);
    const [change] = judged.changes;
    if (change?.what !== 'add') throw new Error('nothing was added');
    expect(judgeRules(csv(sheet(ruleColumns, [rowOf(change.next)])), around([change.next]))).toMatchObject({
      same: 1,
    });
    expect(said(judgeRules(line('UCHEN'), around([{ ...change.next, id: 'meet' }])))[2]).toContain(
      'participants',
    );
    expect(judgeRules(line('UCHEN, Zhao Lei'), around()).faults).toMatchObject([
      { column: 'participants', key: 'row.personTwice' },
    ]);
    expect(judgeRules(line('UCHEN, Gone'), around()).faults).toMatchObject([
      { column: 'participants', key: 'row.personUnknown' },
    ]);
    const table = csv('key,title,owner,when,kind,participants\nx,X,王芳,每月第一个工作日,recurring,UCHEN');
    expect(judgeRules(table, around()).faults).toMatchObject([
      { refusal: { refused: { key: 'duty.noMeeting' } } },
    ]);
  });

  it('shows a change field by field, and leaves alone what the file has no column for', () => {
    const duty = added();
    const judged = judgeRules(
      csv(
        '编码,负责人,提前,完成时填写\ndty_1,王芳,5天,"数字：恢复用时 / Minutes to restore（min）\n链接：报告"',
      ),
      around([duty]),
    );
    expect(judged.changes[0]).toMatchObject({
      next: { titleEn: 'Restore a backup', toleranceDays: 1, owner: 'UWANG' },
    });
    expect(said(judged)).toEqual([
      'Read 1 duty: 0 to add, 1 to change, 0 as they are.',
      '~ Restore a backup',
      `    owner: ${everybody.get('ULIN')?.name} → UWANG`,
      '    lead: 2 → 5',
      '    asks: + link: 报告',
    ]);
    expect(said(judged, 'zh')[1]).toBe('~ 备份恢复演练');
  });

  it('says of each row what is wrong and how to mend it, without the cell', () => {
    const cells: readonly [cells: Readonly<Record<string, string>>, sentence: string][] = [
      [{ key: '' }, 'Row 2, key: there is no name. Give a short one'],
      [{ key: 'a b!' }, 'Row 3, key: a name is of letters, digits'],
      [{ title_en: '', title_zh: '' }, 'Row 4, title_en: there is no title.'],
      [{ title_en: '联系 13800138000' }, 'Row 5, title_en: There is a phone number in this text'],
      [{ owner: '' }, 'Row 6, owner: there is no owner.'],
      [{ owner: 'Nobody At All' }, 'Row 7, owner: this is the name of no employee'],
      [{ owner: 'Zhao Lei' }, 'Row 8, owner: several colleagues have this name.'],
      [{ owner: 'UGONE' }, 'Row 9, owner: this is the name of no employee'],
      [{ checker: '王芳' }, 'Row 10, checker: Nobody checks their own work.'],
      [{ controls: '3.4, 99.1' }, 'Row 11, controls: the 2nd is no measure'],
      [{ when: 'now and then' }, 'Row 12, when: this cannot be read.'],
      [{ when: 'monthly' }, 'Row 13, when: this cannot be read.'],
      [{ when: 'FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2' }, 'Row 14, when: There is no such day'],
      [{ when: 'on 2020-01-01' }, 'Row 15, when: That day is past.'],
      [{ when: 'FREQ=HOURLY' }, 'Row 16, when: A duty comes at most once a day.'],
      [{ when: 'workday 40 of month' }, 'Row 17, when: Please choose between the first and the fifteenth'],
      [{ when: 'FREQ=DAILY', off: 'sideways' }, 'Row 18, off: write before, after, skip or stay'],
      [{ when: 'FREQ=DAILY', from: '2026-02-30' }, 'Row 19, from: there is no such day.'],
      [{ lead: 'some' }, 'Row 20, lead: write a number of working days'],
      [{ holidays: 'XX' }, 'Row 21, holidays: The public holidays of that country'],
      [{ ladder: 'boss 8' }, 'Row 22, ladder: this cannot be read.'],
      [{ ladder: 'manager 8, manager 9' }, 'Row 23, ladder: this cannot be read.'],
      [{ asks: '[{' }, 'Row 24, asks: this cannot be read.'],
      [{ asks: 'choice: Result' }, 'Row 25, asks: line 1 cannot be read'],
      [{ kind: 'action' }, 'Row 26, kind: corrective actions are added with /duty actions'],
    ];
    const bad = cells.map(([change], at) => ({
      ...{ key: `k${at}`, title_en: 'T', owner: '王芳', when: 'workday 1 of month' },
      ...change,
    }));
    const judged = judgeRules(
      csv(sheet(ruleColumns, [...bad, bad[2], bad[2]] as Record<string, string>[])),
      around(),
    );
    const lines = said(judged).filter((line) => line.startsWith('  Row'));
    for (const [at, [, sentence]] of cells.entries()) expect(lines[at]).toContain(sentence);
    expect(lines.at(-1)).toContain('Row 28, key: row 4 has the same name already.');
    expect(lines.join('\n')).not.toMatch(/13800138000|Nobody At All|sideways|boss/);
    expect(judged.changes).toEqual([]);
    const zh = said(judged, 'zh').join('\n');
    expect(zh).toContain('第 7 行，owner：不是在职员工的姓名。');
    expect(zh).not.toMatch(/Please|write/);
  });

  it('ends what the file does not name only when told, when every row is good, and no corrective action', () => {
    const duties = [
      added(),
      { ...added(), id: 'dty_2' },
      { ...added(), id: 'dty_3', kind: 'action' as const },
    ];
    const file = csv('key\ndty_1');
    expect(judgeRules(file, around(duties))).toMatchObject({ changes: [], unnamed: 1 });
    expect(judgeRules(file, around(duties, { retire: true }))).toMatchObject({
      changes: [{ what: 'retire', id: 'dty_2' }],
      unnamed: 0,
    });
    const faulty = csv('key,lead\ndty_1,x');
    expect(judgeRules(faulty, around(duties, { retire: true }))).toMatchObject({ changes: [], unnamed: 1 });
    const ended = [{ ...added(), state: 'retired' as const }];
    expect(said(judgeRules(file, around(ended)))[1]).toContain('Row 2, key: this duty was ended.');
  });

  it('says why a file cannot be read', () => {
    expect(readSheet('\ufeff\n')).toEqual({ key: 'file.empty' });
    expect(readSheet('title;owner\nA;B')).toEqual({ key: 'file.noKey' });
    expect(readSheet('key;chekcer\na;B')).toEqual({ key: 'file.column', values: { at: 2 } });
    expect(readSheet('key,owner,负责人\na,B,C')).toEqual({ key: 'file.column', values: { at: 3 } });
    expect(readSheet('key,owner\n"a,B')).toMatchObject({ key: 'file.quote' });
    expect(csv('key;;owner\na;;B')).toHaveLength(1);
  });
});

describe('a YAML of duties', () => {
  it('reads lists, days and numbers as they are written, and names the line of a fault', async () => {
    const file = rows(
      await readYaml(`duties:
  - key: drill
    title_en: Restore drill
    title_zh: 恢复演练
    controls: [3.4, F.2]
    owner: 王芳
    deputy:
    when: on 2026-12-01
    lead: 2
    ladder: [manager 8, officer 24]
    asks:
      - number：Minutes (min)
      - "choice: Result = passed; failed"
  # a second one
  - key: other
    ownr: 王芳
`),
    );
    const judged = judgeRules(file, around());
    expect(judged.changes[0]).toMatchObject({
      next: {
        ...{ why: { controls: ['3.4', 'F.2'] }, deputy: null, cadence: { kind: 'once', on: '2026-12-01' } },
        ladder: [
          { to: 'manager', afterWorkingHours: 8 },
          { to: 'officer', afterWorkingHours: 24 },
        ],
        asks: [
          { kind: 'number', unit: 'min' },
          { kind: 'choice', options: [{ en: 'passed' }, { en: 'failed' }] },
        ],
      },
    });
    const reader = { locale: 'en', now: noon, unit: 'line', nameOf: (id: string) => id } as const;
    expect(planLines(judged, false, reader).at(-1)).toContain(
      'Line 15: one name is not known here or twice.',
    );
  });

  it('takes what is asked described, and says where it is no YAML', async () => {
    const file = rows(
      await readYaml(
        '- key: a\n  title_en: A\n  owner: UWANG\n  when: every Friday\n  asks: [{ kind: number, zh: 用时, min: 0 }]',
      ),
    );
    expect(judgeRules(file, around()).changes[0]).toMatchObject({
      next: { asks: [{ key: 'ask-1', kind: 'number', en: '用时', zh: '用时', min: 0, needed: true }] },
    });
    expect(await readYaml('- key: a\n  owner: [b')).toMatchObject({ key: 'file.yaml' });
    expect(await readYaml('- just words')).toEqual({ key: 'file.yaml', values: { line: 1 } });
    expect(await readYaml('key: a')).toEqual({ key: 'file.empty' });
    expect(await readYaml('duties: a')).toEqual({ key: 'file.list' });
    expect(await readYaml('')).toEqual({ key: 'file.empty' });
  });
});

it('a change of nothing but the words of a question is a change, and the same in another order is none', () => {
  const before = added();
  const { id: _id, ...rule } = before;
  const change = (input: Partial<Duty>) =>
    changeDuty({ ...rule, ...input, by: officer.id, revision: 1 } as unknown as Parameters<
      typeof changeDuty
    >[0])({ actor: officer, before, people: everybody, schedule }, noon);
  const [ask] = before.asks;
  if (!ask) throw new Error('nothing is asked');
  expect(change({ asks: [{ ...ask, en: free('Minutes it took') }] })).toMatchObject({
    next: { revision: 2 },
  });
  const turned = (one: object) => Object.fromEntries(Object.entries(one).reverse());
  expect(
    change({ asks: [turned(ask) as typeof ask], cadence: turned(before.cadence) as Duty['cadence'] }),
  ).toMatchObject({ events: [] });
});
