import type { AnchorPlace } from './audit/anchor.ts';
import { dataSetById, saveDataSet, takenName } from './catalog/data-set.store.ts';
import { classDefaults, type DataSet, type Describe, describe, namesKey } from './catalog/data-set.ts';
import { derivedId } from './kernel/id.ts';
import { chainAbove, holdersOf, membersById, saveMember, userGroupsById } from './people/member.store.ts';
import { positionsKey, type Role, setRoles } from './people/member.ts';
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

/**
 * The demo firm's roles, managers and data sets, through the same deciders and commits as a person's. Once: what
 * was changed since stays.
 */
export async function seedDemo(house: House): Promise<void> {
  const last = dataSets.at(-1)?.id ?? '';
  if (await house.read((tx) => dataSetById(tx, house.tenant, last))) return;
  const by = zhou.id;
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
