import { describe, expect, it } from 'vitest';
import { isRefusal } from '../../src/kernel/decision.ts';
import { companyDefaults } from '../../src/people/company.ts';
import type { Member } from '../../src/people/member.ts';
import {
  beginSetup,
  finishStep,
  guide,
  nextStep,
  type Setup,
  steps,
  switchOn,
} from '../../src/setup/setup.ts';

const now = new Date('2026-11-27T08:00:00.000Z');
const person = (id: string, more: Partial<Member> = {}): Member => ({
  ...{ id, name: id, locale: 'en-GB', tz: 'Asia/Shanghai', title: '', standing: 'member' },
  ...{ workspaceOwner: false, leftAt: null, roles: [], manager: null, language: null },
  ...more,
});
const admin = person('U1', { roles: ['admin'] });
const closed = { ...companyDefaults, pilot: { members: [], groups: [] } };
const setup: Setup = { readers: ['U1'], steps: {}, begunAt: now, switchedOnAt: null };

function done<T>(decision: T) {
  if (isRefusal(decision as never)) throw new Error(`refused: ${JSON.stringify(decision)}`);
  return decision as Exclude<T, { refused: unknown }>;
}

describe('a new house', () => {
  it('begins with nobody in but admins, once', () => {
    const begun = done(beginSetup({ setup: undefined, company: companyDefaults }, now));
    expect(begun.next.company.pilot).toEqual({ members: [], groups: [] });
    expect(begun.next.setup).toMatchObject({ steps: {}, switchedOnAt: null });
    expect(begun.events.map(({ type }) => type)).toEqual(['people.company_changed', 'setup.begun']);
    const again = done(beginSetup({ setup, company: companyDefaults }, now));
    expect(again).toEqual({ next: { setup, company: companyDefaults }, events: [] });
  });

  it('is switched on by an admin, once, and then has no pilot', () => {
    const on = done(switchOn({ by: 'U1' })({ actor: admin, setup, company: closed }, now));
    expect(on.next.company.pilot).toBeNull();
    expect(on.next.setup.switchedOnAt).toEqual(now);
    expect(on.events.map(({ type }) => type)).toEqual(['people.company_changed', 'setup.switched_on']);
    const refused = (state: Parameters<ReturnType<typeof switchOn>>[0]) => switchOn({ by: 'U1' })(state, now);
    expect(refused({ actor: admin, ...on.next })).toMatchObject({ refused: { key: 'setup.isOn' } });
    expect(refused({ actor: person('U2'), setup, company: closed })).toMatchObject({
      refused: { key: 'setup.notAdmin' },
    });
    expect(refused({ actor: admin, setup: undefined, company: companyDefaults })).toMatchObject({
      refused: { key: 'setup.none' },
    });
  });
});

describe('the guide', () => {
  it('comes to those who install, and to an admin who asks for it; nobody loses it by that', () => {
    const state = { actor: admin, setup: { ...setup, readers: ['U9'] } };
    expect(done(guide({ by: 'U1', readers: ['U1'] })(state, now)).next.readers).toEqual(['U9', 'U1']);
    expect(guide({ by: 'U2', readers: ['U2'] })({ ...state, actor: person('U2') }, now)).toMatchObject({
      refused: { key: 'setup.notAdmin' },
    });
  });

  it('is switched on already in a house from before there was one', () => {
    const { next } = done(guide({ by: 'U1', readers: ['U1'] })({ actor: admin, setup: undefined }, now));
    expect(next.switchedOnAt).toEqual(now);
  });

  it('goes step by step, and what was skipped can be done while what is done stays done', () => {
    let state = setup;
    const take = (step: (typeof steps)[number], how: 'done' | 'skipped') => {
      state = done(finishStep({ by: 'U1', step, how })({ actor: admin, setup: state })).next;
    };
    expect(nextStep(state)).toBe('people');
    take('people', 'skipped');
    expect(nextStep(state)).toBe('data');
    take('people', 'done');
    take('people', 'skipped');
    expect(state.steps.people).toBe('done');
    for (const step of steps) take(step, 'done');
    expect(nextStep(state)).toBeUndefined();
    expect(finishStep({ by: 'U2', step: 'data', how: 'done' })({ actor: person('U2'), setup })).toMatchObject(
      {
        refused: { key: 'setup.notAdmin' },
      },
    );
  });
});
