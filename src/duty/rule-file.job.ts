import type { Tx } from '../database/connection.ts';
import { derivedId } from '../kernel/id.ts';
import { companyOf } from '../people/company.store.ts';
import { employees } from '../people/member.store.ts';
import { dutiesById, dutiesOf } from './duty.store.ts';
import type { Duty, DutyRefusal } from './duty.ts';
import { addRule, changeRule, type Doors, dutyId, type RuleOutcome, retireRule } from './rule.job.ts';
import { type JudgedRules, judgeRules, type RuleChange } from './rule-file.form.ts';
import type { FileRow } from './rule-table.parse.ts';

const pageSize = 1_000;

/** Judges a file by what stands now. */
export async function planRules(
  tx: Tx,
  tenant: string,
  rows: readonly FileRow[],
  { retire, now }: { retire: boolean; now: Date },
): Promise<JudgedRules> {
  const duties = new Map<string, Duty>();
  for (let offset = 0; ; offset += pageSize) {
    const { rows: some } = await dutiesOf(tx, tenant, { page: { limit: pageSize, offset } });
    for (const duty of some) duties.set(duty.id, duty);
    if (some.length < pageSize) break;
  }
  const made = (key: string) => dutyId(tenant, 'plan', key);
  const keys = rows.map(({ cells }) => (cells.key ?? '').normalize('NFKC'));
  const named = await dutiesById(
    tx,
    tenant,
    keys.flatMap((key) => [key, made(key)]),
  );
  for (const duty of named.values()) duties.set(duty.id, duty);
  // An id of another workspace's export is a name like any other here.
  const idOf = (key: string) => (named.has(key) ? key : made(key));
  const [people, company] = await Promise.all([employees(tx, tenant), companyOf(tx, tenant)]);
  return judgeRules(rows, { people, company, now, duties, idOf, retire });
}

export type Applied = {
  added: number;
  changed: number;
  retired: number;
  refused: { change: RuleChange; key: DutyRefusal }[];
};

/** Carries out what was planned. What was carried out before changes nothing; what was changed since it was planned is refused. */
export async function applyRules(doors: Doors, changes: readonly RuleChange[]): Promise<Applied> {
  const applied: Applied = { added: 0, changed: 0, retired: 0, refused: [] };
  for (const change of changes) {
    const outcome = await carryOut(doors, change);
    if (outcome.kind === 'refused') applied.refused.push({ change, key: outcome.refused.key });
    else if (outcome.kind === 'done')
      applied[({ add: 'added', change: 'changed', retire: 'retired' } as const)[change.what]] += 1;
  }
  return applied;
}

function carryOut(doors: Doors, change: RuleChange): Promise<RuleOutcome> {
  const revision = change.what === 'add' ? 0 : change.before.revision;
  const said = change.what === 'retire' ? '' : JSON.stringify(change.input);
  const cause = {
    kind: 'cli',
    id: derivedId('pln', doors.tenant, change.what, String(revision), said),
  } as const;
  const act = { cause, by: null, duty: change.id };
  switch (change.what) {
    case 'add':
      return addRule(doors, act, change.input);
    case 'change':
      return changeRule(doors, act, change.input, revision);
    case 'retire':
      return retireRule(doors, act);
  }
}
