import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadDecision, saveApproval } from '../../src/access/decision.store.ts';
import { approve } from '../../src/access/request.ts';
import { derivedId } from '../../src/kernel/id.ts';
import type { ControlMessage } from '../../src/sandbox/control.contract.ts';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { type Firm, startFirm } from '../support/bot.ts';
import { buttonIn, wordsOf } from '../support/control.ts';
import {
  administer,
  ask,
  cardOf,
  edit,
  eventCount,
  grantsOf,
  linesUnder,
  requestState,
  retireSet,
  saidTo,
  wishFor,
} from './flow.ts';

const { lin, chen, emma, wang, david, zhao, priya, sun, james, zhou, tom } = workspace.people;

let firm: Firm;
beforeAll(async () => {
  firm = await startFirm();
});
afterAll(() => firm.stop());

const idOf = async (table: 'access_request' | 'access_grant', number: string): Promise<string> => {
  const [row] = await firm.fresh.database.sql<{ id: string }[]>`
    select id from ${firm.fresh.database.sql(table)} where case_number = ${number}`;
  return row?.id ?? '';
};

/** Sends a button that the person's screen does not show, with a value of their choosing. */
async function forge(who: string, on: ControlMessage, actionId: string, value: string) {
  return firm.slack.call<{ ok: boolean }>('POST', '/interact', {
    user: who,
    channel: on.channel,
    messageTs: on.ts,
    stale: true,
    action: { type: 'button', action_id: actionId, block_id: 'forged', value },
  });
}

describe('denying', () => {
  it('asks for a reason, tells the requester, and changes everybody’s card', async () => {
    const number = await ask(firm, lin.id);
    await firm.slack.click(priya.id, await cardOf(firm, priya.id, number), 'access.deny');
    const form = await firm.slack.topView(priya.id);
    expect(wordsOf(form)).toContain(number);
    expect(wordsOf(form)).toContain('Strictly controlled · Sensitive personal data');
    if (!form) return;
    await firm.slack.submit(priya.id, form, { kind: 'other', reason: 'Call 13800138000' });
    const back = await firm.slack.topView(priya.id);
    expect(wordsOf(back)).toContain('Call [phone number]');
    const sent = await firm.slack.submit(priya.id, back ?? form, {
      kind: 'other',
      reason: 'The extract is enough <!channel>',
    });
    expect(sent.closed).toBe(true);
    const mine = await cardOf(firm, lin.id, number);
    expect(wordsOf(mine)).toContain('已拒绝');
    expect(wordsOf(mine)).toContain('The extract is enough &lt;!channel&gt;');
    expect(await linesUnder(firm, lin.id, mine)).toEqual([
      `<@${priya.id}> 未批准：The extract is enough &lt;!channel&gt;`,
    ]);
    expect(buttonIn(mine.blocks, 'access.ask_again')).toBeDefined();
    const forZhao = await cardOf(firm, zhao.id, number);
    expect(wordsOf(forZhao)).toContain(`<@${priya.id}> 已拒绝`);
    expect(buttonIn(forZhao.blocks, 'access.approve')).toBeUndefined();
    expect([await requestState(firm, number), (await grantsOf(firm, number)).length]).toEqual(['denied', 0]);
  });

  it('says so at once when somebody else has decided before the form opens, and in the form when meanwhile', async () => {
    const number = await ask(firm, lin.id);
    const [forZhao, forPriya] = [await cardOf(firm, zhao.id, number), await cardOf(firm, priya.id, number)];
    await firm.slack.click(priya.id, forPriya, 'access.deny');
    const form = await firm.slack.topView(priya.id);
    await firm.slack.click(zhao.id, forZhao, 'access.approve');
    if (!form) throw new Error('the form did not open');
    expect((await firm.slack.submit(priya.id, form, { kind: 'other', reason: 'Too late' })).errors).toEqual({
      reason: '赵敏 has already approved this request.',
    });
    await firm.slack.call('POST', '/close', { user: priya.id, view_id: form.id, all: true });
    await firm.slack.click(priya.id, forPriya, 'access.deny', true);
    expect(await firm.slack.topView(priya.id)).toBeUndefined();
    expect(await saidTo(firm, priya.id)).toBe('赵敏 has already approved this request.');
    expect(await requestState(firm, number)).toBe('granted');
  });
});

