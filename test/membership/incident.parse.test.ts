import { expect, it } from 'vitest';
import { soundsAlarmed } from '../../src/membership/incident.parse.ts';

it.each([
  '文件发错人了',
  '邮件误发给别的客户',
  '电脑被盗了',
  'U盘丢了',
  '资料泄漏',
  'somebody leaked it',
  'I lost the folder',
  'sent to the WRONG PERSON',
])('“%s” tells of something that went wrong', (line) => {
  expect(soundsAlarmed(line)).toBe(true);
});

it.each([
  '客户身份资料 4小时',
  '丢弃规定',
  '发给客户',
  'client-files for 4h because we lost track of the signatures',
  'the wrong end of the year',
  '',
])('“%s” does not', (line) => {
  expect(soundsAlarmed(line)).toBe(false);
});
