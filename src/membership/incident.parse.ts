const alarms =
  /泄[露密漏]|(?:丢|丢失|被偷|被盗|发错|寄错|传错|误发)(?:了|给|人|邮件|文件|$)|出事了|\b(?:leaked|stolen|hacked|phished)\b|\b(?:lost|lose) (?:my|the|a|our) (?:laptop|phone|computer|usb|stick|bag|file|folder|papers?|documents?|device)\b|\bwrong (?:file|person|people|client|customer|recipient|address|attachment|e-?mail|channel|group)\b/iu;

/** Whether a line in plain words tells of something that went wrong: `文件发错人了`, `I sent it to the wrong person`. */
export function soundsAlarmed(line: string): boolean {
  return alarms.test(line.normalize('NFKC').slice(0, 500));
}
