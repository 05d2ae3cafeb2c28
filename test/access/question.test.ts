import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ask } from '../../src/access/ask.ts';
import {
  type AnswerState,
  answer,
  answerDays,
  answerInput,
  type InquireState,
  inquire,
  inquireInput,
} from '../../src/access/question.ts';
import { approve, lapse, type Request, withdraw } from '../../src/access/request.ts';
import { plainClock, workingClock } from '../../src/access/wait.ts';
import { companyDefaults, companySchedule } from '../../src/people/company.ts';
import { always, dataSet, decided, later, person, reason, refusalOf, t0 } from './world.ts';

const pending: Request = decided(
  ask({
    id: 'req_1',
    by: 'ULIN',
    dataSet: 'client-files',
    caseNumber: 'C-2026-0412',
    purpose: 'tax_filing',
    reason: reason('VAT filing for October'),
    start: { kind: 'now' },
    length: { kind: 'hours', hours: 4 },
    acknowledged: true,
  })(
    {
      requester: person('ULIN'),
      dataSet: dataSet(),
      deciders: { people: ['UOWNER', 'UDEPUTY'], road: 'approver' },
      admins: '',
      company: always,
      waiting: undefined,
      case: 'no_register',
    },
    t0,
  ),
).next;

const inquiring: InquireState = {
  request: pending,
  requester: person('ULIN'),
  approver: person('UOWNER'),
  decider: undefined,
  dataSet: dataSet(),
  named: true,
  schedule: always,
  questions: [],
  clock: plainClock,
};

const askedAt = (at: Date, state: InquireState = inquiring) =>
  decided(inquire({ by: 'UOWNER', text: reason('Which month?') })(state, at)).next;

const answering = (more: Partial<AnswerState> = {}): AnswerState => {
  const { request, question } = askedAt(later(2));
  return { request, questions: [question], clock: plainClock, ...more };
};

describe('asking back', () => {
  it('stops the clock: the request waits for the answer, and the words stay out of the event’s data', () => {
    const { next, events } = decided(
      inquire({ by: 'UOWNER', text: reason('Which month?') })(inquiring, later(2)),
    );
    expect(next.request).toMatchObject({
      state: 'asked',
      waitLeft: 6 * 60,
      lapsesAt: later(2 + answerDays * 24),
      decidedBy: null,
    });
    expect(next.question).toEqual({
      request: 'req_1',
      number: 1,
      by: 'UOWNER',
      text: 'Which month?',
      askedAt: later(2),
      answer: null,
      answeredAt: null,
    });
    expect(events).toEqual([
      {
        type: 'access.asked',
        version: 1,
        subject: 'req_1',
        data: {
          by: 'UOWNER',
          road: 'approver',
          requester: 'ULIN',
          dataSet: 'client-files',
          number: 1,
          answerBy: later(2 + answerDays * 24).toISOString(),
        },
        personal: { question: 'Which month?' },
        whose: 'ULIN',
      },
    ]);
  });

  it.each<[string, Partial<InquireState>, string, [string, string?]]>([
    ['by the requester', {}, 'ULIN', ['access.ownRequest']],
    ['by who is no approver', { named: false }, 'UOWNER', ['access.notApprover']],
    [
      'while another question is open',
      { request: askedAt(later(1)).request },
      'UDEPUTY',
      ['access.questionOpen', 'question'],
    ],
    [
      'about what was decided',
      { request: { ...pending, state: 'denied', decidedBy: 'UDEPUTY' } },
      'UOWNER',
      ['access.decided'],
    ],
    [
      'about what was withdrawn',
      { request: { ...pending, state: 'withdrawn' } },
      'UOWNER',
      ['access.withdrawn'],
    ],
    ['about what nobody knows', { request: undefined }, 'UOWNER', ['access.unknown']],
  ])('is refused %s', (_, state, by, refusal) => {
    const trial = inquire({ by, text: reason('Which month?') })({ ...inquiring, ...state }, later(2));
    expect(refusalOf(trial)).toEqual(refusal);
  });

  it('leaves approving and withdrawing as they are, until the answer is overdue', () => {
    const { request } = askedAt(later(2));
    const state = { ...inquiring, request };
    expect(decided(approve({ by: 'UDEPUTY', grantId: 'g' })(state, later(20))).next.request.state).toBe(
      'granted',
    );
    expect(decided(withdraw({ by: 'ULIN' })(request, later(20))).next.state).toBe('withdrawn');
    const late = later(2 + answerDays * 24);
    expect(refusalOf(approve({ by: 'UDEPUTY', grantId: 'g' })(state, late))).toEqual(['access.lapsed']);
  });

  it('is refused with a personal number in it, and taken with a case number', () => {
    expect(inquireInput.safeParse({ question: 'Is it 310101199001011234?' }).success).toBe(false);
    expect(inquireInput.safeParse({ question: 'Is it C-2026-0412?' }).success).toBe(true);
    expect(answerInput.safeParse({ answer: 'Call 13800138000' }).success).toBe(false);
    expect(answerInput.safeParse({ answer: ' ' }).success).toBe(false);
  });
});

