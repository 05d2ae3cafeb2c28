import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { type PageApp, startPageApp } from './page.app.ts';

/** The page in a real browser, against the real sandbox and a Bolt app of the test's own (page.app.ts). */
const LIN = 'U01LINXIAO0';
const EMMA = 'U03EMMA0000';
const WANG = 'U04WANGFANG';
const GAO = 'U11GAOXIANG';
const TRANSFERS = 'C02TRANSFER';
const PHONE = { viewport: { width: 375, height: 812 }, hasTouch: true, isMobile: true };

/** A busy machine may take its time; what is waited for is what counts. */
vi.setConfig({ testTimeout: 60_000 });
const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 10_000 });

let app: PageApp;
let browser: Browser;
let context: BrowserContext;
let faults: string[];

beforeAll(async () => {
  [app, browser] = await Promise.all([startPageApp(), launchBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await app?.stop();
});

beforeEach(async () => {
  faults = [];
  await control('reset', {});
  app.submitted.length = 0;
  app.actions.length = 0;
  app.closed.length = 0;
});

afterEach(async () => {
  await context?.close();
  expect(faults).toEqual([]);
});

async function control(call: string, body: object): Promise<Record<string, unknown>> {
  const response = await fetch(`${app.url}/_control/${call}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return (await response.json()) as Record<string, unknown>;
}

async function open(place: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
  context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  return visit(place);
}

async function visit(place: string): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  page.on('pageerror', (error) => faults.push(String(error)));
  await page.goto(`${app.url}/#/${place}`);
  await page.locator('#conversation').waitFor();
  return page;
}

const composer = (page: Page) => page.locator('#conversation .composer textarea');
const messages = (page: Page) => page.locator('#conversation .message');
const dialog = (page: Page) => page.getByRole('dialog');

async function say(page: Page, text: string): Promise<void> {
  await composer(page).fill(text);
  await page.keyboard.press('Enter');
}

async function openForm(page: Page): Promise<Locator> {
  await say(page, '/form');
  const modal = dialog(page);
  await modal.getByLabel('Purpose · 用途').waitFor();
  return modal;
}

async function choose(modal: Locator, label: string, ...options: string[]): Promise<void> {
  const field = modal.getByLabel(label, { exact: true });
  for (const option of options) {
    await field.click();
    await modal.page().getByRole('option', { name: option }).click();
  }
  if (options.length > 1 || (await field.getAttribute('aria-expanded')) === 'true')
    await field.press('Escape');
}

async function fillRequired(modal: Locator, purpose: string): Promise<void> {
  await modal.getByLabel('Purpose · 用途').fill(purpose);
  await choose(modal, 'Data set · 资料', 'Client files');
  await choose(modal, 'Case', 'Harbour Books');
  await modal.getByLabel('use it for this case only').check();
}

describe('the conversation', () => {
  it('completes a command by keyboard alone, opens the form, and gives the focus back after Esc', async () => {
    const page = await open(`${EMMA}/${TRANSFERS}`);
    await eventually(() => composer(page).evaluate((field) => field === document.activeElement)).toBe(true);
    await page.keyboard.type('/');
    await page.getByRole('option').nth(4).waitFor();
    await page.keyboard.press('ArrowUp');
    expect(await page.locator('[role=option][aria-selected=true]').innerText()).toContain('/silent');
    await page.keyboard.type('fo');
    expect(await page.getByRole('option').count()).toBe(1);
    await page.keyboard.press('Tab');
    expect(await composer(page).inputValue()).toBe('/form ');
    await page.keyboard.press('Enter');
    await dialog(page).waitFor();
    await eventually(() =>
      page.evaluate(() => document.activeElement?.getAttribute('placeholder')),
    ).toContain('VAT filing');
    // The focus goes round inside the modal and never behind it.
    for (let step = 0; step < 6; step += 1) await page.keyboard.press('Shift+Tab');
    expect(
      await page.evaluate(
        () => document.activeElement?.closest('dialog') !== null || document.activeElement === document.body,
      ),
    ).toBe(true);
    await page.keyboard.press('Escape');
    await dialog(page).waitFor({ state: 'detached' });
    expect(await composer(page).evaluate((field) => field === document.activeElement)).toBe(true);
    await eventually(() => app.closed.length).toBe(1);
  });

  it('closes a modal that is told twice to, and says nothing of it', async () => {
    const page = await open(`${EMMA}/${TRANSFERS}`);
    await openForm(page);
    const asked: string[] = [];
    const answered: number[] = [];
    // The first is not answered before the second is pressed, however slow this machine is; the answers are read on their way.
    const pressed = Promise.withResolvers<void>();
    await page.route('**/_control/close', async (route) => {
      asked.push(route.request().url());
      await pressed.promise;
      const response = await route.fetch();
      await route.fulfill({ response });
      answered.push(response.status());
    });
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await eventually(() => asked.length).toBe(2);
    pressed.resolve();
    await eventually(() => answered.toSorted()).toEqual([200, 404]);
    await dialog(page).waitFor({ state: 'detached' });
    expect(app.closed.length).toBe(1);
    expect(await page.locator('.toast').count()).toBe(0);
  });

  it('shows what people write as Slack does, live to everybody, in the time of who looks', async () => {
    const page = await open(`${EMMA}/${TRANSFERS}`);
    const other = await visit(`${WANG}/${TRANSFERS}`);
    await say(page, 'At 12:30:45 *now* <b> & @王芳 https://example.com/a_b');
    const seen = other.locator('.message').last();
    await eventually(() => seen.locator('.message-content').innerText()).toBe(
      'At 12:30:45 now <b> & @王芳 https://example.com/a_b',
    );
    expect(await seen.locator('strong').allInnerTexts()).toContain('now');
    expect(await seen.locator('.mention.me').innerText()).toBe('@王芳');
    const shown = await messages(page).last().locator('time').first().innerText();
    const there = await seen.locator('time').first().innerText();
    const hours = (Number(there.slice(0, 2)) - Number(shown.slice(0, 2)) + 24) % 24;
    expect([7, 8]).toContain(hours);
  });

  it('does not send a word that an input method is still composing', async () => {
    const page = await open(`${LIN}/${TRANSFERS}`);
    await composer(page).fill('ni hao');
    const composing = (isComposing: boolean) =>
      composer(page).evaluate(
        (field, state) =>
          field.dispatchEvent(
            new KeyboardEvent('keydown', {
              key: 'Enter',
              bubbles: true,
              cancelable: true,
              isComposing: state,
            }),
          ),
        isComposing,
      );
    await composing(true);
    expect(await composer(page).inputValue()).toBe('ni hao');
    await composing(false);
    await eventually(() => messages(page).last().locator('.message-content').innerText()).toBe('ni hao');
  });

  it('edits and deletes one’s own message and nobody else’s', async () => {
    await control('message', { channel: TRANSFERS, user: WANG, text: 'hers' });
    const page = await open(`${EMMA}/${TRANSFERS}`);
    await say(page, 'Call 13800138000');
    const mine = messages(page).filter({ hasText: 'Call' });
    await mine.hover();
    await mine.getByLabel('More actions').click();
    await page.getByRole('menuitem', { name: 'Edit message' }).click();
    await page.getByLabel('Edit message').fill('Call the client');
    await page.keyboard.press('Enter');
    await eventually(() => mine.locator('.message-content').textContent()).toBe('Call the client (edited)');
    await mine.hover();
    await mine.getByLabel('More actions').click();
    await page.getByRole('menuitem', { name: 'Delete message' }).click();
    await dialog(page).getByRole('button', { name: 'Delete' }).click();
    await mine.waitFor({ state: 'detached' });
    const hers = messages(page).filter({ hasText: 'hers' });
    await hers.hover();
    await hers.getByLabel('More actions').click();
    expect(await page.getByRole('menuitem').allInnerTexts()).toEqual([
      expect.stringContaining('Report this message'),
    ]);
  });

  it('runs a message shortcut and shows its whisper to that person only', async () => {
    await control('message', { channel: TRANSFERS, user: WANG, text: 'A client’s number' });
    const page = await open(`${EMMA}/${TRANSFERS}`);
    const other = await visit(`${WANG}/${TRANSFERS}`);
    await messages(page).last().hover();
    await messages(page).last().getByLabel('More actions').click();
    await page.getByRole('menuitem', { name: 'Report this message' }).click();
    const whisper = page.locator('.message.ephemeral');
    await eventually(() => whisper.innerText()).toContain('You reported: “A client’s number”');
    expect(await whisper.innerText()).toContain('Only visible to you');
    expect(await other.locator('.message').count()).toBe(1);
  });

  it('counts what is unread, marks where it begins, and forgets it once seen', async () => {
    const page = await open(`${EMMA}/${TRANSFERS}`);
    await control('message', { channel: 'C01GENERAL0', user: WANG, text: 'first news' });
    await control('message', { channel: 'C01GENERAL0', user: WANG, text: 'second news' });
    const row = page.locator('.sidebar-row', { hasText: 'general' });
    await eventually(() => row.locator('.unread-count').innerText()).toContain('2');
    await row.click();
    await eventually(() => page.locator('.divider.alarm').innerText()).toBe('New messages');
    expect(await page.locator('.divider.alarm + .message').innerText()).toContain('first news');
    await page.locator('.sidebar-row', { hasText: 'transfers' }).click();
    await eventually(() => row.locator('.unread-count').count()).toBe(0);
  });

  it('keeps a thread beside its message, in the URL too', async () => {
    await control('message', { channel: TRANSFERS, user: WANG, text: 'Which case?' });
    const page = await open(`${EMMA}/${TRANSFERS}`);
    await messages(page).last().hover();
    await messages(page).last().getByLabel('Reply in thread').click();
    const thread = page.getByRole('complementary', { name: 'Thread' });
    await thread.getByLabel('Reply…').fill('2026-014');
    await page.keyboard.press('Enter');
    await eventually(() => messages(page).last().locator('.replies').innerText()).toBe('1 reply');
    await page.reload();
    await eventually(() => thread.locator('.message').count()).toBe(2);
    await thread.getByLabel('Reply…').fill('/form');
    await page.keyboard.press('Enter');
    await eventually(() => page.locator('.toast').innerText()).toContain('/form is not supported in threads');
    await thread.getByLabel('Close the thread').click();
    await thread.waitFor({ state: 'detached' });
    expect(page.url()).toBe(`${app.url}/#/${EMMA}/${TRANSFERS}`);
  });

  it('says in a sentence when the bot does not answer a command, and leaves Slack’s own words', async () => {
    const page = await open(`${EMMA}/${TRANSFERS}`);
    await say(page, '/silent');
    await eventually(() => page.locator('.toast').innerText()).toContain(
      '/silent: the bot did not answer within 3 seconds.',
    );
    expect(await page.locator('.message.ephemeral').innerText()).toContain('operation_timeout');
    await say(page, '/nosuch thing');
    await eventually(() => page.locator('.toast').last().innerText()).toContain(
      '/nosuch is not a valid command.',
    );
    expect(await composer(page).inputValue()).toBe('/nosuch thing');
  });
});

describe('messages with elements', () => {
  it('asks before a button that wants it, then acts once and shows the change to everyone', async () => {
    const page = await open(`${EMMA}/${TRANSFERS}`);
    const other = await visit(`${WANG}/${TRANSFERS}`);
    await say(page, '/card');
    const approve = page.locator('.message').getByRole('button', { name: 'Approve' });
    await approve.click();
    await eventually(() => dialog(page).innerText()).toContain('They can read Client files for four hours.');
    await dialog(page).getByRole('button', { name: 'Not yet' }).click();
    await dialog(page).waitFor({ state: 'detached' });
    expect(app.actions).toEqual([]);
    expect(await approve.evaluate((button) => button === document.activeElement)).toBe(true);
    await approve.click();
    await dialog(page).getByRole('button', { name: 'Approve' }).click();
    for (const one of [page, other]) {
      await eventually(() => one.locator('.message').last().innerText()).toContain(
        'Approved by @Emma Clarke',
      );
    }
    expect(app.actions).toHaveLength(1);
    expect(app.actions[0]).toMatchObject({
      type: 'button',
      action_id: 'approve',
      block_id: 'decide',
      value: 'req_1',
    });
  });

  it('sends what is chosen in a menu, a select and a calendar', async () => {
    const page = await open(`${EMMA}/${TRANSFERS}`);
    await say(page, '/card');
    const card = messages(page).last();
    await card.locator('.button.overflow').click();
    await page.getByRole('menuitem', { name: 'Withdraw' }).click();
    await card.getByRole('combobox', { name: 'Another duration' }).click();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await card.locator('.field.date').click();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await eventually(() => app.actions.length).toBe(3);
    const tomorrow = new Date(app.sandbox.now().getTime() + 86_400_000);
    expect(app.actions).toMatchObject([
      { type: 'overflow', action_id: 'menu', selected_option: { value: 'withdraw' } },
      { type: 'static_select', action_id: 'length', selected_option: { value: '24' } },
      {
        type: 'datepicker',
        selected_date: new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/London' }).format(tomorrow),
      },
    ]);
    expect(await card.getByRole('combobox').inputValue()).toBe('1 day');
  });

  it('draws dates and mentions for who reads them', async () => {
    await control('command', { channel: TRANSFERS, user: EMMA, command: '/card', text: '' });
    const page = await open(`${WANG}/${TRANSFERS}`);
    await eventually(() => messages(page).last().innerText()).toContain('2026年11月24日 19:00');
    expect(await messages(page).last().innerText()).toContain('@Emma Clarke');
    await page.goto(`${app.url}/#/${EMMA}/${TRANSFERS}`);
    await eventually(() => messages(page).last().innerText()).toContain('24 Nov 2026 11:00');
    expect(await messages(page).last().locator('.mention.me').innerText()).toBe('@Emma Clarke');
  });

  it('draws rich text, markdown and tables with the library, and escaped text as text', async () => {
    const page = await open(`${EMMA}/${TRANSFERS}`);
    await say(page, '/blocks');
    const shown = messages(page).last();
    await shown.locator('table').first().waitFor();
    const text = await shown.innerText();
    for (const part of [
      '@Emma Clarke',
      'quoted',
      'const a = 1',
      '客户档案',
      'Escaped <!channel> & 12:30:45',
      'fenced *x*',
    ])
      expect(text).toContain(part);
  });
});

describe('a block that cannot be drawn', () => {
  it('is shown as it came and takes nothing else down', async () => {
    await control('message', { channel: TRANSFERS, user: WANG, text: 'before' });
    context = await browser.newContext();
    await context.route('**/_control/messages/**', async (route) => {
      const answer = (await (await route.fetch()).json()) as { messages: object[] };
      const blocks = [
        { type: 'table', block_id: 'b', rows: 'none' },
        { type: 'section', block_id: 'c', text: { type: 'mrkdwn', text: 'after it' } },
      ];
      answer.messages.push({
        ts: '1800000000.000100',
        channel: TRANSFERS,
        user: 'U00SHOUMI00',
        bot_id: 'B',
        text: '',
        blocks,
      });
      await route.fulfill({ json: answer });
    });
    const page = await visit(`${EMMA}/${TRANSFERS}`);
    await page.getByText('The page cannot draw this table block').click();
    await page.getByText('rows: "none"').waitFor();
    expect(await messages(page).first().innerText()).toContain('before');
    expect(await messages(page).last().innerText()).toContain('after it');
  });
});

describe('modals', () => {
  it('takes every kind of field, shows the refusal under it, and submits Slack’s own values', async () => {
    const page = await open(`${EMMA}/${TRANSFERS}`);
    const modal = await openForm(page);
    const purpose = modal.getByLabel('Purpose · 用途');
    await modal.getByRole('button', { name: 'Send' }).click();
    await modal.getByText('Please complete this required field.').first().waitFor();
    await fillRequired(modal, 'Call 13800138000');
    await modal.getByLabel('Details').fill('two\nlines');
    await choose(modal, 'Together with (optional)', 'Priya Nair', '林晓');
    await choose(modal, 'Tags (optional)', 'urgent', 'yearly');
    const more = modal.getByLabel('More cases (optional)');
    await more.click();
    await page.getByText('Type at least 2 characters').waitFor();
    await page.keyboard.type('青松');
    await page.getByRole('option', { name: '青松商务' }).click();
    await more.press('Escape');
    await choose(modal, 'Channel (optional)', 'partner-shared');
    await choose(modal, 'Public channel (optional)', 'general');
    await modal.getByLabel('From · 起始日').click();
    await page
      .getByRole('button', { name: 'Friday 27 November 2026' })
      .or(page.getByRole('button', { name: 'Friday, 27 November 2026' }))
      .click();
    await modal.getByLabel('At', { exact: true }).fill('1415');
    await page.keyboard.press('Enter');
    await modal.getByLabel('Until (optional)').first().click();
    await page.keyboard.press('Enter');
    await modal.getByRole('combobox', { name: /^Until/ }).fill('18:00');
    await page.keyboard.press('Enter');
    await modal.getByLabel('Controlled · 受控').check();
    await modal.getByLabel('Copies (optional)').fill('3');
    await modal.getByLabel('E-mail (optional)').fill('desk@example.com');
    await modal.getByLabel('Link (optional)').fill('https://example.com/x');
    await modal.getByLabel('Notes (optional)').fill('纸质');
    const chosen = { name: 'plan.pdf', mimeType: 'application/pdf', buffer: Buffer.from('a plan') };
    await modal.getByLabel('Files (optional)').setInputFiles(chosen);
    await modal.getByText('plan.pdf · 6 B').waitFor();
    await choose(modal, 'Live (optional)', 'two');
    await eventually(() => app.actions).toMatchObject([
      { action_id: 'live', selected_option: { value: 'two' } },
    ]);

    await modal.getByRole('button', { name: 'Send' }).click();
    const error = modal.getByText('No phone numbers, please: name the case instead.');
    await error.waitFor();
    expect(await purpose.getAttribute('aria-describedby')).toBe(await error.getAttribute('id'));
    expect(await purpose.getAttribute('aria-invalid')).toBe('true');
    await eventually(() => purpose.evaluate((field) => field === document.activeElement)).toBe(true);
    expect(app.submitted).toEqual([]);

    await purpose.fill('VAT filing');
    // Enter in a field of one line submits.
    await page.keyboard.press('Enter');
    await eventually(() => dialog(page).innerText()).toContain('Your request has been sent.');
    const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/London' }).format(app.sandbox.now());
    expect(app.submitted).toMatchObject([
      {
        purpose: { purpose: { type: 'plain_text_input', value: 'VAT filing' } },
        details: { details: { value: 'two\nlines' } },
        set: { set: { type: 'static_select', selected_option: { value: 'files' } } },
        case: { case: { type: 'external_select', selected_option: { value: 'Harbour Books 2026-021' } } },
        with: { with: { selected_users: ['U07PRIYA000', LIN] } },
        tags: { tags: { selected_options: [{ value: 'urgent' }, { value: 'yearly' }] } },
        cases: { cases: { selected_options: [{ value: '青松商务 2026-030' }] } },
        room: { room: { selected_conversation: 'C05PARTNER0' } },
        public: { public: { selected_channel: 'C01GENERAL0' } },
        day: { day: { selected_date: '2026-11-27' } },
        time: { time: { selected_time: '14:15' } },
        until: { until: { selected_date_time: Date.parse(`${today}T18:00:00Z`) / 1000 } },
        class: { class: { selected_option: { value: 'controlled' } } },
        duties: { duties: { selected_options: [{ value: 'case' }] } },
        copies: { copies: { value: '3' } },
        mail: { mail: { value: 'desk@example.com' } },
        link: { link: { value: 'https://example.com/x' } },
        rich: { rich: { rich_text_value: { type: 'rich_text' } } },
        file: { file: { files: [{ name: 'plan.pdf', mimetype: 'application/pdf', size: 6, user: EMMA }] } },
        live: { live: { selected_option: { value: 'two' } } },
      },
    ]);
    await dialog(page).getByRole('button', { name: 'Close' }).first().click();
    await dialog(page).waitFor({ state: 'detached' });
  });

  it('stacks a second view and finds the first as it was left', async () => {
    const page = await open(`${EMMA}/${TRANSFERS}`);
    const modal = await openForm(page);
    await modal.getByLabel('Purpose · 用途').fill('kept');
    await modal.getByRole('button', { name: 'Read the policy' }).click();
    await modal.getByText('Nobody approves their own request.').waitFor();
    expect(await modal.getByLabel('Purpose · 用途').isVisible()).toBe(false);
    await modal.locator('.panel-head').getByRole('button', { name: 'Back' }).last().click();
    await modal.getByText('Nobody approves').waitFor({ state: 'detached' });
    expect(await modal.getByLabel('Purpose · 用途').inputValue()).toBe('kept');
    await page.reload();
    await dialog(page).waitFor();
  });

  it('keeps what the app’s list offers: Esc closes the list first, the modal second', async () => {
    const page = await open(`${EMMA}/${TRANSFERS}`);
    const modal = await openForm(page);
    const field = modal.getByLabel('Case', { exact: true });
    await field.click();
    await field.fill('north');
    await page.getByRole('option', { name: 'Northgate' }).waitFor();
    await field.fill('nothing like it');
    await page.getByText('Nothing found').waitFor();
    await page.keyboard.press('Escape');
    expect(await dialog(page).count()).toBe(1);
    expect(await page.getByRole('listbox').count()).toBe(0);
    await page.keyboard.press('Escape');
    await dialog(page).waitFor({ state: 'detached' });
  });

  it('opens the same form from the shortcuts button', async () => {
    const page = await open(`${EMMA}/${TRANSFERS}`);
    await page.getByLabel('Shortcuts and commands').click();
    await page.getByRole('menuitem', { name: /Ask for data access/ }).click();
    await dialog(page).getByLabel('Purpose · 用途').waitFor();
  });
});

describe('who and when', () => {
  it('becomes somebody else: language, time, place and Home are theirs', async () => {
    const page = await open(`${EMMA}/home`);
    await page.getByText('@Emma Clarke').waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en-GB');
    await page.getByRole('button', { name: /You are Emma Clarke/ }).click();
    const rows = page.getByRole('menuitemradio');
    expect(await rows.count()).toBe(12);
    expect(await rows.filter({ hasText: '周凯' }).innerText()).toContain('Workspace owner');
    expect(await rows.filter({ hasText: 'Tom Baker' }).innerText()).toContain('Guest');
    expect(await rows.filter({ hasText: '高翔' }).innerText()).toContain('Left');
    await rows.filter({ hasText: '林晓' }).click();
    await page.getByText('@林晓').waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    expect(await page.locator('.sidebar').innerText()).toContain('频道');
    expect(page.url()).toContain(`#/${LIN}/home`);
    await page.reload();
    await page.getByText('@林晓').waitFor();
    await page.goBack();
    await page.getByText('@Emma Clarke').waitFor();
  });

  it('lets one look as somebody who has left, and do nothing', async () => {
    const page = await open(`${GAO}/D11GAOXIANG`);
    await page.locator('.foot-note').waitFor();
    expect(await page.locator('.foot-note').innerText()).toContain('已离职');
    expect(await composer(page).count()).toBe(0);
  });

  it('acts on Home', async () => {
    const page = await open(`${EMMA}/home`);
    await page.getByRole('button', { name: 'Give back' }).click();
    await eventually(() => app.actions).toMatchObject([{ action_id: 'back', type: 'button' }]);
  });

  it('moves business time forward and shows it to everyone', async () => {
    const page = await open(`${EMMA}/home`);
    const other = await visit(`${LIN}/home`);
    const before = app.sandbox.now().getTime();
    await page.getByRole('button', { name: '+1 h' }).click();
    await eventually(() => app.sandbox.now().getTime() - before).toBeGreaterThanOrEqual(3_600_000);
    await page.getByRole('button', { name: 'Next Monday 9:00' }).click();
    await eventually(() => page.locator('.clock-now').innerText()).toMatch(/^Mon.* 09:00$/);
    await eventually(() => other.locator('.clock-now').innerText()).toMatch(/周一 1[67]:00$/);
    expect(new Date(app.sandbox.now()).getUTCDay()).toBe(1);
  });
});

describe('the inspector', () => {
  it('lists payloads both ways, filters them and opens their JSON', async () => {
    const page = await open(`${EMMA}/${TRANSFERS}`);
    await say(page, '/card');
    await page.getByRole('button', { name: 'Inspector' }).click();
    const inspector = page.getByRole('complementary', { name: 'Inspector' });
    await inspector.getByText('chat.postMessage').first().waitFor();
    await inspector.getByLabel('Filter').fill('/card');
    await eventually(() => inspector.locator('.log-entry').count()).toBe(1);
    await inspector.locator('summary', { hasText: '/card' }).click();
    const body = inspector.locator('.log-body');
    await eventually(() => body.innerText()).toContain('user_name: "emma.clarke"');
    expect(await body.innerText()).toContain(`user_id: "${EMMA}"`);
    expect(await body.innerText()).not.toContain('xoxb-');
    await inspector.getByLabel('Filter').fill('');
    await inspector.getByRole('button', { name: 'From the bot' }).click();
    expect(await inspector.locator('.log-what strong', { hasText: '/card' }).count()).toBe(0);
    await page.keyboard.press('Escape');
    await inspector.waitFor({ state: 'detached' });
  });
});

describe('looks', () => {
  it('draws Chinese with the bundled font and fetches only the slices it needs', async () => {
    const page = await open(`${LIN}/home`);
    await page.getByText('没有待办事项').waitFor();
    await eventually(() => page.evaluate(() => document.fonts.status)).toBe('loaded');
    const font = await page.evaluate(() => {
      const family = '"Noto Sans SC Variable"';
      const context = document.createElement('canvas').getContext('2d') as CanvasRenderingContext2D;
      const ink = (text: string) => {
        context.clearRect(0, 0, 200, 40);
        context.font = `24px ${family}, sans-serif`;
        context.fillText(text, 0, 30);
        return context.getImageData(0, 0, 200, 40).data.reduce((sum, value) => sum + value, 0);
      };
      return {
        ready: document.fonts.check(`24px ${family}`, '守密资料'),
        loaded: [...document.fonts].filter((face) => face.status === 'loaded' && face.family.includes('Noto'))
          .length,
        all: [...document.fonts].filter((face) => face.family.includes('Noto')).length,
        // Two characters drawn as the same empty box would have the same ink.
        distinct: new Set(['守', '密', '资', '料'].map(ink)).size,
      };
    });
    expect(font).toMatchObject({ ready: true, distinct: 4 });
    expect(font.all).toBeGreaterThan(90);
    expect(font.loaded).toBeLessThan(40);
  });

  it('follows the system’s dark theme and the button', async () => {
    const page = await open(`${EMMA}/home`, { colorScheme: 'dark' });
    const ground = () => page.locator('.stage').evaluate((stage) => getComputedStyle(stage).backgroundColor);
    expect(await ground()).toBe('rgb(25, 29, 28)');
    await page.getByLabel('Theme: as the system').click();
    expect(await ground()).toBe('rgb(255, 255, 255)');
    await page.reload();
    await page.locator('#conversation').waitFor();
    expect(await ground()).toBe('rgb(255, 255, 255)');
    await page.getByLabel('Theme: light').click();
    await page.getByLabel('Theme: dark').click();
    await page.emulateMedia({ colorScheme: 'light' });
    await eventually(ground).toBe('rgb(255, 255, 255)');
  });

  it('fits a phone: drawer, conversation, Home, modal and menus without a sideways scroll', async () => {
    await control('command', { channel: TRANSFERS, user: EMMA, command: '/card', text: '' });
    await control('command', { channel: TRANSFERS, user: EMMA, command: '/blocks', text: '' });
    const page = await open(`${EMMA}/home`, PHONE);
    const sideways = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(await sideways()).toBe(0);
    const sidebar = page.locator('.sidebar');
    expect(await sidebar.isVisible()).toBe(false);
    await page.getByLabel('Open the sidebar').click();
    await eventually(() => sidebar.isVisible()).toBe(true);
    await sidebar.getByRole('button', { name: 'transfers' }).click();
    await eventually(() => sidebar.isVisible()).toBe(false);
    await page.locator('.message table').first().waitFor();
    expect(await sideways()).toBe(0);
    await page.getByRole('button', { name: /You are/ }).click();
    const menu = await page.getByRole('menu').boundingBox();
    expect(menu && menu.x >= 0 && menu.x + menu.width <= 375).toBe(true);
    await page.keyboard.press('Escape');
    const modal = await openForm(page);
    const box = async () => Object.values((await modal.boundingBox()) ?? {}).map(Math.round);
    await eventually(box).toEqual([0, 0, 375, 812]);
    expect(await sideways()).toBe(0);
    await modal.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Inspector' }).click();
    expect((await page.locator('.inspector').boundingBox())?.width).toBe(375);
  });

  it('names every control and moves nothing for who asked for calm', async () => {
    const page = await open(`${LIN}/${TRANSFERS}`, { reducedMotion: 'reduce' });
    await say(page, '/card');
    await messages(page).locator('.actions-block').last().waitFor();
    await openForm(page);
    const nameless = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('button, input, textarea, [role=combobox]')]
        .filter((control) => control.checkVisibility())
        .filter((control) => {
          const labelled = (control.getAttribute('aria-labelledby') ?? '')
            .split(' ')
            .map((id) => document.getElementById(id)?.textContent)
            .join('');
          const labels =
            'labels' in control
              ? [...((control as HTMLInputElement).labels ?? [])].map((label) => label.textContent).join('')
              : '';
          return !(
            control.getAttribute('aria-label') ||
            labelled.trim() ||
            labels.trim() ||
            control.textContent?.trim()
          );
        })
        .map((control) => control.outerHTML.slice(0, 120)),
    );
    expect(nameless).toEqual([]);
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
  });
});

describe('the connection', () => {
  it('says that the sandbox is away, comes back by itself and shows what was missed', async () => {
    const own = await startPageApp();
    context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${own.url}/#/${EMMA}/${TRANSFERS}`);
    await page.locator('.beginning').waitFor();
    await own.stop();
    await eventually(() => page.locator('.toast.standing').count()).toBe(1);
    const again = await startPageApp(Number(new URL(own.url).port));
    try {
      await fetch(`${again.url}/_control/message`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ channel: TRANSFERS, user: WANG, text: 'while you were away' }),
      });
      await eventually(() => page.locator('.message').count()).toBe(1);
      expect(await page.locator('.toast.standing').count()).toBe(0);
    } finally {
      await again.stop();
    }
  });
});