describe('four approvals of one request at the same moment', () => {
  it('make one grant and one decision, and the other three hear who it was', async () => {
    await edit(firm, 'seals', { approvers: [zhao.id, priya.id, david.id, sun.id], approverGroups: [] });
    const { house } = firm.bot;
    for (let round = 0; round < 10; round++) {
      const number = await ask(firm, lin.id, wishFor('seals'));
      const id = await idOf('access_request', number);
      const outcomes = await Promise.all(
        [zhao, priya, david, sun].map(({ id: by }) =>
          house.commit({
            id: `approve ${id} ${by}`,
            cause: { kind: 'action', id: `card ${by}`, by },
            keys: [id],
            load: (tx) => loadDecision(tx, house.tenant, id, by),
            decide: approve({ by, grantId: derivedId('grn', house.tenant, id) }),
            save: (tx, next) => saveApproval(tx, house.tenant, next),
          }),
        ),
      );
      const winner = outcomes.find((outcome) => outcome.kind === 'done');
      const others = outcomes.filter((outcome) => outcome.kind === 'refused');
      expect(others).toHaveLength(3);
      const by = winner?.kind === 'done' ? winner.next.request.decidedBy : '';
      const name = [zhao, priya, david, sun].find((one) => one.id === by)?.real_name;
      for (const { refused } of others)
        expect(refused).toEqual({ key: 'access.decided', values: { how: 'granted', by: name } });
      await firm.bot.settled();
      expect([
        await eventCount(firm, 'access.approved', number),
        (await grantsOf(firm, number)).length,
      ]).toEqual([1, 1]);
    }
  });
});

