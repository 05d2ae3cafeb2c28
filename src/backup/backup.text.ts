import { texts } from '../kernel/message.ts';

/** What is said about backups. */
export const backupText = texts({
  en: {
    'event.made':
      'A backup was made: {name}, {bytes} bytes, {rows, plural, one {# row} other {# rows}}, a log of {size, plural, one {# entry} other {# entries}}',
    'event.checked':
      'The backup {name} was restored on trial and is whole: {rows, plural, one {# row} other {# rows}}, a log of {size, plural, one {# entry} other {# entries}}',
    'event.checkFailed': 'The backup {name} was tried and cannot be relied on',
    'event.restored': 'The database was restored from the backup {name} of {when}',
  },
  zh: {
    'event.made': '已完成备份：{name}，{bytes} 字节，{rows} 行，日志 {size} 条',
    'event.checked': '备份 {name} 已试恢复，完整无误：{rows} 行，日志 {size} 条',
    'event.checkFailed': '备份 {name} 试恢复未通过，不可依赖',
    'event.restored': '数据库已从备份 {name}（{when}）恢复',
  },
});
