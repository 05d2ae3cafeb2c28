import { directChannel, newChannel } from './channels.ts';
import { newPerson, type Usergroup } from './people.ts';
import { APP, SLACKBOT, TEAM, type Workspace } from './workspace.ts';

/** The demo firm: it transfers companies and keeps books for clients, in Shanghai and with a desk in London. */
const zh = { locale: 'zh-CN', tz: 'Asia/Shanghai' };
const london = { locale: 'en-GB', tz: 'Europe/London' };
const shanghai = { locale: 'en-US', tz: 'Asia/Shanghai' };

export const firm = {
  team: TEAM,
  people: {
    lin: newPerson({ id: 'U01LINXIAO0', name: 'lin.xiao', real_name: '林晓', title: '公司转让专员', ...zh }),
    chen: newPerson({ id: 'U02CHENYU00', name: 'chen.yu', real_name: '陈宇', title: '代理记账会计', ...zh }),
    emma: newPerson({
      id: 'U03EMMA0000',
      name: 'emma.clarke',
      real_name: 'Emma Clarke',
      title: 'Client desk, London',
      ...london,
    }),
    wang: newPerson({
      id: 'U04WANGFANG',
      name: 'wang.fang',
      real_name: '王芳',
      title: '公司转让组组长',
      ...zh,
    }),
    david: newPerson({
      id: 'U05DAVID000',
      name: 'david.miller',
      real_name: 'David Miller',
      title: 'Team lead, bookkeeping',
      ...shanghai,
    }),
    zhao: newPerson({
      id: 'U06ZHAOMIN0',
      name: 'zhao.min',
      real_name: '赵敏',
      title: '客户资料负责人',
      ...zh,
    }),
    priya: newPerson({
      id: 'U07PRIYA000',
      name: 'priya.nair',
      real_name: 'Priya Nair',
      title: 'Deputy owner, client data',
      ...london,
    }),
    sun: newPerson({
      id: 'U08SUNLI000',
      name: 'sun.li',
      real_name: '孙丽',
      title: '个人信息保护负责人',
      ...zh,
    }),
    james: newPerson({
      id: 'U09JAMES000',
      name: 'james.lee',
      real_name: 'James Lee',
      title: 'Internal auditor',
      ...shanghai,
    }),
    zhou: newPerson({
      id: 'U10ZHOUKAI0',
      name: 'zhou.kai',
      real_name: '周凯',
      title: '系统管理员',
      is_admin: true,
      is_owner: true,
      ...zh,
    }),
    gao: newPerson({
      id: 'U11GAOXIANG',
      name: 'gao.xiang',
      real_name: '高翔',
      title: '公司转让专员（已离职）',
      deleted: true,
      ...zh,
    }),
    tom: newPerson({
      id: 'U12TOMBAKER',
      name: 'tom.baker',
      real_name: 'Tom Baker',
      title: 'Guest, external accountant',
      is_restricted: true,
      ...london,
    }),
  },
  usergroups: {
    transfers: {
      id: 'S01TRANSFER',
      handle: 'transfers-leads',
      name: 'Transfers leads',
      users: ['U04WANGFANG', 'U06ZHAOMIN0'],
      date_update: 0,
    },
    bookkeeping: {
      id: 'S02BOOKKEEP',
      handle: 'bookkeeping-leads',
      name: 'Bookkeeping leads',
      users: ['U05DAVID000', 'U07PRIYA000'],
      date_update: 0,
    },
  } satisfies Record<string, Usergroup>,
  channels: {
    general: { id: 'C01GENERAL0', name: 'general', topic: '公司公告 · Company news' },
    transfers: { id: 'C02TRANSFER', name: 'transfers', topic: '公司转让 · Company transfers' },
    bookkeeping: { id: 'C03BOOKKEEP', name: 'bookkeeping', topic: '代理记账 · Bookkeeping' },
    compliance: { id: 'C04COMPLY00', name: 'compliance', topic: '合规 · Compliance' },
    anchors: { id: 'C06ANCHORS0', name: 'log-anchors', topic: '存证 · Checkpoints of the audit log' },
    partner: {
      id: 'C05PARTNER0',
      name: 'partner-shared',
      topic: '与合作方共享 · Shared with our partner firm',
    },
  },
} as const;

/** Fills an empty store with the firm. The bot is a member of every channel; whether it may speak there is its own to know. */
export function seedFirm({ store, clock, manifest }: Workspace): void {
  const { people, channels: rooms } = firm;
  const created = clock.seconds();
  const staff = Object.values(people).filter((one) => !one.deleted && !one.is_restricted);
  const of = (...ids: { id: string }[]) => [...ids.map(({ id }) => id), APP.bot_user];
  const members: Record<keyof typeof rooms, string[]> = {
    general: of(...staff),
    transfers: of(people.lin, people.emma, people.wang, people.zhao, people.zhou),
    bookkeeping: of(people.chen, people.david, people.priya, people.zhou, people.tom),
    compliance: of(people.sun, people.zhao, people.priya, people.james, people.zhou),
    anchors: of(people.sun, people.james, people.zhao, people.zhou),
    partner: of(people.emma, people.wang, people.david),
  };
  store.together(() => {
    for (const one of Object.values(people)) store.put('user', one.id, { ...one, updated: created });
    for (const one of Object.values(people))
      store.put('channel', directChannel(one.id).id, directChannel(one.id));
    store.put(
      'user',
      SLACKBOT,
      newPerson({ id: SLACKBOT, name: 'slackbot', real_name: 'Slackbot', color: '#757575' }),
    );
    store.put(
      'user',
      APP.bot_user,
      newPerson({
        id: APP.bot_user,
        name: manifest.display_information.name.toLowerCase(),
        real_name: manifest.features.bot_user?.display_name ?? manifest.display_information.name,
        is_bot: true,
        color: '#1f3d36',
        updated: created,
      }),
    );
    for (const group of Object.values(firm.usergroups)) store.put('usergroup', group.id, group);
    for (const [key, room] of Object.entries(rooms)) {
      const kept = newChannel({
        ...room,
        created,
        creator: people.zhou.id,
        members: members[key as keyof typeof rooms],
        is_private: key === 'compliance',
        is_ext_shared: key === 'partner',
      });
      store.put('channel', kept.id, kept);
    }
  });
}
