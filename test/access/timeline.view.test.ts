import { describe, expect, it } from 'vitest';
import { ask } from '../../src/access/ask.ts';
import { deny } from '../../src/access/denial.ts';
import { endForLeaver, endWithCase, expire, giveBack, revoke } from '../../src/access/grant.ts';
import { approve, lapse, reroute, withdraw } from '../../src/access/request.ts';
import { begin, neverStarted, press } from '../../src/access/start.ts';
import { describeAccess } from '../../src/access/timeline.view.ts';
import type { DomainEvent, NewEvent } from '../../src/kernel/event.ts';
import type { Reader } from '../../src/kernel/locale.ts';
import { always, dataSet, decided, later, person, reason, t0 } from './world.ts';

const request = decided(
  ask({
    id: 'req_1',
    by: 'ULIN',
    dataSet: 'client-files',
    caseNumber: 'C-2026-0412',
    purpose: 'tax_filing',
    reason: reason('VAT filing'),
    start: { kind: 'now' },
    length: { kind: 'hours', hours: 4 },
    acknowledged: true,
  })(
    {
      requester: person('ULIN'),
      dataSet: dataSet(),
      case: 'no_register',
      deciders: { people: ['UOWNER'], road: 'approver' },
      admins: '',
      company: always,
      waiting: undefined,
    },
    t0,
  ),
);
const deciding = {
  request: request.next,
  requester: person('ULIN'),
  approver: person('UOWNER'),
  decider: undefined,
  dataSet: dataSet(),
  named: true,
  schedule: always,
};
const granted = decided(approve({ by: 'UOWNER', grantId: 'grn_1' })(deciding, t0));
const { grant } = granted.next;
const owner = { grant, actor: person('UOWNER'), dataSet: dataSet() };
const why = reason('no <!channel> need');

/** Every event that the rules of access can leave behind. */
const events: NewEvent[] = [
  request,
  granted,
  decided(deny({ by: 'UOWNER', reason: why })(deciding, t0)),
  decided(withdraw({ by: 'ULIN' })(request.next, t0)),
  decided(withdraw({ by: 'leaver' })(request.next, t0)),
  decided(lapse(request.next, later(9))),
  decided(giveBack({ by: 'ULIN' })(grant, t0)),
  decided(revoke({ by: 'UOWNER', reason: why })(owner, t0)),
  decided(endForLeaver(grant, t0)),
  decided(expire(grant, later(5))),
  decided(reroute('privacy_officer')(request.next, t0)),
  decided(reroute('approver')({ ...request.next, road: 'privacy_officer' }, t0)),
  decided(endWithCase(grant, t0)),
  decided(begin({ ...grant, state: 'scheduled' }, t0)),
  decided(neverStarted({ ...grant, state: 'ready' }, t0)),
  decided(giveBack({ by: 'ULIN' })({ ...grant, state: 'ready', startsAt: later(1) }, t0)),
  decided(
    press({ by: 'ULIN' })(
      {
        grant: { ...grant, state: 'ready', startsAt: later(1) },
        request: request.next,
        served: true,
        longestHours: 8,
        schedule: always,
      },
      t0,
    ),
  ),
].flatMap(({ events: some }) => some);

const recorded = (event: NewEvent): DomainEvent => ({
  ...event,
  id: 'evt_1',
  tenant: 'T1',
  commandId: 'cmd_1',
  cause: { kind: 'action', id: 'x' },
  at: t0,
  effectiveAt: t0,
  personal: event.personal ?? {},
});
const en: Reader = { id: 'UX', locale: 'en', tz: 'Europe/London' };
const zh: Reader = { id: 'UX', locale: 'zh', tz: 'Asia/Shanghai' };

describe('the timeline of access', () => {
  it('words every event that the rules leave, in the reader’s language and zone', () => {
    expect(events.map((event) => describeAccess(recorded(event), en))).toEqual([
      '<@ULIN> asked for client-files for 4 hours, case C-2026-0412',
      '<@UOWNER> approved',
      '<@ULIN> was given access to client-files until Mon 23 Nov, 13:00, case C-2026-0412',
      '<@UOWNER> denied: no &lt;!channel&gt; need',
      '<@ULIN> withdrew the request',
      'The request was withdrawn because the requester left',
      'Nobody decided in time; the request lapsed',
      '<@ULIN> gave the access back',
      '<@UOWNER> ended the access: no &lt;!channel&gt; need',
      'The access ended because its holder left',
      'The access ended by itself',
      'No approver could decide; the request went to the privacy officers',
      'An approver can decide again; the request went back to the approvers',
      'The case was closed; the access ended',
      'The access began; it ends Mon 23 Nov, 13:00',
      'Start was not pressed in time; the access lapsed',
      '<@ULIN> gave the access up before it began',
      '<@ULIN> pressed Start; the access ends Mon 23 Nov, 13:00',
    ]);
    for (const event of events) expect(describeAccess(recorded(event), zh)).toMatch(/\p{Script=Han}/u);
    expect(describeAccess(recorded(granted.events[1] as NewEvent), zh)).toContain('11月23日（周一）21:00');
  });

  it('says so where a reason was erased', () => {
    for (const type of ['access.denied', 'access.revoked']) {
      const event = events.find((one) => one.type === type && one.personal) as NewEvent;
      expect(describeAccess({ ...recorded(event), personal: {} }, en)).toMatch(/: \(erased\)$/);
    }
  });

  it('says nothing of what is not its own', () => {
    const [event] = request.events;
    expect(describeAccess({ ...recorded(event as NewEvent), type: 'people.left' }, en)).toBeUndefined();
  });
});