describe('answering', () => {
  it('starts the clock again with what was left', () => {
    const { next, events } = decided(
      answer({ by: 'ULIN', number: 1, text: reason('October') })(answering(), later(30)),
    );
    expect(next.request).toMatchObject({ state: 'pending', waitLeft: null, lapsesAt: later(36) });
    expect(next.question).toMatchObject({ answer: 'October', answeredAt: later(30) });
    expect(events).toMatchObject([
      {
        type: 'access.answered',
        subject: 'req_1',
        data: { by: 'ULIN', asker: 'UOWNER', number: 1 },
        personal: { answer: 'October' },
        whose: 'ULIN',
      },
    ]);
    expect(JSON.stringify(events[0]?.data)).not.toContain('October');
  });

  it('leads to the next question, which is number 2', () => {
    const { next } = decided(
      answer({ by: 'ULIN', number: 1, text: reason('October') })(answering(), later(3)),
    );
    const again = askedAt(later(4), { ...inquiring, request: next.request, questions: [next.question] });
    expect(again.question.number).toBe(2);
    expect(again.request.waitLeft).toBe(5 * 60);
  });

  it.each<[string, Partial<AnswerState>, string, string]>([
    ['by somebody else', {}, 'UOWNER', 'access.notAsked'],
    [
      'a second time',
      { questions: [{ ...askedAt(later(2)).question, answer: 'x', answeredAt: later(3) }] },
      'ULIN',
      'access.answered',
    ],
    [
      'when it was decided meanwhile',
      { request: { ...pending, state: 'granted' } },
      'ULIN',
      'access.answerTooLate',
    ],
    ['when it was withdrawn', { request: { ...pending, state: 'withdrawn' } }, 'ULIN', 'access.withdrawn'],
    ['when it has lapsed', { request: { ...pending, state: 'lapsed' } }, 'ULIN', 'access.lapsed'],
    ['of nothing', { questions: [] }, 'ULIN', 'access.unknown'],
  ])('is refused %s', (_, state, by, key) => {
    expect(refusalOf(answer({ by, number: 1, text: reason('October') })(answering(state), later(4)))).toEqual(
      [key],
    );
  });

  it('comes too late once the days for it are over, and the lapse says that nobody answered', () => {
    const { request } = askedAt(later(2));
    const end = request.lapsesAt;
    expect(refusalOf(lapse(request, new Date(end.getTime() - 1)))).toEqual(['access.notDue']);
    expect(refusalOf(answer({ by: 'ULIN', number: 1, text: reason('October') })(answering(), end))).toEqual([
      'access.lapsed',
    ]);
    const { next, events } = decided(lapse(request, end));
    expect(next.state).toBe('lapsed');
    expect(events[0]).toMatchObject({ type: 'access.lapsed', data: { why: 'unanswered' } });
    expect(decided(lapse(pending, later(8))).events[0]?.data.why).toBe('undecided');
  });
});

describe('the clock of the wait', () => {
  it('counts the company’s working time, and a weekend between question and answer costs nobody anything', () => {
    const company = companySchedule({ ...companyDefaults, holidays: 'none' });
    const clock = workingClock(company, company);
    // Friday 16:00 in Shanghai; what waits has until Monday 10:00, which is three working hours.
    const friday = new Date('2026-11-27T08:00:00Z');
    const request = { ...pending, lapsesAt: new Date('2026-11-30T02:00:00Z') };
    const asked = decided(
      inquire({ by: 'UOWNER', text: reason('And?') })({ ...inquiring, request, clock }, friday),
    ).next;
    expect(asked.request.waitLeft).toBe(180);
    // Three working days: Friday from 16:00, Monday, Tuesday, Wednesday until 16:00.
    expect(asked.request.lapsesAt).toEqual(new Date('2026-12-02T08:00:00Z'));
    const back = decided(
      answer({ by: 'ULIN', number: 1, text: reason('Yes') })(
        { request: asked.request, questions: [asked.question], clock },
        new Date('2026-11-28T03:00:00Z'),
      ),
    ).next;
    expect(back.request.lapsesAt).toEqual(new Date('2026-11-30T04:00:00Z'));
  });

  it('counts only the time nobody owed an answer, however many questions there were', () => {
    const pause = fc.integer({ min: 1, max: answerDays * 24 * 60 - 1 });
    const rounds = fc.array(fc.tuple(fc.integer({ min: 0, max: 90 }), pause), { maxLength: 5 });
    fc.assert(
      fc.property(rounds, (times) => {
        let request = pending;
        let now = t0;
        let waited = 0;
        const questions: InquireState['questions'][number][] = [];
        const pass = (minutes: number) => {
          now = new Date(now.getTime() + minutes * 60_000);
        };
        for (const [before, open] of times) {
          pass(before);
          waited += before;
          const asked = decided(
            inquire({ by: 'UOWNER', text: reason('And?') })({ ...inquiring, request, questions }, now),
          );
          // While the answer is owed, nothing lapses before the days for it are over.
          expect(lapse(asked.next.request, new Date(now.getTime() + open * 60_000))).toHaveProperty(
            'refused',
          );
          pass(open);
          const back = decided(
            answer({ by: 'ULIN', number: questions.length + 1, text: reason('Yes') })(
              {
                request: asked.next.request,
                questions: [...questions, asked.next.question],
                clock: plainClock,
              },
              now,
            ),
          );
          request = back.next.request;
          questions.push(back.next.question);
          expect(request.lapsesAt.getTime() - now.getTime()).toBe((8 * 60 - waited) * 60_000);
        }
        const { lapsesAt } = request;
        expect(lapse(request, new Date(lapsesAt.getTime() - 1))).toHaveProperty('refused');
        expect(lapse(request, lapsesAt)).toHaveProperty('next.state', 'lapsed');
      }),
    );
  });
});