describe('the requester', () => {
  it('withdraws while it waits: the approvers have nothing left to decide', async () => {
    const number = await ask(firm, emma.id);
    const forZhao = await cardOf(firm, zhao.id, number);
    const mine = await cardOf(firm, emma.id, number);
    expect(buttonIn(mine.blocks, 'access.withdraw')?.confirm).toBeDefined();
    await firm.slack.click(emma.id, mine, 'access.withdraw');
    expect(wordsOf(await cardOf(firm, emma.id, number))).toContain('Withdrawn by');
    expect(wordsOf(await cardOf(firm, zhao.id, number))).toContain('已撤回');
    await firm.slack.click(zhao.id, forZhao, 'access.approve', true);
    expect(await saidTo(firm, zhao.id)).toBe('申请人已撤回，不需要处理了。');
    expect([await requestState(firm, number), (await grantsOf(firm, number)).length]).toEqual([
      'withdrawn',
      0,
    ]);
  });

  it('cannot withdraw what was decided meanwhile, and hears what to do instead', async () => {
    const number = await ask(firm, emma.id);
    const mine = await cardOf(firm, emma.id, number);
    await firm.slack.click(zhao.id, await cardOf(firm, zhao.id, number), 'access.approve');
    await firm.slack.click(emma.id, mine, 'access.withdraw', true);
    expect(await saidTo(firm, emma.id)).toContain(
      'has been approved meanwhile. If you do not need the access, give it back',
    );
    expect(await requestState(firm, number)).toBe('granted');
  });

  it('gives back early; twice is once', async () => {
    const number = await ask(firm, emma.id);
    await firm.slack.click(zhao.id, await cardOf(firm, zhao.id, number), 'access.approve');
    const mine = await cardOf(firm, emma.id, number);
    await Promise.all([1, 2].map(() => firm.slack.click(emma.id, mine, 'access.give_back', true)));
    expect(wordsOf(await cardOf(firm, emma.id, number))).toContain('Given back by');
    expect(wordsOf(await cardOf(firm, zhao.id, number))).toContain('归还');
    expect(await eventCount(firm, 'access.returned', number)).toBe(1);
    expect(await grantsOf(firm, number)).toMatchObject([{ state: 'returned', ended_by: emma.id }]);
  });

  it('asks again with everything filled in but the tick', async () => {
    const number = await ask(firm, emma.id);
    await firm.slack.click(emma.id, await cardOf(firm, emma.id, number), 'access.withdraw');
    await firm.slack.click(emma.id, await cardOf(firm, emma.id, number), 'access.ask_again');
    const form = await firm.slack.topView(emma.id);
    for (const words of [number, 'VAT filing for October', '"value":"client-files"', '"value":"4"'])
      expect(wordsOf(form)).toContain(words);
    expect(wordsOf(form)).not.toContain('initial_options');
    const again = {
      dataSet: 'client-files',
      caseNumber: number,
      purpose: 'share_transfer',
      hours: '4',
      reason: 'Once more',
      acknowledged: ['yes'],
    };
    expect(form && (await firm.slack.submit(emma.id, form, again)).closed).toBe(true);
    expect(await eventCount(firm, 'access.requested', number)).toBe(2);
  });

  it('gets an empty form when asking again for what somebody else asked for', async () => {
    const number = await ask(firm, emma.id);
    const id = await idOf('access_request', number);
    await forge(lin.id, await cardOf(firm, lin.id, await ask(firm, lin.id)), 'access.ask_again', id);
    const form = await firm.slack.topView(lin.id);
    expect(wordsOf(form)).not.toContain(number);
    expect(wordsOf(form)).not.toContain('VAT filing');
    await firm.slack.call('POST', '/close', { user: lin.id, view_id: form?.id, all: true });
  });
});

