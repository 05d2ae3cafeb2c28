import { texts } from '../kernel/message.ts';

/** What the guard of conversations says. */
export const guardText = texts({
  en: {
    'hint.guard': 'whether I tell people, in this channel, that their message holds a personal number',
    'guard.nowhere': 'Please type this in the channel that is meant.',
    'guard.state':
      '{on, select, yes {{place, select, dm {In direct messages to me I tell people} other {In this channel I tell people}} when what they wrote holds a personal number. Only the author sees it; nothing is kept, only counted.} other {{place, select, dm {In direct messages to me I do not look for personal numbers.} other {In this channel I do not look for personal numbers.}}}}',
    'guard.out':
      ':warning: I am not in this channel, so I hear nothing here. Please invite me: `/invite @Shoumi`.',
    'guard.howOn': 'An admin switches it on with `{command} guard on`.',
    'guard.howOff': 'An admin switches it off with `{command} guard off`.',
    'guard.on':
      '{place, select, dm {From now on I tell people when a direct message to me holds a personal number.} other {From now on I tell people when a message in this channel holds a personal number. Only the author sees it.{member, select, in {} out { But I am not in this channel yet, so I hear nothing here. Please invite me: `/invite @Shoumi`.} other { I have to be in the channel for that: `/invite @Shoumi`.}}}}',
    'guard.off':
      '{place, select, dm {I no longer look for personal numbers in direct messages to me.} other {I no longer look for personal numbers in this channel.}}',
    'people.companyNotAdmin': 'Only admins can switch this. Please ask one of them.',
    'people.dayTwice':
      'The company’s days off contradict each other: {day}. Please put that right in the settings first.',
    'event.vouched':
      '{by} said that {count, plural, one {a number} other {# numbers}} in a form {count, plural, one {is} other {are}} no person’s ({kinds})',
    'event.nameVouched': '{by} said that words in a form were no client’s name there',
    'event.warned':
      '{by} was told that {edited, select, yes {an edited message} other {a message}} {where, select, dm {to Shoumi} other {in a channel}} held a personal number ({kinds})',
    'kind.phone': 'phone number',
    'kind.bank_card': 'bank card number',
    'kind.passport': 'passport number',
    'kind.email': 'e-mail address',
    'kind.credit_code': 'sole trader’s code',
    'kind.id_card': 'ID number',
  },
  zh: {
    'hint.guard': '这个频道里有人写了个人号码时，要不要提醒本人',
    'guard.nowhere': '请在要设置的频道里输入。',
    'guard.state':
      '{on, select, yes {{place, select, dm {私信我的内容里} other {这个频道的消息里}}如果有个人号码，我会提醒本人。只有本人看得到；只计次数，不保存内容。} other {{place, select, dm {我目前不检查私信里的个人号码。} other {我目前不检查这个频道里的个人号码。}}}}',
    'guard.out': ':warning: 我不在这个频道里，收不到消息。请邀请我：`/invite @Shoumi`。',
    'guard.howOn': '管理员输入 `{command} 号码提醒 开` 可以打开。',
    'guard.howOff': '管理员输入 `{command} 号码提醒 关` 可以关闭。',
    'guard.on':
      '{place, select, dm {好，以后私信里有个人号码，我会提醒本人。} other {好，以后这个频道的消息里有个人号码，我会提醒本人，只有本人看得到。{member, select, in {} out {不过我还不在这个频道里，收不到消息。请先邀请我：`/invite @Shoumi`。} other {请确认我在这个频道里：`/invite @Shoumi`。}}}}',
    'guard.off':
      '{place, select, dm {好，我不再检查私信里的个人号码。} other {好，我不再检查这个频道里的个人号码。}}',
    'people.companyNotAdmin': '只有管理员可以更改，请联系管理员。',
    'people.dayTwice': '公司的休息日设置前后矛盾：{day}。请先在设置里改好。',
    'event.vouched': '{by} 说明表单里的 {count} 个号码不是个人的（{kinds}）',
    'event.nameVouched': '{by} 说明表单里的词语不是客户名称',
    'event.warned':
      '已提醒 {by}：{where, select, dm {发给守密的} other {频道里的}}{edited, select, yes {一条编辑过的消息} other {一条消息}}里有个人号码（{kinds}）',
    'kind.phone': '电话号码',
    'kind.bank_card': '银行卡号',
    'kind.passport': '护照号',
    'kind.email': '邮箱地址',
    'kind.credit_code': '个体户信用代码',
    'kind.id_card': '身份证号',
  },
});
