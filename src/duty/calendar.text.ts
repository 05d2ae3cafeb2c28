import { texts } from '../kernel/message.ts';

export const calendarText = texts({
  en: {
    'calendar.name': 'Duties (Shoumi)',
    'calendar.done': '✓ {title}',
    'calendar.hint': 'your duties in your own calendar',
    'calendar.title': 'Duties in my calendar',
    'calendar.close': 'Close',
    'calendar.about':
      'See your duties in Google Calendar, Outlook or Apple Calendar, on the day they fall due. It updates by itself.',
    'calendar.make': 'Make my link',
    'calendar.link': '*Your private link*\n`{url}`\nCopy it into your calendar program as a subscription:',
    'calendar.how':
      '• Google Calendar, on a computer: *Other calendars* → *+* → *From URL*\n• Outlook: *Add calendar* → *Subscribe from web*\n• iPhone: *Calendar* → *Calendars* → *Add Calendar* → *Add Subscription Calendar*\n• Mac: *File* → *New Calendar Subscription*',
    'calendar.secret':
      'Whoever has the link sees the titles and days of your duties, nothing else: keep it to yourself. Was it seen by others? Make a new one. Google looks for changes only every few hours.',
    'calendar.renew': 'New link',
    'calendar.renewTitle': 'Make a new link?',
    'calendar.renewText':
      'The old one stops working at once. Put the new one into your calendar program instead.',
    'calendar.off': 'Turn off',
    'calendar.offTitle': 'Turn the link off?',
    'calendar.offText':
      'Your calendar program shows your duties no more. You can make a new link at any time.',
    'calendar.yes': 'Yes',
    'calendar.no': 'Not now',
    'calendar.noAddress':
      'A calendar needs an address at which it reaches this server from outside, and none is set. Whoever runs Shoumi sets it as `SHOUMI_URL`, such as `https://shoumi.example.com`. Until then `/duty` shows what is due.',
    'calendar.notEmployee': 'Only employees have duties, and so a calendar of them.',
    'calendar.none': 'There is no link to turn off: it was off already.',
  },
  zh: {
    'calendar.name': '待办（守密）',
    'calendar.done': '✓ {title}',
    'calendar.hint': '在自己的日历里看待办',
    'calendar.title': '待办日历',
    'calendar.close': '关闭',
    'calendar.about': '把您的待办显示在 Google 日历、Outlook 或苹果日历里，标在到期当天，之后会自动更新。',
    'calendar.make': '生成我的链接',
    'calendar.link': '*您的专属链接*\n`{url}`\n请复制到日历软件里，以“订阅”方式添加：',
    'calendar.how':
      '• iPhone： *日历* → *日历列表* → *添加日历* → *添加订阅日历*\n• Mac： *文件* → *新建日历订阅*\n• Outlook： *添加日历* → *从 Web 订阅*\n• Google 日历（电脑端）： *其他日历* → *+* → *通过网址添加*',
    'calendar.secret':
      '拿到链接的人能看到您各件待办的名称和日期，看不到其他内容，请勿转发。如果链接被别人看到，请换一个新的。Google 日历要隔几个小时才会刷新。',
    'calendar.renew': '换新链接',
    'calendar.renewTitle': '换一个新链接？',
    'calendar.renewText': '旧链接立即失效，请在日历软件里改用新链接。',
    'calendar.off': '停用链接',
    'calendar.offTitle': '停用这个链接？',
    'calendar.offText': '日历软件里将不再显示您的待办。需要时可以随时重新生成。',
    'calendar.yes': '确定',
    'calendar.no': '先不用',
    'calendar.noAddress':
      '日历订阅需要一个能从外部访问本服务器的地址，目前还没有设置。请让负责部署守密的同事设置 `SHOUMI_URL`，例如 `https://shoumi.example.com`。在此之前，可以用 `/duty` 查看到期事项。',
    'calendar.notEmployee': '只有公司员工才有待办，也才有待办日历。',
    'calendar.none': '没有可停用的链接：之前已经停用了。',
  },
});