describe('revoking', () => {
  it.each([
    ['the owner of the data set', zhao, /已于.*收回/],
    ['a privacy officer, from the list', sun, /已于.*收回/],
  ])('is done by %s with a reason that the holder reads', async (who, person, words) => {
    // An hour, so that it ends first and stands first in the list.
    const number = await ask(firm, lin.id, wishFor('client-files', { hours: '1' }));
    await firm.slack.click(priya.id, await cardOf(firm, priya.id, number), 'access.approve');
    if (who.startsWith('the owner')) {
      await firm.slack.click(person.id, await cardOf(firm, person.id, number), 'access.revoke');
    } else {
      await firm.slack.command(person.id, '/access', '在用');
      const list = await firm.slack.topView(person.id);
      const id = await idOf('access_grant', number);
      const block = (
        (list?.view.blocks ?? []) as { accessory?: { value?: string }; block_id: string }[]
      ).find((one) => one.accessory?.value === id);
      if (!list || !block) throw new Error('the grant is not in the list');
      await firm.slack.clickInView(person.id, list, 'access.revoke', {
        ...block.accessory,
        block_id: block.block_id,
      });
    }
    const form = await firm.slack.topView(person.id);
    if (form?.view.callback_id !== 'access.revoke') throw new Error('the form did not open');
    expect((await firm.slack.submit(person.id, form, { reason: '案件已结束' })).ok).toBe(true);
    await firm.slack.call('POST', '/close', { user: person.id, view_id: form.root_view_id, all: true });
    const mine = await cardOf(firm, lin.id, number);
    expect(wordsOf(mine)).toMatch(words);
    expect(await linesUnder(firm, lin.id, mine)).toContainEqual(`<@${person.id}> 收回了授权：案件已结束`);
    expect(await grantsOf(firm, number)).toMatchObject([{ state: 'revoked', ended_by: person.id }]);
    expect(await eventCount(firm, 'access.revoked', number)).toBe(1);
  });

  it('is refused to everybody else, however they come by the button', async () => {
    const number = await ask(firm, lin.id);
    await firm.slack.click(priya.id, await cardOf(firm, priya.id, number), 'access.approve');
    const id = await idOf('access_grant', number);
    expect(buttonIn((await cardOf(firm, priya.id, number)).blocks, 'access.revoke')).toBeUndefined();
    await forge(priya.id, await cardOf(firm, priya.id, number), 'access.revoke', id);
    expect(await saidTo(firm, priya.id)).toBe(
      'Only the owner of the data set or a privacy officer can end somebody’s access.',
    );
    expect(await firm.slack.topView(priya.id)).toBeUndefined();
    await forge(lin.id, await cardOf(firm, lin.id, number), 'access.revoke', id);
    expect(await saidTo(firm, lin.id)).toBe('只有资料负责人或隐私负责人可以收回别人的授权。');
    await forge(priya.id, await cardOf(firm, priya.id, number), 'access.give_back', id);
    expect(await saidTo(firm, priya.id)).toBe('Only the person who has the access can give it back.');
    expect(await grantsOf(firm, number)).toMatchObject([{ state: 'running' }]);
  });

  it('beats a hand-back that comes afterwards', async () => {
    const number = await ask(firm, lin.id);
    await firm.slack.click(priya.id, await cardOf(firm, priya.id, number), 'access.approve');
    const before = await cardOf(firm, lin.id, number);
    await firm.slack.click(zhao.id, await cardOf(firm, zhao.id, number), 'access.revoke');
    const form = await firm.slack.topView(zhao.id);
    if (form) await firm.slack.submit(zhao.id, form, { reason: '案件已结束' });
    await firm.slack.click(lin.id, before, 'access.give_back', true);
    expect(await saidTo(firm, lin.id)).toBe('这条授权已经结束了。');
    expect(await grantsOf(firm, number)).toMatchObject([{ state: 'revoked' }]);
  });
});

describe('nobody decides on their own request', () => {
  it.each([
    ['an approver and owner', zhao, 'client-files', '这是您自己的申请，需要由其他人审批。'],
    ['a deputy', priya, 'client-files', 'This is your own request. Somebody else has to decide on it.'],
    [
      'a member of the group that decides',
      wang,
      'transfer-contracts',
      '这是您自己的申请，需要由其他人审批。',
    ],
    ['an admin who is an approver', zhou, 'tax-filings', '这是您自己的申请，需要由其他人审批。'],
  ])(
    'not %s: no card, not in the list or Home, and a forged button is refused',
    async (_, person, set, words) => {
      if (person === zhou) await edit(firm, set, { approvers: [zhou.id, david.id] });
      const purpose = set === 'tax-filings' ? { purpose: 'tax_filing' } : {};
      const number = await ask(firm, person.id, wishFor(set, purpose));
      const id = await idOf('access_request', number);
      const about = (await firm.slack.inbox(person.id)).filter((one) =>
        JSON.stringify(one.blocks ?? []).includes(number),
      );
      expect(about).toHaveLength(1);
      const mine = about[0] as ControlMessage;
      expect(buttonIn(mine.blocks, 'access.approve')).toBeUndefined();
      await firm.slack.command(person.id, '/access', 'pending');
      const list = await firm.slack.topView(person.id);
      expect(wordsOf(list)).not.toContain(number);
      await firm.slack.call('POST', '/close', { user: person.id, view_id: list?.id, all: true });
      await firm.slack.openHome(person.id);
      expect(buttonsWith(await firm.slack.home(person.id), 'access.approve')).not.toContain(id);
      for (const road of ['access.approve', 'access.deny']) {
        await forge(person.id, mine, road, id);
        await firm.bot.settled();
        expect(await saidTo(firm, person.id)).toBe(words);
        expect(await firm.slack.topView(person.id)).toBeUndefined();
      }
      expect(await requestState(firm, number)).toBe('pending');
    },
  );

  it('and nobody else who is no approver: employee, auditor, privacy officer, admin', async () => {
    const number = await ask(firm, lin.id);
    const id = await idOf('access_request', number);
    for (const person of [chen, james, sun, zhou]) {
      const [any] = await firm.slack.messages('C04COMPLY00');
      const on = any ?? (await cardOf(firm, person.id, await ask(firm, person.id)));
      await forge(person.id, on, 'access.approve', id);
      await firm.bot.settled();
      expect([person.name, await saidTo(firm, person.id)]).toEqual([
        person.name,
        expect.stringMatching(/不是（或不再是）这份资料的审批人|You are not, or no longer, an approver/),
      ]);
    }
    expect(await requestState(firm, number)).toBe('pending');
  });
});

