import { texts } from '../kernel/message.ts';

/** What the doctor finds, each with the way to mend it. */
export const doctorText = texts({
  en: {
    'database.ok': 'The database answers.',
    'database.away': 'The database does not answer. See that it runs, and that DATABASE_URL is right.',
    'rights.ok': '{login} may add to the log and change nothing in it.',
    'rights.superuser':
      'DATABASE_URL logs in as {login}, a superuser, for whom no rule of the database holds. Use the login that “shoumi db roles” makes.',
    'rights.tooMany':
      'Somebody may do more in the database than they should: {rights}. Take it away (REVOKE … FROM …), then run “shoumi verify”.',
    'rights.missing':
      'Rights are missing in the database: {rights}. Run “shoumi migrate” as the owner; if that does not help, “shoumi db roles”.',
    'keys.ok': 'The key opens what is sealed.',
    'keys.wrong': '{reason}',
    'clock.ok': 'The clocks of this machine and of the database agree ({seconds, number} s apart).',
    'clock.drift':
      'The clocks of this machine and of the database are {seconds, number} s apart. Let both machines take their time from NTP.',
    'lag.ok':
      '{count, plural, =0 {Every event has its leaf.} one {# event waits for its leaf, for less than a minute.} other {# events wait for their leaf, for less than a minute.}}',
    'lag.behind':
      '{count, plural, one {# event has} other {# events have}} been waiting for a leaf for {minutes, plural, one {# minute} other {# minutes}}. See that a bot is running and what its log says of the sequencer.',
    'checkpoint.ok':
      'The newest checkpoint covers all {size, plural, one {# entry} other {# entries}}, is signed by this log’s key and {minutes, plural, one {# minute} other {# minutes}} old.',
    'checkpoint.none': 'The log is empty; there is nothing to sign yet.',
    'checkpoint.missing':
      'The log has {entries, plural, one {# entry} other {# entries}} and no checkpoint. Somebody has removed them: run “shoumi verify”.',
    'checkpoint.unsigned':
      'The newest checkpoint (size {size, number}) is not signed by the key of the settings. If SHOUMI_KEY or SHOUMI_LOG_KEY was changed, put the old verifier key behind the new one in SHOUMI_LOG_KEY; else run “shoumi verify”.',
    'checkpoint.malformed':
      'What stands as the newest checkpoint (size {size, number}) is none. Run “shoumi verify”.',
    'checkpoint.size':
      'The newest checkpoint says {size, number} entries and the log has {entries, number}. Run “shoumi verify”.',
    'checkpoint.behind':
      'The newest checkpoint covers {size, number} of {entries, number} entries. Ask again in a minute; if it stays, run “shoumi verify”.',
    'anchors.none':
      'Nobody outside holds a checkpoint, so whoever runs the database could rewrite the log unseen. Name places in SHOUMI_ANCHORS.',
    'anchor.ok':
      '{place}: all {count, plural, one {# checkpoint} other {# checkpoints}} looked at are there, unchanged.',
    'anchor.changed':
      '{place}: {count, plural, one {# checkpoint is} other {# checkpoints are}} not what this database recorded. Run “shoumi verify” and find out which of the two was changed.',
    'anchor.retention':
      '{place}: {count, plural, one {# older message is} other {# older messages are}} gone. A channel under a retention rule, or one that is cleaned, is no anchor: set “keep everything” for this channel (channel settings, or your workspace’s retention policy), or name another place in SHOUMI_ANCHORS.',
    'anchor.gone':
      '{place}: {count, plural, one {# checkpoint is} other {# checkpoints are}} gone. Find out who deletes there, or name another place in SHOUMI_ANCHORS.',
    'anchor.fault':
      '{place}: {fault, select, shared {the channel is shared with another company; take one of your own in SHOUMI_ANCHORS.} not_a_member {Shoumi is not a member; type /invite @Shoumi in the channel.} not_found {there is no such channel, or Shoumi cannot see it; correct the id in SHOUMI_ANCHORS, and invite the bot.} archived {the channel is archived; restore it, or name another one in SHOUMI_ANCHORS.} missing_scope {the app lacks the scopes to read channels; install it again with the manifest of this version.} other_content {another checkpoint of the same size lies there; run “shoumi verify”.} no_login {the login of the object store is missing; set SHOUMI_S3_KEY_ID and SHOUMI_S3_SECRET.} denied {the object store refuses the login; give it s3:PutObject, s3:GetObject and s3:ListBucket, and check SHOUMI_S3_REGION.} other {it did not answer; see that it can be reached from here.}}',
    'anchor.failing':
      '{place}: has not taken a checkpoint for {hours, plural, one {# hour} other {# hours}}. See that a bot is running and what its log says of the place.',
    'anchor.late':
      '{place}: the log has been ahead for {hours, plural, one {# hour} other {# hours}}. See that a bot is running.',
    'anchor.empty':
      '{place}: holds nothing yet. The running bot hands the first checkpoint over within a minute.',
    'anchor.unseen': '{place}: cannot be looked at from here, since no Slack token is set.',
    summary:
      '{wrong, plural, =0 {Nothing is wrong} one {# thing is wrong} other {# things are wrong}}{warnings, plural, =0 {.} one {, # warning.} other {, # warnings.}}',
  },
  zh: {
    'database.ok': '数据库有响应。',
    'database.away': '数据库没有响应。请确认它在运行，且 DATABASE_URL 正确。',
    'rights.ok': '{login} 只能向日志追加，不能改动。',
    'rights.superuser':
      'DATABASE_URL 用的是超级用户 {login}，数据库的任何权限规则对它都不起作用。请改用 “shoumi db roles” 建立的登录。',
    'rights.tooMany': '数据库里有人权限过大：{rights}。请收回（REVOKE … FROM …），然后运行 “shoumi verify”。',
    'rights.missing':
      '数据库里缺少权限：{rights}。请以所有者身份运行 “shoumi migrate”；若无效，再运行 “shoumi db roles”。',
    'keys.ok': '密钥能打开已加密的内容。',
    'keys.wrong': '密钥不对（系统原文）：{reason}',
    'clock.ok': '本机与数据库的时钟一致（相差 {seconds, number} 秒）。',
    'clock.drift': '本机与数据库的时钟相差 {seconds, number} 秒。请让两台机器都与 NTP 对时。',
    'lag.ok': '{count, plural, =0 {所有记录都已入树。} other {有 # 条记录在等待入树，不到一分钟。}}',
    'lag.behind':
      '有 {count, number} 条记录等待入树已 {minutes, number} 分钟。请确认机器人在运行，并查看它的日志里关于入树的信息。',
    'checkpoint.ok':
      '最新检查点涵盖全部 {size, number} 条记录，由本日志的密钥签名，{minutes, number} 分钟前生成。',
    'checkpoint.none': '日志是空的，还没有可签名的内容。',
    'checkpoint.missing':
      '日志有 {entries, number} 条记录，却没有检查点：有人删除了它们。请运行 “shoumi verify”。',
    'checkpoint.unsigned':
      '最新检查点（{size, number} 条）不是由当前设置的密钥签名的。若更换过 SHOUMI_KEY 或 SHOUMI_LOG_KEY，请把旧的验证密钥放在 SHOUMI_LOG_KEY 新密钥之后；否则请运行 “shoumi verify”。',
    'checkpoint.malformed': '最新检查点（{size, number} 条）不成其为检查点。请运行 “shoumi verify”。',
    'checkpoint.size':
      '最新检查点写的是 {size, number} 条，日志却有 {entries, number} 条。请运行 “shoumi verify”。',
    'checkpoint.behind':
      '最新检查点涵盖 {entries, number} 条记录中的 {size, number} 条。请过一分钟再看；若仍如此，请运行 “shoumi verify”。',
    'anchors.none':
      '外部没有留存任何检查点，管理数据库的人可以悄悄改写日志。请用 SHOUMI_ANCHORS 指定存放处。',
    'anchor.ok': '{place}：抽查的 {count, number} 份检查点都在，且未改动。',
    'anchor.changed':
      '{place}：有 {count, number} 份检查点与本数据库的记载不符。请运行 “shoumi verify”，查清是哪一边被改动过。',
    'anchor.retention':
      '{place}：有 {count, number} 条较早的消息不见了。受保留期限约束、或会被清理的频道不能用来存证：请把该频道设为“保留全部消息”（频道设置或工作区的保留策略），或在 SHOUMI_ANCHORS 里换一个存放处。',
    'anchor.gone':
      '{place}：有 {count, number} 份检查点不见了。请查清是谁在那里删除文件，或在 SHOUMI_ANCHORS 里换一个存放处。',
    'anchor.fault':
      '{place}：{fault, select, shared {频道与其他公司共用，请在 SHOUMI_ANCHORS 里换成本公司内部的频道。} not_a_member {守密还不是频道成员，请在该频道里输入 /invite @Shoumi。} not_found {频道不存在，或守密看不到它，请更正 SHOUMI_ANCHORS 里的编号，并邀请机器人。} archived {频道已归档，请恢复，或在 SHOUMI_ANCHORS 里换一个。} missing_scope {应用缺少读取频道的权限，请用这一版的 manifest.yml 重新安装。} other_content {那里有一份大小相同、内容不同的检查点，请运行 “shoumi verify”。} no_login {缺少对象存储的登录信息，请设置 SHOUMI_S3_KEY_ID 和 SHOUMI_S3_SECRET。} denied {对象存储拒绝了登录，请给它 s3:PutObject、s3:GetObject 和 s3:ListBucket 权限，并检查 SHOUMI_S3_REGION。} other {没有响应，请确认从这里能连上。}}',
    'anchor.failing':
      '{place}：已有 {hours, number} 小时没有收到检查点。请确认机器人在运行，并查看它的日志里关于这个存放处的信息。',
    'anchor.late': '{place}：日志比它新了 {hours, number} 小时。请确认机器人在运行。',
    'anchor.empty': '{place}：还没有内容。机器人运行后一分钟内会送去第一份检查点。',
    'anchor.unseen': '{place}：这里没有 Slack 令牌，无法查看。',
    summary:
      '{wrong, plural, =0 {没有错误} other {有 # 处错误}}{warnings, plural, =0 {。} other {，# 处提醒。}}',
  },
});
