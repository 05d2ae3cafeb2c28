import { z } from 'zod';
import { type Decision, refuse } from '../kernel/decision.ts';
import { freeText } from '../kernel/free-text.ts';
import { holds, isEmployee, isGuest, type Member, userId } from '../people/member.ts';
import type { UserGroup } from '../people/user-group.ts';

/** The four classes, from open to strict. 机密 and 绝密 are marks of state secrets and not ours to use. */
export const classifications = ['public', 'internal', 'controlled', 'strict'] as const;
export type Classification = (typeof classifications)[number];

/** Whether a data set holds personal data, and whether sensitive personal data (PIPL art. 28). */
export const personalKinds = ['none', 'personal', 'sensitive'] as const;
export type PersonalKind = (typeof personalKinds)[number];

/** What may be done with copies: send, send over WeChat, print, carry out of the office. */
export const handlingActs = ['send', 'wechat', 'print', 'carry'] as const;
export const handlingRules = ['yes', 'ask', 'no'] as const;
/** How a copy ends: nothing special, shredded or wiped, or with a witness. */
export const destructions = ['plain', 'shred', 'witness'] as const;
export type Handling = Record<(typeof handlingActs)[number], (typeof handlingRules)[number]> & {
  destroy: (typeof destructions)[number];
};

/** Why somebody may want the data; a data set allows some of them (purpose limitation, PIPL art. 6). */
export const purposeKinds = [
  'share_transfer',
  'tax_filing',
  'bookkeeping',
  'client_request',
  'payroll',
  'audit',
  'marketing',
  'correction',
] as const;
export type PurposeKind = (typeof purposeKinds)[number];

/** A set of client data with the rules under which people get at it. */
export type DataSet = {
  id: string;
  nameEn: string;
  nameZh: string;
  classification: Classification;
  personal: PersonalKind;
  handling: Handling;
  owner: string;
  /** Any one of these people, or of the members of these user groups, decides. */
  approvers: readonly string[];
  approverGroups: readonly string[];
  purposes: readonly PurposeKind[];
  /** Longest grant, in hours. */
  longestHours: number;
  /** How long a request waits before it lapses, in hours of the company's working time. */
  pendingHours: number;
  /** Whether guests of the workspace may ask, too: people of other firms who work here, such as an outside accountant. */
  guestsMayAsk: boolean;
  /** Whether a request must say in a sentence what the data is needed for. */
  reasonNeeded: boolean;
  /** Grows with every change; a form that was opened before is told so. */
  revision: number;
  retiredAt: Date | null;
};

/**
 * What each class suggests when a data set is made, and the most it allows: a strict set is never granted for a month. Waiting counts
 * hours of work: three working days of nine hours, two, one and one.
 */
export const classDefaults: Record<
  Classification,
  Pick<DataSet, 'longestHours' | 'pendingHours' | 'reasonNeeded' | 'handling'> & { mostHours: number }
> = {
  public: {
    longestHours: 720,
    mostHours: 2160,
    pendingHours: 27,
    reasonNeeded: false,
    handling: { send: 'yes', wechat: 'yes', print: 'yes', carry: 'yes', destroy: 'plain' },
  },
  internal: {
    longestHours: 168,
    mostHours: 720,
    pendingHours: 18,
    reasonNeeded: false,
    handling: { send: 'yes', wechat: 'no', print: 'yes', carry: 'ask', destroy: 'shred' },
  },
  controlled: {
    longestHours: 24,
    mostHours: 168,
    pendingHours: 9,
    reasonNeeded: true,
    handling: { send: 'ask', wechat: 'no', print: 'ask', carry: 'ask', destroy: 'shred' },
  },
  strict: {
    longestHours: 8,
    mostHours: 24,
    pendingHours: 9,
    reasonNeeded: true,
    handling: { send: 'no', wechat: 'no', print: 'no', carry: 'no', destroy: 'witness' },
  },
};

/**
 * What people type instead of a name: small Latin letters, digits and single dashes, 2 to 40, beginning with a letter. It is the id of
 * the data set, so it stays for ever; `_` marks ids of ours and is not in it.
 */
