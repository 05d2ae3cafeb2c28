import { texts } from '../kernel/message.ts';

/** What is said about how Shoumi itself fares. */
export const statusText = texts({
  en: {
    'hint.status': 'how Shoumi fares; `jobs` shows work that is stuck (for admins)',
    'status.notAdmin':
      'Shoumi’s work is looked after by its admins. {count, plural, =0 {Nobody is admin yet: whoever runs Shoumi can name one with SHOUMI_ADMINS.} other {Please ask {admins}.}}',
    'status.pieceGone':
      'This piece of work is no longer waiting: it was done, is running, or somebody else saw to it.',
    'status.notDead': 'Shoumi still tries this by itself. Only work that was given up can be let go.',
    // The short answer.
    'status.title': 'How Shoumi fares',
    'status.work':
      '*Work*  {undone, plural, =0 {nothing waits} one {# piece waits or runs} other {# pieces wait or run}}{oldest, select, none {} other {, the oldest for {oldest}}}',
    'status.troubled':
      ':warning: {stuck, plural, =0 {} one {# piece is stuck} other {# pieces are stuck}}{both, select, yes { and } other {}}{dead, plural, =0 {} one {# was given up} other {# were given up}}. Admins see more with `/shoumi status jobs`.',
    'status.database': '*Database*  answers in {ms, plural, one {# ms} other {# ms}}',
    'status.slack':
      '*Slack*  {paused, plural, =0 {connected} one {connected; asks us to wait with one kind of call for {seconds} s more} other {connected; asks us to wait with # kinds of calls for {seconds} s more}}',
    'status.unreachable':
      '{count, plural, one {# person cannot be written to} other {# people cannot be written to}}: {people}',
    'status.log':
      '*Log*  {count, plural, =0 {every event has its leaf} one {# event waits for its leaf} other {# events wait for their leaf}}',
    'status.unknown':
      'I do not know “{word}”. `/shoumi status` says how Shoumi fares, `/shoumi status jobs` shows its work.',
    // The list.
    'jobs.title': 'Shoumi’s work',
    'jobs.close': 'Close',
    'jobs.reload': 'Refresh',
    'jobs.queues': 'Queues',
    'jobs.queue':
      '*{queue}*  {ready} ready · {running} running · {waiting} waiting for a retry · {dead} given up{oldest, select, none {} other { · oldest {oldest}}}',
    'jobs.idle': 'All queues are empty.',
    'jobs.none': ':white_check_mark: Nothing is stuck.',
    'jobs.troubled': 'Stuck or given up',
    'jobs.piece':
      '{state, select, dead {:black_square_for_stop: *Given up*} other {:hourglass: *Stuck*}}  {queue} · tried {tried, plural, one {once} other {# times}} · for {age}{reason, select, none {} other { · `{reason}`}}',
    'jobs.range': '{from}–{to} of {total}',
    'jobs.next': 'Next',
    'jobs.previous': 'Previous',
    'jobs.rerun': 'Run again',
    'jobs.rerunAll': 'Run all {count} of “{queue}” again',
    'jobs.rerunAllDone':
      ':arrows_counterclockwise: {count, plural, one {# runs} other {# run}} again{left, plural, =0 {} one {; # is left, press once more for it} other {; # are left, press once more for them}}. Refresh in a moment to see how it went.',
    'jobs.drop': 'Let it go',
    'jobs.drop.title': 'Let it go for good?',
    'jobs.drop.text':
      'It will not be done: nobody gets this message and no card is brought up to date by it. This stands in the log under your name.',
    'jobs.drop.yes': 'Let it go',
    'jobs.drop.no': 'Keep it',
    'jobs.rerunDone': ':arrows_counterclockwise: It runs again. Refresh in a moment to see how it went.',
    'jobs.dropDone': ':wastebasket: It was let go.',
    'age.moment': 'less than a minute',
    // To admins: somebody cannot be written to.
    'unreachable.text': '{name} cannot be reached in Slack',
    'unreachable.title': ':no_bell: *Shoumi cannot write to {person}* ({name}), since {since}.',
    'unreachable.missed':
      'What waits for them: {access, plural, =0 {} one {# message about access to client data} other {# messages about access to client data}}{both, select, yes { and } other {}}{others, plural, =0 {} one {# other message} other {# other messages}}.',
    'unreachable.todo.left':
      '*What to do*  Their account is deactivated. If they have left, name somebody else as owner or approver with `/shoumi data` and hand their cases over. If they still work here, have Slack reactivate the account.',
    'unreachable.todo.tab':
      '*What to do*  Shoumi’s Messages tab is switched off. Whoever manages the Slack app switches it on under “App Home”.',
    'unreachable.todo.other':
      '*What to do*  Slack says `{code}`. Please ask them to open Shoumi in Slack, and decide meanwhile through somebody else.',
    'unreachable.rest':
      'Other approvers have their cards as before. As soon as {person} is back, what waits is sent by itself.',
    'unreachable.over': ':white_check_mark: {person} ({name}) can be reached again. What waited was sent.',
    'event.unreachable': 'Slack let Shoumi not write to {person} (`{code}`).',
    'event.reached': '{person} could be written to again.',
    'event.rerun':
      '{by} had a piece of work of “{queue}” run again after {tried, plural, one {# try} other {# tries}}.',
    'event.dropped':
      '{by} let a piece of work of “{queue}” go that had failed {tried, plural, one {once} other {# times}}.',
  },
  zh: {
    'hint.status': '看守密运行得怎么样；加“任务”可看卡住的任务（管理员）',
    'status.notAdmin':
      '守密的运行由管理员负责。{count, plural, =0 {目前还没有管理员，请部署守密的同事用 SHOUMI_ADMINS 指定。} other {请联系{admins}。}}',
    'status.pieceGone': '这个任务已经不在等待了：可能已完成、正在执行，或者别人处理过了。',
    'status.notDead': '守密还在自动重试，只有已经停止重试的任务才能放弃。',
    'status.title': '守密运行状态',
    'status.work':
      '*任务*  {undone, plural, =0 {没有等待的任务} other {# 个任务在等待或执行}}{oldest, select, none {} other {，最早的已等 {oldest}}}',
    'status.troubled':
      ':warning: {stuck, plural, =0 {} other {# 个任务卡住了}}{both, select, yes {，} other {}}{dead, plural, =0 {} other {# 个任务已停止重试}}。管理员可输入 `/shoumi 状态 任务` 查看。',
    'status.database': '*数据库*  {ms} 毫秒内应答',
    'status.slack':
      '*Slack*  {paused, plural, =0 {已连接} other {已连接；有 # 类调用被要求稍候，还需等 {seconds} 秒}}',
    'status.unreachable': '有 {count} 位同事收不到消息：{people}',
    'status.log': '*日志*  {count, plural, =0 {所有事件都已入树} other {# 条事件等待入树}}',
    'status.unknown': '没有“{word}”这个说法。`/shoumi 状态` 看运行情况，`/shoumi 状态 任务` 看任务。',
    'jobs.title': '守密的任务',
    'jobs.close': '关闭',
    'jobs.reload': '刷新',
    'jobs.queues': '队列',
    'jobs.queue':
      '*{queue}*  待执行 {ready} · 执行中 {running} · 等待重试 {waiting} · 已停止重试 {dead}{oldest, select, none {} other { · 最早的已等 {oldest}}}',
    'jobs.idle': '所有队列都是空的。',
    'jobs.none': ':white_check_mark: 没有卡住的任务。',
    'jobs.troubled': '卡住或已停止重试',
    'jobs.piece':
      '{state, select, dead {:black_square_for_stop: *已停止重试*} other {:hourglass: *卡住*}}  {queue} · 试过 {tried} 次 · 已等 {age}{reason, select, none {} other { · `{reason}`}}',
    'jobs.range': '第 {from}–{to} 个，共 {total} 个',
    'jobs.next': '下一页',
    'jobs.previous': '上一页',
    'jobs.rerun': '重新执行',
    'jobs.rerunAll': '“{queue}”的 {count} 项全部重新执行',
    'jobs.rerunAllDone':
      ':arrows_counterclockwise: {count} 项已重新执行{left, plural, =0 {} other {，还有 # 项，请再点一次}}。稍后刷新查看结果。',
    'jobs.drop': '放弃',
    'jobs.drop.title': '确定放弃这个任务？',
    'jobs.drop.text':
      '放弃后不会再执行：相关消息不会发出，卡片也不会因此更新。日志会以您的名义记录这一操作。',
    'jobs.drop.yes': '放弃',
    'jobs.drop.no': '保留',
    'jobs.rerunDone': ':arrows_counterclockwise: 已重新执行，稍后点“刷新”看结果。',
    'jobs.dropDone': ':wastebasket: 已放弃。',
    'age.moment': '不到 1 分钟',
    'unreachable.text': '{name}在 Slack 上收不到消息',
    'unreachable.title': ':no_bell: *{person}（{name}）收不到守密的消息，* {since}起。',
    'unreachable.missed':
      '积压的消息：{access, plural, =0 {} other {客户资料授权 # 条}}{both, select, yes {，} other {}}{others, plural, =0 {} other {其他 # 条}}。',
    'unreachable.todo.left':
      '*怎么办*  对方的账号已停用。如果已经离职，请用 `/shoumi 资料` 另行指定负责人或审批人，并交接手上的案件；如果还在职，请在 Slack 里恢复账号。',
    'unreachable.todo.tab': '*怎么办*  守密的“消息”页被关闭了，请 Slack 应用的管理者在“App Home”里打开。',
    'unreachable.todo.other':
      '*怎么办*  Slack 的答复是 `{code}`。请让对方在 Slack 里打开守密看看，急事先请别人处理。',
    'unreachable.rest': '其他审批人的卡片不受影响。{person}恢复后，积压的消息会自动补发。',
    'unreachable.over': ':white_check_mark: {person}（{name}）又能收到消息了，积压的已经补发。',
    'event.unreachable': 'Slack 无法把消息送达{person}（`{code}`）。',
    'event.reached': '{person}又能收到消息了。',
    'event.rerun': '{by}让“{queue}”中试过 {tried} 次的任务重新执行。',
    'event.dropped': '{by}放弃了“{queue}”中失败 {tried} 次的任务。',
  },
});
