import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hear, nearest, unescaped } from '../../src/slack/understand.parse.ts';
import { allWords, namesOf, words } from '../../src/slack/words.ts';

const known = allWords.map((word) => ({ word }));

/** The English word that is heard, and what stands behind it. */
function heard(line: string): [string, string] | string {
  const found = hear(known, line);
  if (found.kind === 'word') return [found.found.word.en, found.rest];
  return found.kind === 'nothing' ? 'nothing' : found.near.map(({ word }) => word.en).join(' ');
}

describe('the table of words', () => {
  it('gives no name to two words', () => {
    const names = allWords.flatMap((word) => [...new Set(namesOf(word))]);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('has a spelling with one syllable for each Chinese character', () => {
    const wrong = allWords.filter(({ zh, pinyin }) => pinyin?.split(' ').length !== [...zh].length);
    expect(wrong).toEqual([]);
  });

  it('hears every name of every word as that word, with and without more behind it', () => {
    for (const word of allWords)
      for (const name of namesOf(word)) {
        expect(heard(name), name).toEqual([word.en, '']);
        expect(heard(`/shoumi ${name} C-2026-0412`), name).toEqual([word.en, 'C-2026-0412']);
      }
  });
});

describe('a line', () => {
  it.each<[string, string, string]>([
    ['request client-files for 4h', 'request', 'client-files for 4h'],
    ['、申请 客户身份资料', 'request', '客户身份资料'],
    ['／申请 客户身份资料', 'request', '客户身份资料'],
    ['、、 申请客户身份资料4小时因为增值税申报', 'request', '客户身份资料4小时因为增值税申报'],
    ['/shoumi 申请', 'request', ''],
    ['、shoumi、申请', 'request', ''],
    ['守密申请客户身份资料', 'request', '客户身份资料'],
    ['申请：客户身份资料', 'request', '客户身份资料'],
    ['申请，客户身份资料', 'request', '客户身份资料'],
    ['ｒｅｑｕｅｓｔ　payroll', 'request', 'payroll'],
    ['REQUEST payroll', 'request', 'payroll'],
    ['shenqing payroll', 'request', 'payroll'],
    ['我想申请客户身份资料', 'request', '客户身份资料'],
    ['您好，麻烦帮我申请客户身份资料', 'request', '客户身份资料'],
    ['please request payroll', 'request', 'payroll'],
    ["I'd like to request payroll", 'request', 'payroll'],
    ['我的', 'mine', ''],
    ['我的授权', 'mine', ''],
    ['我的信息', 'me', ''],
    ['看看我的', 'mine', ''],
    ['show my access', 'mine', 'access'],
    ['待批', 'pending', ''],
    ['谁能看客户身份资料', 'who', '客户身份资料'],
    ['我要请假', 'away', ''],
    ['我要请假到周五', 'away', '到周五'],
    ['归还C-2026-0412', 'return', 'C-2026-0412'],
    ['案件 C-2026-0412', 'case', 'C-2026-0412'],
    ['我请假到周五', 'away', '到周五'],
    ["I'm away until Friday", 'away', 'until Friday'],
    ['I’ll be away until Friday', 'away', 'until Friday'],
    ["I'm done", 'return', ''],
    ['I’m done with client-files', 'return', 'with client-files'],
    ['i am  done!', 'return', ''],
    ['我用完了', 'return', ''],
    ['我已经用完了，谢谢', 'return', '谢谢'],
    ['done', 'done', ''],
    ['我要用客户身份资料4小时', 'request', '客户身份资料4小时'],
    ['I need access to client-files for 4h', 'request', 'client-files for 4h'],
    ['帮我查一下C-2026-0412', 'find', 'C-2026-0412'],
    ['C-2026-0412 谁能看？', 'who', 'C-2026-0412'],
    ['我明天请假', 'away', '明天'],
    ['明天不在', 'away', '明天'],
    ['0412查找', 'find', '0412'],
    ['extend my access', 'mine', 'my access'],
    ['撤回', 'mine', ''],
    ['批准', 'pending', ''],
    ['language', 'settings', ''],
    ['泄密了', 'incident', '了'],
    ['我发错邮件了', 'incident', '邮件了'],
    ['I lost my laptop', 'incident', 'my laptop'],
    ['report a leak', 'incident', 'a leak'],
    ['谁是隐私负责人', 'incident', '负责人'],
    ['help me', 'help', ''],
    ['What can you do?', 'help', ''],
    ['me', 'me', ''],
    ['？', 'help', ''],
    ['申请 \u202e客户', 'request', '\u202e客户'],
  ])('%j is %s with %j', (line, word, rest) => {
    expect(heard(line)).toEqual([word, rest]);
  });

  it.each([
    ['', 'nothing'],
    ['  \u3000 ', 'nothing'],
    ['、', 'nothing'],
    ['/shoumi', 'nothing'],
    ['守密', 'nothing'],
  ])('%j says nothing', (line, nothing) => {
    expect(heard(line)).toBe(nothing);
  });

  it.each([
    ['reqest client-files', 'request'],
    ['requets', 'request'],
    ['req', 'request'],
    ['申清', 'request'],
    ['怎么申请', 'request'],
    ['how do I request data', 'request'],
    ['gh', 'return'],
    ['shenqin', 'request'],
    ['penidng', 'pending'],
    ['settigns', 'settings'],
    ['seting', 'settings'],
    ['设定', 'settings'],
    ['retrun', 'return'],
    ['hlep', 'help'],
  ])('%j is near to %s', (line, word) => {
    expect(hear(known, line)).toMatchObject({ kind: 'unknown' });
    expect(nearest(known, line)[0]?.word.en).toBe(word);
  });

  it.each(['constructor', '__proto__', '明天下雨', '<!channel>', 'x', '🙂', '\u202e'])(
    '%j is near to nothing',
    (line) => {
      expect(heard(line)).toBe('');
    },
  );

  it('is heard whatever it is, and at once', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (line) => {
        expect(['nothing', 'word', 'unknown']).toContain(hear(known, line).kind);
      }),
      { numRuns: 1_000 },
    );
    for (const scrap of [
      '、',
      '申请',
      '我想',
      'please ',
      'a',
      '申',
      ' ',
      'request ',
      '<@U1|',
      '\ud800',
      '&amp;',
    ]) {
      const line = scrap.repeat(10_000 / scrap.length);
      const before = performance.now();
      hear(known, unescaped(line));
      expect(performance.now() - before, scrap).toBeLessThan(200);
    }
  });
});

describe('what Slack makes of a line', () => {
  it.each([
    ['find <@U04LIN|wang>', 'find <@U04LIN>'],
    ['find <@U04LIN>', 'find <@U04LIN>'],
    ['A&amp;B &lt;x&gt;', 'A&B <x>'],
    ['write to <mailto:a@b.cn|a@b.cn>', 'write to a@b.cn'],
    ['call <tel:13800138000|138 0013 8000>', 'call 138 0013 8000'],
    ['see <https://a.cn/x|a.cn/x> and <https://b.cn>', 'see a.cn/x and https://b.cn'],
    ['<#C04ROOM|deals>', '<#C04ROOM>'],
    ['<!channel> now', '<!channel> now'],
    ['&amp;lt;', '&lt;'],
  ])('%j was typed as %j', (sent, typed) => {
    expect(unescaped(sent)).toBe(typed);
  });

  it('never makes a call to everybody of what was typed', () => {
    expect(words.help.en).toBe('help');
    expect(unescaped('&lt;!channel&gt;')).toBe('<!channel>');
  });
});
