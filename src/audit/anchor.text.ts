import { texts } from '../kernel/message.ts';

/** What is said where checkpoints are kept, and why a place keeps none. */
export const anchorText = texts({
  en: {
    'anchor.post':
      'Checkpoint of the audit log after {size, plural, one {# entry} other {# entries}}, {when}. Whoever keeps this message can tell later whether anything before it was changed. Please leave it here.',
    'anchor.postUndated':
      'Checkpoint of the audit log after {size, plural, one {# entry} other {# entries}}. Whoever keeps this message can tell later whether anything before it was changed. Please leave it here.',
    'anchor.fault':
      '{fault, select, shared {The channel is shared with another company, where Shoumi posts nothing} not_a_member {Shoumi is not a member of the channel} not_found {The channel does not exist, or Shoumi cannot see it} archived {The channel is archived} missing_scope {The app lacks the scopes to read channels} other_content {Another checkpoint of the same size lies there already} no_login {The login of the object store is missing} denied {The object store refuses the login} other {The place cannot be used}}',
    'anchor.mend':
      '{fault, select, shared {take a channel of your own company in SHOUMI_ANCHORS.} not_a_member {invite the bot: /invite @Shoumi in that channel.} not_found {correct the id in SHOUMI_ANCHORS, and invite the bot if the channel is private.} archived {restore the channel, or name another one in SHOUMI_ANCHORS.} missing_scope {install the app again with the manifest of this version.} other_content {the log of this database is not the one that was anchored there: run shoumi verify, and find out who changed what before you do anything else.} no_login {set SHOUMI_S3_KEY_ID and SHOUMI_S3_SECRET.} denied {give the login the rights s3:PutObject, s3:GetObject and s3:ListBucket, and check SHOUMI_S3_REGION.} other {look at the log of the bot.}}',
    'trouble.lock': 'A place that keeps checkpoints of the audit log takes none',
    'trouble.title': '*{place} takes no checkpoints of the audit log* (since {when})',
    'trouble.do':
      '{fault, select, shared {The channel is shared with another company, or about to be; Shoumi posts nothing there. Have the operator name a channel of your own company in SHOUMI_ANCHORS.} not_a_member {Shoumi is not a member of the channel. Open it and type */invite @Shoumi*.} not_found {Shoumi cannot see the channel: somebody removed it, or the id is wrong. If the channel is private, any member can open it and type */invite @Shoumi*; else have the operator correct SHOUMI_ANCHORS.} archived {The channel is archived. Restore it and type */invite @Shoumi* there, or have the operator name another one in SHOUMI_ANCHORS.} missing_scope {The app lacks the scopes to read channels. Install it again with the manifest of this version.} other_content {Another checkpoint of the same size lies there: the log of this database is not the one that was kept there. Change nothing, have the operator run *shoumi verify*, and find out who changed what.} no_login {The login of the object store is missing. Have the operator set SHOUMI_S3_KEY_ID and SHOUMI_S3_SECRET.} denied {The object store refuses the login. Have the operator check its rights and SHOUMI_S3_REGION; */shoumi doctor* names them.} other {The place cannot be used. Have the operator look at the log of the bot.}}',
    'trouble.foot':
      'Until then everything else works, but new entries of the log are not held by anybody outside. You need not tell me when it is mended: I look again by myself.',
    'trouble.overLock': 'Checkpoints of the audit log are kept again',
    'trouble.over': ':white_check_mark: {place} takes checkpoints of the audit log again.',
    'event.failed': 'A place took no checkpoint any more: {fault}',
    'event.mended': 'A place takes checkpoints again',
  },
  zh: {
    'anchor.post':
      '审计日志的检查点（{when}），共 {size, number} 条记录。谁留有这条消息，日后就能查出此前的记录有没有被改动过。请不要删除。',
    'anchor.postUndated':
      '审计日志的检查点，共 {size, number} 条记录。谁留有这条消息，日后就能查出此前的记录有没有被改动过。请不要删除。',
    'anchor.fault':
      '{fault, select, shared {这个频道与其他公司共用，守密不会在里面发消息} not_a_member {守密还不是这个频道的成员} not_found {频道不存在，或者守密看不到它} archived {频道已归档} missing_scope {应用缺少读取频道的权限} other_content {那里已有一份大小相同、内容不同的检查点} no_login {缺少对象存储的登录信息} denied {对象存储拒绝了登录} other {这个存放处用不了}}',
    'anchor.mend':
      '{fault, select, shared {请在 SHOUMI_ANCHORS 里换成本公司内部的频道。} not_a_member {请在该频道里输入 /invite @Shoumi 邀请机器人。} not_found {请更正 SHOUMI_ANCHORS 里的编号；若是私密频道，请先邀请机器人。} archived {请恢复该频道，或在 SHOUMI_ANCHORS 里换一个。} missing_scope {请用这一版的 manifest.yml 重新安装应用。} other_content {这个数据库里的日志不是当初存证的那一份：请先运行 shoumi verify，查清谁改了什么，再做别的。} no_login {请设置 SHOUMI_S3_KEY_ID 和 SHOUMI_S3_SECRET。} denied {请给该登录 s3:PutObject、s3:GetObject 和 s3:ListBucket 权限，并检查 SHOUMI_S3_REGION。} other {请查看机器人的日志。}}',
    'trouble.lock': '有一个存放处收不到审计日志的检查点了',
    'trouble.title': '*{place} 收不到审计日志的检查点*（{when}起）',
    'trouble.do':
      '{fault, select, shared {这个频道与其他公司共用（或即将共用），守密不会在里面发消息。请让运维人员在 SHOUMI_ANCHORS 里换成本公司内部的频道。} not_a_member {守密已不是这个频道的成员。请打开频道，输入“/invite @Shoumi”。} not_found {守密看不到这个频道：可能被移出了，也可能编号有误。若是私密频道，请任何一位成员打开频道，输入“/invite @Shoumi”；否则请让运维人员更正 SHOUMI_ANCHORS。} archived {频道已归档。请恢复后在里面输入“/invite @Shoumi”，或让运维人员在 SHOUMI_ANCHORS 里换一个。} missing_scope {应用缺少读取频道的权限。请用这一版的 manifest.yml 重新安装。} other_content {那里有一份大小相同、内容不同的检查点：这个数据库里的日志不是当初存证的那一份。请不要改动任何内容，让运维人员运行“shoumi verify”，查清谁改了什么。} no_login {缺少对象存储的登录信息。请让运维人员设置 SHOUMI_S3_KEY_ID 和 SHOUMI_S3_SECRET。} denied {对象存储拒绝了登录。请让运维人员检查权限和 SHOUMI_S3_REGION，“/shoumi 体检”会列出所需权限。} other {这个存放处用不了。请让运维人员查看机器人的日志。}}',
    'trouble.foot': '其他功能不受影响，只是新的记录暂时没有在外部留存。修好后不必告诉我，我会自己再试。',
    'trouble.overLock': '审计日志的检查点又能留存了',
    'trouble.over': ':white_check_mark: {place} 又能收到审计日志的检查点了。',
    'event.failed': '一个存放处收不到检查点了：{fault}',
    'event.mended': '存放处又能收到检查点了',
  },
});
