import type { Locale } from '../kernel/locale.ts';

/**
 * What a check of the log can find, as the ledger says it, and in Chinese. The ledger speaks one language, since what it says stands in
 * terminals, rows and reports and is compared letter by letter. `$1` is what the first bracket holds.
 */
const faults: readonly (readonly [said: RegExp, zh: string])[] = [
  [
    /^the log's first (\d+) leaves are not those of the checkpoint that (.+) holds: .*$/,
    '日志的前 $1 条记录与 $2 留存的检查点不符：历史记录被改写过。',
  ],
  [/^checkpoint (\d+): its note is no checkpoint$/, '第 $1 条处的检查点：签名文本不成其为检查点。'],
  [
    /^checkpoint (\d+): this log's key has not signed its note$/,
    '第 $1 条处的检查点：不是由本日志的密钥签名的。',
  ],
  [
    /^checkpoint (\d+): its note names another tree \((\d+)\) than its row$/,
    '第 $1 条处的检查点：签名文本写的是另一棵树（$2 条），与数据库里的不一致。',
  ],
  [
    /^checkpoint (\d+): the one before it was of size (\d+), and the one there is is of size (\d+): .*$/,
    '第 $1 条处的检查点：它的前一个应在第 $2 条处，现在却在第 $3 条处：有检查点被删除，或被塞入。',
  ],
  [
    /^checkpoint (\d+): the leaves do not lead to its root: of the leaves (\d+) to (\d+) .*$/,
    '第 $1 条处的检查点：由记录算不出它的树根。第 $2 到第 $3 号叶里，有记录连同其叶一起被改动、移动或塞入。',
  ],
  [/^leaf (\d+) is missing$/, '第 $1 号叶不见了。'],
  [
    /^checkpoint (\d+) is of a larger tree than the (\d+) leaves there are: .*$/,
    '有第 $1 条处的检查点，日志却只有 $2 条：末尾被截掉了。',
  ],
  [
    /^(.+) holds a checkpoint of (\d+) leaves and the log has (\d+): .*$/,
    '$1 留存着 $2 条处的检查点，日志却只有 $3 条：末尾被截掉了。',
  ],
  [
    /^the leaves from (\d+) on are under no checkpoint: .*$/,
    '从第 $1 号叶起没有检查点：最后一个检查点不见了。',
  ],
  [/^leaf (\d+): its event (\S+) is missing$/, '第 $1 号叶：对应的记录 $2 不见了。'],
  [
    /^leaf (\d+): event (\S+) is not what was put into the log: .*$/,
    '第 $1 号叶：记录 $2 与当初写入的不一致，记录或其叶被改动过。',
  ],
  [/^what (.+) holds is no checkpoint$/, '$1 留存的内容不是检查点。'],
  [
    /^the checkpoint that (.+) holds is not signed by this log's key$/,
    '$1 留存的检查点不是由本日志的密钥签名的。',
  ],
  [/^event (\S+), which waits for a leaf, is not there$/, '等待入树的记录 $1 不见了。'],
  [/^event (\S+), which waits for a leaf, has its leaf already$/, '记录 $1 已经入树，却还在等待之列。'],
  [/^event (\S+), which waits for a leaf, waits twice$/, '记录 $1 在等待之列出现了两次。'],
  [
    /^event (\S+) \((\S+)\) has no leaf and does not wait for one: .*$/,
    '记录 $1（$2）没有入树，也不在等待之列：它绕过日志被塞入，或它的等待被删除了。',
  ],
  [/^node (\d+) of level (\d+) belongs to no \d+ leaves$/, '第 $2 层第 $1 号节点不属于任何一组叶。'],
  [/^node (\d+) of level (\d+) is missing$/, '第 $2 层第 $1 号节点不见了。'],
  [
    /^node (\d+) of level (\d+) is not what its leaves make it$/,
    '第 $2 层第 $1 号节点与它的叶算出来的不一致。',
  ],
  [/^event (\S+), of which a (\S+) is kept, is not there$/, '还存着记录 $1 的“$2”，记录本身却不见了。'],
  [
    /^event (\S+): what is kept of its (\S+) is not what the event committed to$/,
    '记录 $1 的“$2”与当初承诺的内容不一致。',
  ],
];

/** A fault in the reader's language; as the ledger said it where it is not known, such as in rows of an older version. */
export function faultInWords(fault: string, locale: Locale): string {
  if (locale === 'en') return fault;
  for (const [said, zh] of faults) if (said.test(fault)) return fault.replace(said, zh);
  return fault;
}
