import { texts } from '../kernel/message.ts';

/** What is said where checkpoints are kept, and why a place keeps none. */
export const anchorText = texts({
  en: {
    'anchor.post':
      'Checkpoint of the audit log after {size, plural, one {# entry} other {# entries}}. Whoever keeps this message can tell later whether anything before it was changed. Please leave it here.',
    'anchor.fault':
      '{fault, select, shared {The channel is shared with another company, where Shoumi posts nothing} not_a_member {Shoumi is not a member of the channel} not_found {The channel does not exist, or Shoumi cannot see it} archived {The channel is archived} missing_scope {The app lacks the scopes to read channels} other_content {Another checkpoint of the same size lies there already} no_login {The login of the object store is missing} denied {The object store refuses the login} other {The place cannot be used}}',
    'anchor.mend':
      '{fault, select, shared {take a channel of your own company in SHOUMI_ANCHORS.} not_a_member {invite the bot: /invite @Shoumi in that channel.} not_found {correct the id in SHOUMI_ANCHORS, and invite the bot if the channel is private.} archived {restore the channel, or name another one in SHOUMI_ANCHORS.} missing_scope {install the app again with the manifest of this version.} other_content {the log of this database is not the one that was anchored there: run shoumi verify, and find out who changed what before you do anything else.} no_login {set SHOUMI_S3_KEY_ID and SHOUMI_S3_SECRET.} denied {give the login the rights s3:PutObject, s3:GetObject and s3:ListBucket, and check SHOUMI_S3_REGION.} other {look at the log of the bot.}}',
  },
  zh: {
    'anchor.post':
      '审计日志的检查点，共 {size, number} 条记录。谁留有这条消息，日后就能查出此前的记录有没有被改动过。请不要删除。',
    'anchor.fault':
      '{fault, select, shared {这个频道与其他公司共用，守密不会在里面发消息} not_a_member {守密还不是这个频道的成员} not_found {频道不存在，或者守密看不到它} archived {频道已归档} missing_scope {应用缺少读取频道的权限} other_content {那里已有一份大小相同、内容不同的检查点} no_login {缺少对象存储的登录信息} denied {对象存储拒绝了登录} other {这个存放处用不了}}',
    'anchor.mend':
      '{fault, select, shared {请在 SHOUMI_ANCHORS 里换成本公司内部的频道。} not_a_member {请在该频道里输入 /invite @Shoumi 邀请机器人。} not_found {请更正 SHOUMI_ANCHORS 里的编号；若是私密频道，请先邀请机器人。} archived {请恢复该频道，或在 SHOUMI_ANCHORS 里换一个。} missing_scope {请用这一版的 manifest.yml 重新安装应用。} other_content {这个数据库里的日志不是当初存证的那一份：请先运行 shoumi verify，查清谁改了什么，再做别的。} no_login {请设置 SHOUMI_S3_KEY_ID 和 SHOUMI_S3_SECRET。} denied {请给该登录 s3:PutObject、s3:GetObject 和 s3:ListBucket 权限，并检查 SHOUMI_S3_REGION。} other {请查看机器人的日志。}}',
  },
});
