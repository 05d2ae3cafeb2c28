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
      '{count, plural, =0 {Every event can be proved.} one {# event is less than a minute old and cannot be proved yet.} other {# events are less than a minute old and cannot be proved yet.}}',
    'lag.behind':
      '{count, plural, one {# event has} other {# events have}} been waiting for {minutes, plural, one {# minute} other {# minutes}} to become provable. See that a bot is running and what its log says of the sequencer.',
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
      '{place}: {count, plural, one {the one checkpoint looked at is} other {all # checkpoints looked at are}} there, unchanged.',
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
    'look.failed': 'Could not look at “{what}” ({reason}). See what the log of the bot says of it.',
    'slack.unseen':
      'Slack could not be looked at from here: there is no token. Set SLACK_BOT_TOKEN, or ask the bot in Slack: /shoumi doctor.',
    'slack.away':
      'Slack does not answer. See that this machine reaches slack.com (or SLACK_API_URL) over HTTPS.',
    'token.ok': 'Slack accepts the bot token, for {team}.',
    'token.refused':
      'Slack does not accept the bot token ({code}). Copy the “Bot User OAuth Token” (xoxb-…) from the app’s page “OAuth & Permissions” into SLACK_BOT_TOKEN, and start again.',
    'scopes.ok': 'The bot has the {count, plural, one {scope} other {# scopes}} of this version’s manifest.',
    'scopes.missing':
      'The bot lacks scopes: {scopes}. Put manifest.yml of this version into the app’s page “App Manifest”, then “Install App” → “Reinstall”.',
    'scopes.more':
      'The bot has scopes that this version does not need: {scopes}. Put manifest.yml into “App Manifest” and reinstall; less is safer.',
    'reached.socket': 'A socket to Slack is open.',
    'reached.noSocket':
      'No socket to Slack is open, so nobody’s click arrives. See that Socket Mode is on in the app’s settings, that SLACK_APP_TOKEN is right, and what the log of the bot says.',
    'reached.appToken': 'Slack accepts the app token, so sockets can be opened.',
    'reached.appTokenRefused':
      'Slack opens no socket for SLACK_APP_TOKEN ({code}). Make an app-level token with the scope connections:write (Basic Information → App-Level Tokens), and switch Socket Mode on.',
    'reached.http':
      'Slack reaches the bot over HTTP. If clicks get no answer, check the request URLs (…/slack/events) and SLACK_SIGNING_SECRET.',
    'events.ok': 'Every kind of event that the manifest subscribes to has arrived at some time.',
    'events.some': 'Events arrive. None of these so far, perhaps because there was none: {events}.',
    'events.missed':
      'Of some events none has arrived in more than a week: {events}. Perhaps there was none. If people have opened the Home tab, written to the bot or changed their status, compare the app’s page “Event Subscriptions” with manifest.yml and reinstall.',
    'slackClock.ok': 'The clock agrees with Slack’s.',
    'slackClock.drift':
      'The clock of this machine and Slack’s are {seconds, number} s apart; from five minutes on Slack’s requests are refused. Let the machine take its time from NTP.',
    'slackClock.unseen': 'Slack’s clock could not be seen from here.',
    'retention.young': 'No card is old enough yet to show whether Slack keeps messages.',
    'retention.ok':
      '{looked, plural, one {The oldest card still stands} other {The # oldest cards still stand}} in Slack.',
    'retention.gone':
      'Of the {looked, plural, one {oldest card} other {# oldest cards}} {gone, plural, one {one is} other {# are}} gone from Slack: a retention rule, or somebody who cleans. Cards that ask something come back by themselves and the record is kept here, but people lose their history: set “keep everything” for direct messages (Workspace settings → Message retention). A free plan hides messages after 90 days.',
    'officer.ok': '{count, plural, one {There is a privacy officer.} other {There are # privacy officers.}}',
    'pilot.running':
      'A pilot is still running: {inside, plural, one {# person of {people, number} is} other {# people of {people, number} are}} in, the others hear nothing. Once it works well, switch on for everybody: /shoumi setup.',
    'officer.none':
      'Nobody is privacy officer: requests that nobody else can decide on have nowhere to go. Name one: /shoumi people.',
    'holidays.ok': 'The holidays of {year} are known.',
    'holidays.notYet': 'The holidays of this year are known; those of {year} are announced in November.',
    'holidays.next':
      'The holidays of {year} are not known here yet, so deadlines count them as plain weekdays. Once they are announced, bring them in with /shoumi settings holidays, or install the newest version of Shoumi.',
    'holidays.now':
      'The holidays of {year} are not known here, so deadlines count them as plain weekdays. Bring them in with /shoumi settings holidays, or install the newest version of Shoumi.',
    'sets.none':
      'There is no data set yet, so nobody can ask for anything. Add some: /shoumi data, or /shoumi setup.',
    'sets.ok':
      '{count, plural, one {The data set has} other {Each of the # data sets has}} somebody who can decide.',
    'sets.undecided':
      'Nobody can decide on {count, plural, one {this data set} other {these # data sets}}: {sets}. Name approvers who are still here: /shoumi data.',
    'doctor.notAdmin':
      'Only admins can have everything looked at. /shoumi status shows everybody how Shoumi fares.',
    'doctor.underWay': 'Your last check-up is still under way; the result comes here in our conversation.',
    'doctor.over': 'This check-up is over.',
    'exam.started': 'I am looking at everything; in a moment the result stands in our conversation.',
    'exam.lock': 'Check-up: {summary}',
    'exam.title': 'Check-up',
    'exam.again': 'Look again',
    'exam.foot': '{when} · On the server: `shoumi doctor`',
    'event.examAsked': '{by} had everything looked at',
    'event.examFinished':
      'The check-up found {wrong, plural, =0 {nothing wrong} one {one thing wrong} other {# things wrong}}, {warnings, plural, =0 {no warning} one {one warning} other {# warnings}}',
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
    'lag.ok':
      '{count, plural, =0 {所有记录都可以取得证明。} other {有 # 条记录刚写下，不到一分钟，暂时还不能取得证明。}}',
    'lag.behind':
      '有 {count, number} 条记录已等了 {minutes, number} 分钟，仍不能取得证明。请确认机器人在运行，并查看它的日志里关于 sequencer 的信息。',
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
    'look.failed': '“{what}”这一项没能检查（{reason}）。请查看机器人的日志。',
    'slack.unseen': '这里没有令牌，无法检查 Slack。请设置 SLACK_BOT_TOKEN，或在 Slack 里输入 /shoumi 体检。',
    'slack.away': 'Slack 没有响应。请确认这台机器能通过 HTTPS 访问 slack.com（或 SLACK_API_URL）。',
    'token.ok': 'Slack 接受机器人令牌，工作区：{team}。',
    'token.refused':
      'Slack 不接受机器人令牌（{code}）。请到应用页面的“OAuth & Permissions”复制“Bot User OAuth Token”（xoxb-…），填入 SLACK_BOT_TOKEN 后重新启动。',
    'scopes.ok': '机器人具备这一版所需的全部 {count, number} 项权限。',
    'scopes.missing':
      '机器人缺少权限：{scopes}。请把这一版的 manifest.yml 填入应用页面的“App Manifest”，再到“Install App”重新安装。',
    'scopes.more':
      '机器人有这一版用不到的权限：{scopes}。请把 manifest.yml 填入“App Manifest”并重新安装，权限越少越稳妥。',
    'reached.socket': '与 Slack 的连接正常。',
    'reached.noSocket':
      '与 Slack 的连接全断了，大家点的按钮都到不了。请确认应用设置里已开启 Socket Mode、SLACK_APP_TOKEN 正确，并查看机器人的日志。',
    'reached.appToken': 'Slack 接受应用令牌，可以建立连接。',
    'reached.appTokenRefused':
      'Slack 不接受 SLACK_APP_TOKEN（{code}）。请在“Basic Information → App-Level Tokens”新建带 connections:write 权限的令牌，并开启 Socket Mode。',
    'reached.http':
      'Slack 通过 HTTP 访问机器人。如果点按钮没有反应，请检查请求地址（…/slack/events）和 SLACK_SIGNING_SECRET。',
    'events.ok': '清单里订阅的每一种事件都收到过。',
    'events.some': '能收到事件。这些还没收到过，也许只是还没发生：{events}。',
    'events.missed':
      '一个多星期以来从未收到过这些事件：{events}。也许只是没有发生。如果有人打开过主页、给机器人发过消息或改过状态，请把应用页面的“Event Subscriptions”与 manifest.yml 对照，并重新安装。',
    'slackClock.ok': '时钟与 Slack 一致。',
    'slackClock.drift':
      '这台机器与 Slack 的时钟相差 {seconds, number} 秒；超过五分钟，Slack 的请求会被拒绝。请让机器与 NTP 对时。',
    'slackClock.unseen': '这里看不到 Slack 的时钟。',
    'retention.young': '还没有足够旧的卡片，无法判断 Slack 是否保留消息。',
    'retention.ok': '最早的 {looked, number} 张卡片在 Slack 里都还在。',
    'retention.gone':
      '最早的 {looked, number} 张卡片里有 {gone, number} 张已从 Slack 消失：可能有保留期限，也可能有人清理。还需要处理的卡片会自动补发，记录也都在本系统里，但大家会看不到以前的消息：请把私信设为“保留全部消息”（工作区设置 → 消息保留）。免费版会隐藏 90 天以前的消息。',
    'officer.ok': '已指定 {count, number} 位隐私负责人。',
    'pilot.running':
      '目前仍在试用：{people} 人中有 {inside} 人在试用范围内，其他人收不到任何消息。试用顺利后，请输入 /shoumi 安装，对全公司启用。',
    'officer.none': '还没有隐私负责人：没有别人能审批的申请将无人处理。请输入 /shoumi 人员 指定一位。',
    'holidays.ok': '{year} 年的节假日已收录。',
    'holidays.notYet': '今年的节假日已收录；{year} 年的要到 11 月才公布。',
    'holidays.next':
      '{year} 年的节假日还没有收录，期限会把它们当作普通日子计算。公布之后请输入 /shoumi 设置 节假日 填写，或安装守密的最新版本。',
    'holidays.now':
      '{year} 年的节假日没有收录，期限会把它们当作普通日子计算。请输入 /shoumi 设置 节假日 填写，或安装守密的最新版本。',
    'sets.none': '还没有任何资料，谁也申请不了。请输入 /shoumi 资料 或 /shoumi 安装 来添加。',
    'sets.ok': '{count, number} 项资料都有人可以审批。',
    'sets.undecided':
      '有 {count, number} 项资料没有人能审批：{sets}。请输入 /shoumi 资料，指定在职的审批人。',
    'doctor.notAdmin': '只有管理员可以做体检。所有人都可以用 /shoumi 状态 查看守密的运行情况。',
    'doctor.underWay': '您上一次体检还没结束，结果会发在我们的私信里。',
    'doctor.over': '这次体检已经结束。',
    'exam.started': '正在逐项检查，结果马上发到我们的私信里。',
    'exam.lock': '体检结果：{summary}',
    'exam.title': '体检结果',
    'exam.again': '再查一次',
    'exam.foot': '{when} · 服务器上可运行 `shoumi doctor`',
    'event.examAsked': '{by} 做了一次体检',
    'event.examFinished': '体检结果：{wrong, number} 处错误，{warnings, number} 处提醒',
    summary:
      '{wrong, plural, =0 {没有错误} other {有 # 处错误}}{warnings, plural, =0 {。} other {，# 处提醒。}}',
  },
});
