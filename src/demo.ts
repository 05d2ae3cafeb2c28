import type { AnchorPlace } from './audit/anchor.ts';
import { caseByNumber, keepsCases, saveCase } from './catalog/case.store.ts';
import { type CaseFields, caseKey, openCase } from './catalog/case.ts';
import { dataSetById, saveDataSet, takenName } from './catalog/data-set.store.ts';
import { classDefaults, type DataSet, type Describe, describe, namesKey } from './catalog/data-set.ts';
import type { FreeText } from './kernel/free-text.ts';
import { derivedId } from './kernel/id.ts';
import {
  chainAbove,
  holdersOf,
  leadsPeople,
  membersById,
  saveMember,
  userGroupsById,
} from './people/member.store.ts';
import { positionsKey, type Role, setRoles } from './people/member.ts';
import { welcomeSilently } from './people/welcome.store.ts';
import { firm } from './sandbox/firm.ts';
import type { House } from './slack/capability.ts';

/** The channel of the demo firm in which checkpoints of the log are kept. */
export const demoAnchors: readonly AnchorPlace[] = [
  { kind: 'slack', name: `slack:${firm.channels.anchors.id}`, channel: firm.channels.anchors.id },
];

const { lin, chen, emma, wang, david, zhao, priya, sun, james, zhou } = firm.people;

const positions: readonly { who: { id: string }; roles: Role[]; manager: { id: string } | null }[] = [
  { who: zhou, roles: ['admin'], manager: null },
  { who: sun, roles: ['privacy_officer'], manager: zhou },
  { who: james, roles: ['auditor'], manager: zhou },
  { who: zhao, roles: ['owner'], manager: zhou },
  { who: wang, roles: ['approver'], manager: zhou },
  { who: david, roles: ['owner', 'approver'], manager: zhou },
  { who: priya, roles: [], manager: zhao },
  { who: lin, roles: [], manager: wang },
  { who: chen, roles: [], manager: david },
  { who: emma, roles: [], manager: david },
];

type CaseSeed = [
  number: string,
  kind: CaseFields['kind'],
  team: string,
  people: { id: string }[],
  region: string,
  clauses?: string,
];

const [transferTeam, bookkeepingTeam] = ['公司转让组', 'Bookkeeping'];

/** Cases of both teams, the newest last. */
const cases: readonly CaseSeed[] = [
  ['C-2026-0398', 'transfer', transferTeam, [lin, wang], '上海浦东'],
  ['C-2026-0405', 'transfer', transferTeam, [wang, emma], 'London'],
  ['BK-2026-0107', 'bookkeeping', bookkeepingTeam, [chen, david], '上海静安'],
  [
    'BK-2026-0118',
    'bookkeeping',
    bookkeepingTeam,
    [chen, david, lin],
    '上海徐汇',
    '第9.2条：电子资料在结案后30日内删除',
  ],
  ['T-2026-0031', 'tax', bookkeepingTeam, [chen, emma], 'Hangzhou'],
  [
    'C-2026-0412',
    'transfer',
    transferTeam,
    [lin, emma, wang],
    '上海浦东',
    'Clause 7.3: copies stay within the team',
  ],
  ['C-2026-0413', 'transfer', transferTeam, [lin, chen, wang], '苏州'],
];

type Seed = Pick<DataSet, 'id' | 'nameEn' | 'nameZh' | 'classification' | 'personal' | 'purposes'> & {
  owner: { id: string };
  approvers?: { id: string }[];
  groups?: string[];
  longestHours?: number;
};

const transfers = 'S01TRANSFER';
const bookkeeping = 'S02BOOKKEEP';

/** What a firm that transfers companies and keeps books has of its clients. */
const dataSets: readonly Seed[] = [
  {
    id: 'client-files',
    nameEn: 'Client identity files',
    nameZh: '客户身份资料',
    classification: 'strict',
    personal: 'sensitive',
    purposes: ['share_transfer', 'tax_filing', 'client_request', 'correction'],
    owner: zhao,
    approvers: [zhao, priya],
  },
  {
    id: 'transfer-contracts',
    nameEn: 'Share-transfer contracts',
    nameZh: '股权转让合同',
    classification: 'controlled',
    personal: 'personal',
    purposes: ['share_transfer', 'client_request', 'audit'],
    owner: zhao,
    groups: [transfers],
  },
  {
    id: 'tax-filings',
    nameEn: 'Tax filings',
    nameZh: '纳税申报资料',
    classification: 'controlled',
    personal: 'personal',
    purposes: ['tax_filing', 'bookkeeping', 'audit', 'correction'],
    owner: david,
    groups: [bookkeeping],
    longestHours: 72,
  },
  {
    id: 'bank-statements',
    nameEn: 'Bank statements',
    nameZh: '银行流水',
    classification: 'strict',
    personal: 'sensitive',
    purposes: ['bookkeeping', 'audit'],
    owner: david,
    approvers: [david, sun],
    longestHours: 4,
  },
  {
    id: 'seals',
    nameEn: 'Register of seals and licences',
    nameZh: '印章证照登记',
    classification: 'controlled',
    personal: 'none',
    purposes: ['share_transfer', 'client_request'],
    owner: zhao,
    approvers: [zhao],
    groups: [transfers],
  },
  {
    id: 'leads',
    nameEn: 'Leads',
    nameZh: '潜在客户名单',
    classification: 'internal',
    personal: 'personal',
    purposes: ['marketing'],
    owner: wang,
    approvers: [wang, david],
  },
  {
    id: 'payroll',
    nameEn: 'Payroll of clients',
    nameZh: '客户工资表',
    classification: 'strict',
    personal: 'sensitive',
    purposes: ['payroll', 'tax_filing'],
    owner: david,
    approvers: [sun],
    groups: [bookkeeping],
  },
  {
    id: 'statistics',
    nameEn: 'Anonymised statistics',
    nameZh: '匿名统计',
    classification: 'public',
    personal: 'none',
    purposes: ['marketing', 'audit'],
    owner: sun,
    approvers: [sun, zhou],
  },
];