function buttonsWith(of: unknown, actionId: string): string[] {
  return [
    ...JSON.stringify(of).matchAll(/"action_id":"([^"]+)"[^{}]*?(?:\{[^{}]*\})?[^{}]*?"value":"([^"]+)"/g),
  ]
    .filter(([, id]) => id === actionId)
    .map(([, , value]) => value ?? '');
}

describe('between card and click', () => {
  it('an approver loses the group: refused with a sentence, and the card says so', async () => {
    const number = await ask(firm, lin.id, wishFor('transfer-contracts'));
    const card = await cardOf(firm, wang.id, number);
    await administer(firm, 'usergroup', { id: 'S01TRANSFER', users: [zhao.id] });
    await firm.slack.click(wang.id, card, 'access.approve', true);
    expect(await saidTo(firm, wang.id)).toBe('您不是（或不再是）这份资料的审批人，可请资料负责人指定。');
    expect(await requestState(firm, number)).toBe('pending');
    await administer(firm, 'usergroup', { id: 'S01TRANSFER', users: [wang.id, zhao.id] });
    await firm.slack.click(wang.id, card, 'access.approve', true);
    expect(await requestState(firm, number)).toBe('granted');
  });

  it('the data set gets other approvers: the old card loses its buttons, the new approver gets one', async () => {
    const number = await ask(firm, lin.id, wishFor('client-files'));
    await edit(firm, 'client-files', { approvers: [zhao.id, sun.id] });
    const old = await cardOf(firm, priya.id, number);
    expect(buttonIn(old.blocks, 'access.approve')).toBeUndefined();
    expect(wordsOf(old)).toContain('You are no longer an approver of this data set.');
    expect(buttonIn((await cardOf(firm, sun.id, number)).blocks, 'access.approve')).toBeDefined();
    expect(wordsOf(await cardOf(firm, lin.id, number))).toContain(`<@${sun.id}>`);
    await edit(firm, 'client-files', { approvers: [zhao.id, priya.id] });
    expect(buttonIn((await cardOf(firm, priya.id, number)).blocks, 'access.approve')).toBeDefined();
  });

  it.each([
    ['its longest grant becomes shorter', { longestHours: 2 }, /现在一次最多 2 小时/],
    ['its purposes change', { purposes: ['audit' as const] }, /已不再用于这个用途/],
  ])('%s: approving is refused with what to do, denying still works', async (_, change, words) => {
    const number = await ask(firm, lin.id, wishFor('transfer-contracts'));
    const [row] = await firm.fresh.database
      .sql`select longest_hours, purposes from data_set where id = 'transfer-contracts'`;
    await edit(firm, 'transfer-contracts', change);
    const card = await cardOf(firm, wang.id, number);
    await firm.slack.click(wang.id, card, 'access.approve');
    expect(await saidTo(firm, wang.id)).toMatch(words);
    expect(await requestState(firm, number)).toBe('pending');
    await firm.slack.click(wang.id, card, 'access.deny');
    const form = await firm.slack.topView(wang.id);
    expect(
      form && (await firm.slack.submit(wang.id, form, { kind: 'other', reason: '规定已变' })).closed,
    ).toBe(true);
    expect(await requestState(firm, number)).toBe('denied');
    await edit(firm, 'transfer-contracts', { longestHours: row?.longest_hours, purposes: row?.purposes });
  });

  it('the data set is taken out of use: nothing is granted any more', async () => {
    const number = await ask(firm, lin.id, wishFor('seals'));
    await retireSet(firm, 'seals');
    await firm.slack.click(zhao.id, await cardOf(firm, zhao.id, number), 'access.approve', true);
    expect(await saidTo(firm, zhao.id)).toBe('这份资料已停用，不能再授权。请拒绝这条申请，让申请人知道。');
    expect((await grantsOf(firm, number)).length).toBe(0);
  });

  it('an approver leaves: refused at the click, and the requester reads who is left', async () => {
    const number = await ask(firm, lin.id, wishFor('bank-statements'));
    const card = await cardOf(firm, david.id, number);
    // The event got lost: only the row of the person knows.
    await firm.fresh.database.sql`update member set left_at = now() where id = ${david.id}`;
    await forge(david.id, card, 'access.approve', await idOf('access_request', number));
    expect(await requestState(firm, number)).toBe('pending');
    await firm.fresh.database.sql`update member set left_at = null where id = ${david.id}`;
    const mine = async () => wordsOf(await cardOf(firm, lin.id, number));
    expect(await mine()).toContain(`<@${david.id}>`);
    await administer(firm, 'user', { id: david.id, deleted: true });
    expect(await mine()).not.toContain(`<@${david.id}>`);
    expect(await mine()).toContain(`等待 <@${sun.id}> 审批`);
    await forge(david.id, card, 'access.approve', await idOf('access_request', number));
    expect(await requestState(firm, number)).toBe('pending');
    await administer(firm, 'user', { id: david.id, deleted: false });
    expect(await mine()).toContain(`<@${david.id}>`);
  });
});

