/**
 * Takes the pictures of the README from a running sandbox with a fresh firm: `npm start`, then
 * `node test/screenshot/take.ts [http://localhost:3000]`.
 */
import { launchBrowser } from '../support/browser.ts';
import { peopleOf } from '../support/control.ts';

const base = process.argv[2] ?? 'http://localhost:3000';
const slack = peopleOf(base, async () => {
  // The bot is another process here: a moment is enough for its cards to change.
  await new Promise((resolve) => setTimeout(resolve, 1_500));
});
const [chen, david] = ['U02CHENYU00', 'U05DAVID000'];

await slack.command(
  chen,
  '/access',
  '申请 纳税申报资料 8小时 案件 BK-2026-0118 因为 十月增值税申报，需核对进项发票',
);
const form = await slack.topView(chen);
if (!form) throw new Error('the form did not open');
const asked = {
  dataSet: 'tax-filings',
  caseNumber: 'BK-2026-0118',
  purpose: 'tax_filing',
  reason: '十月增值税申报，需核对进项发票',
  hours: '8',
  acknowledged: ['yes'],
};

const browser = await launchBrowser();
const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1 });
const shoot = async (name: string): Promise<void> => {
  await page.waitForTimeout(900);
  await page.screenshot({ path: new URL(`./${name}.png`, import.meta.url).pathname });
};
await page.goto(`${base}/#/${chen}/${slack.dm(chen)}`);
await shoot('form.zh');
await slack.submit(chen, form, asked);
await page.goto(`${base}/#/${david}/${slack.dm(david)}`);
await shoot('approver');
const card = (await slack.inbox(david)).at(-1);
if (!card) throw new Error('no card waits for the approver');
await slack.click(david, card, 'access.approve');
await page.goto(`${base}/#/${chen}/${slack.dm(chen)}`);
await page
  .getByText(/条回复/)
  .first()
  .click();
await shoot('approver.zh');
await browser.close();