/** The people of the demo firm have worked with Shoumi for a while: only who joins now is greeted. */
async function greetNobody(house: House): Promise<void> {
  await house.commit({
    id: derivedId('cmd', house.tenant, 'demo', 'greeted'),
    cause: { kind: 'start', id: 'demo' },
    keys: ['people.welcome'],
    load: async () => house.now(),
    decide: (at) => ({ next: at, events: [] }),
    save: (tx, at) => welcomeSilently(tx, house.tenant, at),
  });
}

/**
 * The demo firm's roles, managers and data sets, through the same deciders and commits as a person's. Once: what
 * was changed since stays.
 */
export async function seedDemo(house: House): Promise<void> {
  const last = dataSets.at(-1)?.id ?? '';
  if (await house.read((tx) => dataSetById(tx, house.tenant, last))) return;
  const by = zhou.id;
  await greetNobody(house);
  for (const { who, roles, manager } of positions) {
    const above = manager?.id ?? null;
    await house.commit({
      id: derivedId('cmd', house.tenant, 'demo', who.id),
      cause: { kind: 'start', id: 'demo' },
      keys: [positionsKey, `person:${who.id}`],
      load: async (tx) => {
        const members = await membersById(tx, house.tenant, [by, who.id, ...(above ? [above] : [])]);
        return {
          actor: members.get(by),
          member: members.get(who.id),
          manager: above ? members.get(above) : undefined,
          chain: above ? await chainAbove(tx, house.tenant, above) : [],
          admins: await holdersOf(tx, house.tenant, 'admin'),
        };
      },
      decide: setRoles({ member: who.id, roles, manager: above, by }),
      save: (tx, next) => saveMember(tx, house.tenant, next),
    });
  }
  for (const { owner, approvers = [], groups = [], id, longestHours, ...rest } of dataSets) {
    const { longestHours: usual, pendingHours, handling } = classDefaults[rest.classification];
    const command = {
      ...(rest as Pick<Describe, 'nameEn' | 'nameZh' | 'classification' | 'personal' | 'purposes'>),
      id,
      by,
      revision: null,
      guestsMayAsk: false,
      owner: owner.id,
      approvers: approvers.map((one) => one.id),
      approverGroups: groups,
      handling,
      pendingHours,
      longestHours: longestHours ?? usual,
    };
    await house.commit({
      id: derivedId('cmd', house.tenant, 'demo', id),
      cause: { kind: 'start', id: 'demo' },
      keys: [namesKey, id],
      load: async (tx) => {
        const [members, usergroups] = [
          await membersById(tx, house.tenant, [by, command.owner, ...command.approvers]),
          await userGroupsById(tx, house.tenant, groups),
        ];
        return {
          actor: members.get(by),
          before: await dataSetById(tx, house.tenant, id),
          owner: members.get(command.owner),
          approvers: command.approvers.map((approver) => members.get(approver)),
          approverGroups: groups.map((group) => usergroups.get(group)),
          sameName: await takenName(tx, house.tenant, command),
        };
      },
      decide: describe(command),
      save: (tx, next) => saveDataSet(tx, house.tenant, next),
    });
  }
}

/** The demo firm's cases, once: from then on it keeps a register, and only numbers in it are taken. */
export async function seedCases(house: House): Promise<void> {
  if (await house.read((tx) => keepsCases(tx, house.tenant))) return;
  for (const [number, kind, team, people, region, clauses = ''] of cases) {
    const ids = people.map((one) => one.id);
    const words = { team, region, clauses } as Record<'team' | 'region' | 'clauses', FreeText>;
    await house.commit({
      id: derivedId('cmd', house.tenant, 'demo', number),
      cause: { kind: 'start', id: 'demo' },
      keys: [caseKey(number)],
      load: async (tx) => {
        const members = await membersById(tx, house.tenant, [wang.id, ...ids]);
        return {
          actor: members.get(wang.id),
          leads: await leadsPeople(tx, house.tenant, wang.id),
          before: await caseByNumber(tx, house.tenant, number),
          people: ids.map((id) => members.get(id)),
          form: null,
        };
      },
      decide: openCase({ number, kind, people: ids, ...words, by: wang.id }),
      save: (tx, next) => saveCase(tx, house.tenant, next),
    });
  }
}
