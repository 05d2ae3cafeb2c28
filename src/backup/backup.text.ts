import { texts } from '../kernel/message.ts';

/** What is said about backups. */
export const backupText = texts({
  en: {
    'backup.doctor.off':
      'No backups are made here. Beside a database of your own that is your database’s business; else set SHOUMI_BACKUP, and keep the backup key elsewhere.',
    'backup.doctor.never': 'No backup was ever made. Have one made now and see what it says: /shoumi backup.',
    'backup.doctor.soon': 'The first backup is made within the first hours.',
    'backup.doctor.old':
      'The last backup is {days, plural, one {# day} other {# days}} old. /shoumi backup says why; on the server look at the folder and the space left.',
    'backup.doctor.bad':
      'The last backup that was restored on trial failed. /shoumi backup says why. Have a new one made, and keep the older ones until one restores.',
    'backup.doctor.untried':
      'For {days, plural, one {# day} other {# days}} no backup was restored on trial, so nobody knows whether they are any good. Run “shoumi backup --check”.',
    'backup.doctor.ok': 'There is a backup from today or yesterday, and backups are restored on trial.',
    'hint.backup': 'backups: the last one, whether it holds, and one now (for admins)',
    'backup.notAdmin':
      'Backups are looked after by Shoumi’s admins. {count, plural, =0 {Nobody is admin yet: whoever runs Shoumi can name one with SHOUMI_ADMINS.} other {Please ask {admins}.}}',
    'backup.off':
      'Shoumi makes no backups here. Whoever runs it can name a folder with SHOUMI_BACKUP, or back the database up by its own means.',
    'backup.underWay': 'A backup is being made already. Refresh in a moment to see it.',
    'backup.started': ':hourglass_flowing_sand: The backup is being made. Refresh in a moment to see it.',
    'backup.title': 'Backups',
    'backup.close': 'Close',
    'backup.now': 'Back up now',
    'backup.reload': 'Refresh',
    'backup.last': 'Last backup',
    'backup.lastValue': '{when}, {size}\n`{name}`',
    'backup.none':
      'None yet. The first one is made an hour after Shoumi’s first start; you need not wait for it.',
    'backup.check': 'Last trial',
    'backup.checkedWell': ':white_check_mark: {when}: `{name}` was restored on trial, and its log is whole',
    'backup.checkedBadly': ':x: {when}: the trial failed',
    'backup.notChecked': 'None yet',
    'backup.place': 'Where they are kept',
    'backup.noPlace': 'Nowhere: SHOUMI_BACKUP is off',
    'backup.failed': ':warning: {when}: a backup failed. {reason}',
    'backup.rhythm':
      'One a day; the last of seven days and of four weeks are kept. They open with SHOUMI_KEY alone: keep a copy of it, and of them, on another machine.',
    // To admins: something is wrong with backups.
    'trouble.backup.text': 'Shoumi’s backup failed',
    'trouble.backup.title': ':warning: *Shoumi’s backup failed*, first {since}. {reason}',
    'trouble.backup.rest': 'Shoumi tries again every hour. `/shoumi backup` shows how it stands.',
    'trouble.backup.over': ':white_check_mark: *Backups are made again*, the last one {when}.',
    'trouble.check.text': 'A backup could not be restored on trial',
    'trouble.check.title':
      ':warning: *A backup could not be restored on trial*, first {since}. Do not rely on it. {reason}',
    'trouble.check.rest':
      'Make a new one with `/shoumi backup`; the next trial is a day after this one. Whoever runs Shoumi can try at once with `npm run shoumi -- backup --check`, which says what is wrong.',
    'trouble.check.over':
      ':white_check_mark: *Backups can be relied on again*: one was restored on trial {when}.',
    'reason.full': 'The disk is full: make room in the folder of the backups.',
    'reason.denied': 'Shoumi may not write into the folder of the backups: see to its owner and rights.',
    'reason.gone': 'The folder of the backups, or the backup, is not there.',
    'reason.key': 'There is no SHOUMI_KEY to seal backups with.',
    'reason.other': 'The log of Shoumi says why (`{code}`).',
    'event.asked': '{by} asked for a backup',
    'event.made':
      'A backup was made: {name}, {bytes} bytes, {rows, plural, one {# row} other {# rows}}, a log of {size, plural, one {# entry} other {# entries}}',
    'event.failed': 'A backup failed ({code})',
    'event.checked':
      'The backup {name} was restored on trial and is whole: {rows, plural, one {# row} other {# rows}}, a log of {size, plural, one {# entry} other {# entries}}',
    'event.checkFailed': 'The backup {name} was tried and cannot be relied on',
    'event.restored': 'The database was restored from the backup {name} of {when}',
  },
  zh: {
    'backup.doctor.off':
      '这里不做备份。若用的是自己的数据库，请确认由数据库一方负责备份；否则请设置 SHOUMI_BACKUP，并把备份密钥另存一处。',
    'backup.doctor.never': '还从未备份过。请输入 /shoumi 备份 立即备份一次，看看提示。',
    'backup.doctor.soon': '首次备份会在最初几小时内完成。',
    'backup.doctor.old':
      '最近一次备份已是 {days, number} 天前。/shoumi 备份 会说明原因；请在服务器上查看备份目录和剩余空间。',
    'backup.doctor.bad':
      '最近一次试恢复失败了。/shoumi 备份 会说明原因。请重新备份，并在有一份能恢复之前保留旧的备份。',
    'backup.doctor.untried':
      '已有 {days, number} 天没有试恢复过备份，无法确定它们能不能用。请运行 “shoumi backup --check”。',
    'backup.doctor.ok': '今天或昨天有备份，并且定期试恢复。',
    'hint.backup': '备份：最近一次、是否可靠，也可立即备份（限管理员）',
    'backup.notAdmin':
      '备份由守密的管理员负责。{count, plural, =0 {目前还没有管理员：部署守密的同事可以用 SHOUMI_ADMINS 指定。} other {请联系{admins}。}}',
    'backup.off':
      '守密在这里不做备份。部署守密的同事可以用 SHOUMI_BACKUP 指定文件夹，或者用数据库自身的方式备份。',
    'backup.underWay': '已经有一份备份正在进行，稍后刷新即可看到。',
    'backup.started': ':hourglass_flowing_sand: 正在备份，稍后刷新即可看到。',
    'backup.title': '备份',
    'backup.close': '关闭',
    'backup.now': '立即备份',
    'backup.reload': '刷新',
    'backup.last': '最近一次备份',
    'backup.lastValue': '{when}，{size}\n`{name}`',
    'backup.none': '还没有备份。守密首次启动一小时后会自动做第一份，也可以现在就做。',
    'backup.check': '最近一次试恢复',
    'backup.checkedWell': ':white_check_mark: {when}：`{name}` 已试恢复，日志完整',
    'backup.checkedBadly': ':x: {when}：试恢复未通过',
    'backup.notChecked': '还没有',
    'backup.place': '存放位置',
    'backup.noPlace': '无：SHOUMI_BACKUP 已关闭',
    'backup.failed': ':warning: {when}：备份失败。{reason}',
    'backup.rhythm':
      '每天一份，保留最近七天和最近四周的各最后一份。只有用 SHOUMI_KEY 才能打开备份：请把密钥和备份另存一份到别的机器上。',
    'trouble.backup.text': '守密备份失败',
    'trouble.backup.title': ':warning: *守密备份失败，* 始于{since}。{reason}',
    'trouble.backup.rest': '守密每小时会再试一次。用 `/shoumi 备份` 查看情况。',
    'trouble.backup.over': ':white_check_mark: *备份已恢复正常，* 最近一次是{when}。',
    'trouble.check.text': '有一份备份试恢复未通过',
    'trouble.check.title': ':warning: *有一份备份试恢复未通过，* 始于{since}，请不要依赖它。{reason}',
    'trouble.check.rest':
      '请用 `/shoumi 备份` 重新备份；一天后会再次试恢复。部署守密的同事也可以马上运行 `npm run shoumi -- backup --check`，它会说明问题所在。',
    'trouble.check.over': ':white_check_mark: *备份又可以依赖了：* {when}试恢复通过。',
    'reason.full': '磁盘已满：请在备份文件夹所在的磁盘上腾出空间。',
    'reason.denied': '守密无权写入备份文件夹：请检查它的所有者和权限。',
    'reason.gone': '备份文件夹或备份文件不存在。',
    'reason.key': '没有 SHOUMI_KEY，无法加密备份。',
    'reason.other': '原因见守密的日志（`{code}`）。',
    'event.asked': '{by} 要求立即备份',
    'event.made': '已完成备份：{name}，{bytes} 字节，{rows} 行，日志 {size} 条',
    'event.failed': '备份失败（{code}）',
    'event.checked': '备份 {name} 已试恢复，完整无误：{rows} 行，日志 {size} 条',
    'event.checkFailed': '备份 {name} 试恢复未通过，不可依赖',
    'event.restored': '数据库已从备份 {name}（{when}）恢复',
  },
});