export const dataSetCode = z
  .string()
  .max(100)
  .transform((typed) => typed.normalize('NFKC').trim().toLowerCase().replaceAll(/\s+/gu, '-'))
  .pipe(z.string().regex(/^(?=.{2,40}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'catalog.codeForm'));

/** Slack ids of user groups. */
export const userGroupId = z.string().regex(/^S[A-Z0-9]{2,30}$/);

const hours = z.coerce.number({ error: 'catalog.hours' }).int('catalog.hours').min(1, 'catalog.hours');

/**
 * What the form of a data set hands in, flat as its fields are. Names are names of data, not of people: they pass the guard of free
 * text. Hours are whole.
 */
export const describeFields = z.object({
  nameZh: freeText({ max: 75 }),
  nameEn: freeText({ max: 75 }),
  classification: z.enum(classifications),
  personal: z.enum(personalKinds),
  owner: userId,
  approvers: z.array(userId).max(50, 'catalog.tooMany'),
  approverGroups: z.array(userGroupId).max(20, 'catalog.tooMany'),
  purposes: z.array(z.enum(purposeKinds)).min(1, 'catalog.noPurpose'),
  send: z.enum(handlingRules),
  wechat: z.enum(handlingRules),
  print: z.enum(handlingRules),
  carry: z.enum(handlingRules),
  destroy: z.enum(destructions),
  longestHours: hours,
  pendingHours: hours.max(720, 'catalog.pendingTooLong'),
  // A box that is ticked or not; forms from before there was one hand nothing in.
  guestsMayAsk: z
    .union([z.boolean(), z.array(z.literal('yes')).max(1)])
    .nullish()
    .transform((ticked) => (Array.isArray(ticked) ? ticked.length > 0 : ticked === true)),
  reasonNeeded: z.enum(['yes', 'no']).nullish(),
});

/** The fields as a rule takes them: who may decide, for how long, and how copies are handled. */
export const describeInput = describeFields.transform(
  ({ send, wechat, print, carry, destroy, reasonNeeded, ...rest }) => ({
    ...rest,
    ...(reasonNeeded ? { reasonNeeded: reasonNeeded === 'yes' } : {}),
    handling: { send, wechat, print, carry, destroy },
  }),
);
export type Describe = Omit<z.infer<typeof describeInput>, 'reasonNeeded'> & { reasonNeeded?: boolean };

export type DescribeRefusal =
  | 'catalog.notAllowed'
  | 'catalog.codeTaken'
  | 'catalog.changedMeanwhile'
  | 'catalog.retired'
  | 'catalog.ownerNotEmployee'
  | 'catalog.noApprover'
  | 'catalog.approverNotEmployee'
  | 'catalog.groupGone'
  | 'catalog.tooLong'
  | 'catalog.sensitiveTooOpen'
  | 'catalog.nameTaken';

/** What describing a data set looks at. */
export type DescribeState = {
  actor: Member | undefined;
  before: DataSet | undefined;
  owner: Member | undefined;
  /** In the order of the command; undefined for people and groups nobody knows. */
  approvers: readonly (Member | undefined)[];
  approverGroups: readonly (UserGroup | undefined)[];
  /** The name that another data set, in use or not, already has. */
  sameName: 'nameEn' | 'nameZh' | null;
};

/** The lock of the rule over several data sets: their names are unique. */
export const namesKey = 'catalog.names';

/** May add data sets: admins and privacy officers. */
export function mayAdd(actor: Member | undefined): boolean {
  return holds(actor, 'admin') || holds(actor, 'privacy_officer');
}

/** May change a data set or take it out of use: who may add one, and its owner. */
export function mayChange(actor: Member | undefined, set: Pick<DataSet, 'owner'> | undefined): boolean {
  return mayAdd(actor) || (isEmployee(actor) && set?.owner === actor.id);
}

/**
 * Adds (`revision` null) or changes a data set. Refused: to whom it is not allowed; for a code that is taken; for a form opened before
 * somebody else's change; an owner or approver who is no employee; a group that is gone; nobody to decide; a longest grant above
 * what the class allows; sensitive personal data (PIPL art. 28) in a public or internal class; a name that is taken.
 */
export function describe(command: Describe & { id: string; by: string; revision: number | null }) {
  return (state: DescribeState): Decision<DataSet, DescribeRefusal> => {
    const { actor, before } = state;
    if (!mayChange(actor, before)) return refuse('catalog.notAllowed');
    if (before && command.revision === null) return refuse('catalog.codeTaken', undefined, 'code');
    if (command.revision !== null && (!before || before.retiredAt)) return refuse('catalog.retired');
    if (before && before.revision !== command.revision) return refuse('catalog.changedMeanwhile');
    if (!isEmployee(state.owner)) return refuse('catalog.ownerNotEmployee', undefined, 'owner');
    if (command.approvers.length + command.approverGroups.length === 0)
      return refuse('catalog.noApprover', undefined, 'approvers');
    const stranger = state.approvers.findIndex((approver) => !isEmployee(approver));
    if (stranger >= 0)
      return refuse(
        'catalog.approverNotEmployee',
        { name: state.approvers[stranger]?.name ?? '?' },
        'approvers',
      );
    if (state.approverGroups.some((group) => !group || group.disabled))
      return refuse('catalog.groupGone', undefined, 'approverGroups');
    const most = classDefaults[command.classification].mostHours;
    if (command.longestHours > most) return refuse('catalog.tooLong', { hours: most }, 'longestHours');
    if (
      command.personal === 'sensitive' &&
      (command.classification === 'public' || command.classification === 'internal')
    ) {
      return refuse('catalog.sensitiveTooOpen', undefined, 'classification');
    }
    if (state.sameName !== null) return refuse('catalog.nameTaken', undefined, state.sameName);
    const { by, revision, ...rest } = command;
    const reasonNeeded =
      command.reasonNeeded ?? before?.reasonNeeded ?? classDefaults[command.classification].reasonNeeded;
    const described = { ...rest, reasonNeeded };
    if (before && canonicalRules(before) === canonicalRules(described)) return { next: before, events: [] };
    const next: DataSet = { ...described, revision: (revision ?? 0) + 1, retiredAt: null };
    const { nameEn, nameZh } = next;
    return {
      next,
      events: [
        {
          type: before ? 'catalog.changed' : 'catalog.added',
          version: 1,
          subject: next.id,
          data: { by, revision: next.revision, ...recorded(next) },
          personal: { nameEn, nameZh },
        },
      ],
    };
  };
}

/** May ask for a data set: employees, and guests where its policy says so. Nobody who left, no stranger, no bot. */
export function mayAsk(member: Member | undefined, set: Pick<DataSet, 'guestsMayAsk'>): boolean {
  return isEmployee(member) || (isGuest(member) && set.guestsMayAsk);
}

/** The rules go into the event whole: years later it tells under which of them a grant was given. */
function recorded(set: Rules) {
  const { classification, personal, owner, approvers, approverGroups, purposes } = set;
  const { longestHours, pendingHours, reasonNeeded } = set;
  const { send, wechat, print, carry, destroy } = set.handling;
  return {
    classification,
    personal,
    handling: { send, wechat, print, carry, destroy },
    owner,
    approvers,
    approverGroups,
    purposes,
    longestHours,
    pendingHours,
    guestsMayAsk: set.guestsMayAsk,
    reasonNeeded,
  };
}

type Rules = Omit<DataSet, 'revision' | 'retiredAt'>;

/** Two descriptions with the same text say the same; the order of approvers says nothing. */
function canonicalRules(set: Rules): string {
  const rules = recorded(set);
  const sorted = {
    approvers: [...rules.approvers].sort(),
    approverGroups: [...rules.approverGroups].sort(),
    purposes: [...rules.purposes].sort(),
  };
  return JSON.stringify([set.nameEn, set.nameZh, { ...rules, ...sorted }]);
}
