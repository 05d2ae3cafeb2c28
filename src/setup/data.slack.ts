import { z } from 'zod';
import { dataSetById, findDataSets, saveDataSet, takenName } from '../catalog/data-set.store.ts';
import {
  classDefaults,
  classifications,
  type DataSet,
  type Describe,
  describe,
  namesKey,
} from '../catalog/data-set.ts';
import { derivedId } from '../kernel/id.ts';
import type { Locale } from '../kernel/locale.ts';
import { plain } from '../kernel/message.ts';
import { membersById, userGroupsById } from '../people/member.store.ts';
import { isEmployee, userId } from '../people/member.ts';
import type { SubmittedView, Visit } from '../slack/capability.ts';
import { type LineFault, readList } from './list.parse.ts';
import { setupText } from './setup.text.ts';
import type { Faults } from './step.view.ts';
import { type Described, type Template, templates } from './template.ts';

const chosen = z.object({
  template: z.enum(['transfer', 'bookkeeping', 'both', 'csv']),
  owner: userId,
  approvers: z.array(userId).min(1).max(50),
});

/** Adds the data sets of a template or of a list. What is there already stays as it is: the step can be taken twice. */
export async function addSets(visit: Visit, { values }: SubmittedView): Promise<Faults> {
  const { locale } = visit.reader;
  const parsed = chosen.safeParse(values);
  if (!parsed.success) {
    const field = String(parsed.error.issues[0]?.path[0] ?? 'template');
    return { [field]: plain(setupText, locale, 'people.choose') };
  }
  const { template, owner, approvers } = parsed.data;
  const wanted = template === 'csv' ? listed(String(values.list ?? ''), locale) : suggested(template);
  if ('fault' in wanted) return { list: wanted.fault };
  const members = await visit.read((tx) => membersById(tx, visit.tenant, [owner, ...approvers]));
  const name = (id: string) => members.get(id)?.name ?? id;
  if (!isEmployee(members.get(owner)))
    return { owner: plain(setupText, locale, 'people.notEmployee', { name: name(owner) }) };
  const stranger = approvers.find((id) => !isEmployee(members.get(id)));
  if (stranger)
    return { approvers: plain(setupText, locale, 'people.notEmployee', { name: name(stranger) }) };
  for (const set of wanted.sets) {
    const { longestHours, pendingHours, handling } = classDefaults[set.classification];
    const command = {
      ...set,
      owner,
      approvers,
      approverGroups: [],
      guestsMayAsk: false,
      longestHours,
      pendingHours,
      handling,
    };
    const refused = await describeSet(visit, { ...command, purposes: [...set.purposes] }, null);
    if (refused !== undefined && refused !== 'catalog.codeTaken') {
      const reason = plain(setupText, locale, reasonOf(refused));
      const called = locale === 'zh' ? set.nameZh : set.nameEn;
      const under = template === 'csv' ? 'list' : 'template';
      return { [under]: plain(setupText, locale, 'data.refused', { name: called, reason }) };
    }
  }
  return undefined;
}

function suggested(template: Template): { sets: readonly Described[] } {
  const named = templates[template].map((set) => ({
    ...set,
    nameEn: plain(setupText, 'en', `set.${set.id}`),
    nameZh: plain(setupText, 'zh', `set.${set.id}`),
  }));
  return { sets: named };
}

/** A field shows so much: the first faults are told, the rest counted. */
const mostFaults = 4;

function listed(typed: string, locale: Locale): { sets: readonly Described[] } | { fault: string } {
  const read = readList(typed);
  if ('sets' in read) return read;
  if ('fault' in read) {
    const key = { empty: 'data.listEmpty', not_csv: 'data.notCsv', too_many: 'data.tooMany' } as const;
    return { fault: plain(setupText, locale, key[read.fault]) };
  }
  const told = read.faults.slice(0, mostFaults).map((fault) => faultInWords(fault, locale));
  const more = read.faults.length - told.length;
  const faults = told.join(locale === 'zh' ? '' : ' ');
  return { fault: plain(setupText, locale, 'data.listFault', { faults, more }) };
}

function faultInWords(fault: LineFault, locale: Locale): string {
  const { line } = fault;
  switch (fault.kind) {
    case 'fields':
      return plain(setupText, locale, 'data.lineFields', { line, count: fault.count });
    case 'twice':
      return plain(setupText, locale, 'data.lineTwice', { line });
    case 'field':
      return plain(setupText, locale, 'data.lineField', { line, what: fault.what });
  }
}

function reasonOf(key: string) {
  switch (key) {
    case 'catalog.nameTaken':
      return 'reason.nameTaken';
    case 'catalog.approverNotEmployee':
      return 'reason.approver';
    case 'catalog.ownerNotEmployee':
      return 'reason.owner';
    case 'catalog.noApprover':
      return 'reason.noApprover';
    default:
      return 'reason.other';
  }
}

const hours = z.coerce.number().int().min(1);

/** Sets the longest grant and the wait of every data set of a class. */
export async function changePolicies(visit: Visit, { values }: SubmittedView): Promise<Faults> {
  const { locale } = visit.reader;
  const { sets } = await visit.read((tx) =>
    findDataSets(tx, visit.tenant, { words: '', locale: 'en', limit: 1_000 }),
  );
  const rules = new Map<string, { longestHours: number; pendingHours: number }>();
  for (const one of classifications) {
    if (!sets.some((set) => set.classification === one)) continue;
    const read = (what: 'longest' | 'pending', most: number) => {
      const typed = hours.max(most).safeParse(values[`${what}.${one}`]);
      return typed.success
        ? { hours: typed.data }
        : { fault: { [`${what}.${one}`]: plain(setupText, locale, 'policies.number', { most }) } };
    };
    const longest = read('longest', classDefaults[one].mostHours);
    if (longest.fault) return longest.fault;
    const pending = read('pending', 720);
    if (pending.fault) return pending.fault;
    rules.set(one, { longestHours: longest.hours, pendingHours: pending.hours });
  }
  for (const set of sets) {
    const rule = rules.get(set.classification);
    if (!rule) continue;
    const { revision, retiredAt: _retired, ...described } = set;
    await describeSet(visit, { ...described, ...rule } as Described & Describe, revision);
  }
  return undefined;
}

/** One data set through its rule; answers why it was refused. */
async function describeSet(
  visit: Visit,
  command: Omit<DataSet, 'revision' | 'retiredAt' | 'reasonNeeded'> & { reasonNeeded?: boolean },
  revision: number | null,
): Promise<string | undefined> {
  const { tenant, reader, cause } = visit;
  const { id, owner, approvers, approverGroups } = command;
  const outcome = await visit.commit({
    id: derivedId('cmd', tenant, cause.id, JSON.stringify(command)),
    cause,
    keys: [namesKey, id],
    load: async (tx) => {
      const [members, groups] = [
        await membersById(tx, tenant, [reader.id, owner, ...approvers]),
        await userGroupsById(tx, tenant, approverGroups),
      ];
      return {
        actor: members.get(reader.id),
        before: await dataSetById(tx, tenant, id),
        owner: members.get(owner),
        approvers: approvers.map((approver) => members.get(approver)),
        approverGroups: approverGroups.map((group) => groups.get(group)),
        sameName: await takenName(tx, tenant, command),
      };
    },
    decide: describe({ ...(command as Describe & { id: string }), by: reader.id, revision }),
    save: (tx, next) => saveDataSet(tx, tenant, next),
  });
  return outcome.kind === 'refused' ? outcome.refused.key : undefined;
}