describe('somebody who leaves', () => {
  it('loses what they hold and what they asked for; the cards say why', async () => {
    const [held, waiting] = [await ask(firm, chen.id), await ask(firm, chen.id)];
    await firm.slack.click(zhao.id, await cardOf(firm, zhao.id, held), 'access.approve');
    const card = await cardOf(firm, zhao.id, waiting);
    await administer(firm, 'user', { id: chen.id, deleted: true });
    expect(await grantsOf(firm, held)).toMatchObject([{ state: 'revoked', ended_by: null }]);
    expect(await requestState(firm, waiting)).toBe('withdrawn');
    expect(wordsOf(await cardOf(firm, zhao.id, held))).toContain(`已收回：<@${chen.id}> 已离职`);
    expect(wordsOf(await cardOf(firm, priya.id, waiting))).toContain(
      `Withdrawn: <@${chen.id}> has left the company`,
    );
    await firm.slack.click(zhao.id, card, 'access.approve', true);
    expect(await saidTo(firm, zhao.id)).toBe('申请人已撤回，不需要处理了。');
  });
});

describe('a guest', () => {
  it('in a group that decides neither sees nor decides anything', async () => {
    await administer(firm, 'usergroup', { id: 'S01TRANSFER', users: [wang.id, zhao.id, tom.id] });
    const number = await ask(firm, lin.id, wishFor('transfer-contracts'));
    expect(JSON.stringify(await firm.slack.inbox(tom.id))).not.toContain(number);
    await firm.slack.command(tom.id, '/access', 'pending');
    const list = await firm.slack.topView(tom.id);
    expect(wordsOf(list)).toContain('Nothing waits for you.');
    expect(wordsOf(list)).not.toContain(number);
    await firm.slack.command(tom.id, '/access', '');
    expect(JSON.stringify(await firm.slack.inbox(tom.id))).not.toContain(number);
  });
});
