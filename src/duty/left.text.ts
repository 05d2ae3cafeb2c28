import { texts } from '../kernel/message.ts';

/** What somebody who left had of duties, for whoever sees to it. */
export const leftText = texts({
  en: {
    'left.owner': '*Duties they owned*',
    'left.deputy': '*Duties they stood in for, now without a deputy*',
    'left.checker': '*Duties they checked*',
    'left.judge': '*Corrective actions they were to judge*',
    'left.with': '{title}: for now with {who}',
    'left.nobody': '{title}: nobody has it  :warning:',
    'left.owned': '{title}, owned by {who}',
    'left.checkedBy': '{title}: now checked by {who}',
    'left.unchecked': '{title}: nobody else can check it  :warning:',
    'left.unjudged': '{title}: nobody else can judge whether it helped  :warning:',
    'left.look': 'Look at {title}',
    'left.hand': 'Hand over {title}',
    'left.change': 'Change {title}',
  },
  zh: {
    'left.owner': '*负责的待办*',
    'left.deputy': '*担任代理人的待办（现在没有代理人）*',
    'left.checker': '*负责复核的待办*',
    'left.judge': '*由其确认成效的整改*',
    'left.with': '{title}：暂由 {who} 负责',
    'left.nobody': '{title}：没有人负责  :warning:',
    'left.owned': '{title}，负责人 {who}',
    'left.checkedBy': '{title}：改由 {who} 复核',
    'left.unchecked': '{title}：没有其他人可以复核  :warning:',
    'left.unjudged': '{title}：没有其他人可以确认成效  :warning:',
    'left.look': '查看：{title}',
    'left.hand': '移交：{title}',
    'left.change': '修改：{title}',
  },
});
