import { caseNumber } from '../catalog/case.ts';

/** What somebody wants with cases, as it is said behind `/shoumi case`. */
export type CaseLine = {
  readonly verb?: CaseVerb;
  /** The number that stands there, alone or beside the verb. */
  readonly number?: string;
  /** Everything but the verb. */
  readonly rest: string;
};
export type CaseVerb = keyof typeof verbs;

/** Its own words in both languages; each may stand before or behind the number. */
const verbs = {
  list: ['list', 'all', 'mine', '列表', '全部', '我的'],
  closed: ['closed', '已结案'],
  open: ['open', 'new', 'add', 'create', 'register', '登记', '新建', '新增'],
  import: ['import', '导入', '批量导入'],
  history: ['history', 'log', 'timeline', '历史', '记录'],
  assign: ['assign', 'edit', 'change', '分配', '指派', '修改', '经办人'],
  close: ['close', '结案', '关闭', '办结'],
  reopen: ['reopen', '重新开启', '重启'],
} as const;

/** Reads one line: `close C-2026-0413`, `C-2026-0413 结案`, `结案C-2026-0413`, `history`. A line without a verb is a search, or a number. */
export function parseCaseLine(text: string): CaseLine {
  const glued = text
    .normalize('NFKC')
    .replaceAll(/(?<=\p{Script=Han})(?=[A-Za-z]+-?\d)|(?<=\d)(?=\p{Script=Han})/gu, ' ');
  const tokens = glued.split(/[\s,，:：]+/u).filter((token) => token !== '');
  const verb = verbOf(tokens[0]) ?? (/\d/u.test(tokens[0] ?? '') ? verbOf(tokens.at(-1)) : undefined);
  const said = tokens.filter((token) => verb === undefined || verbOf(token) !== verb);
  const number = said.map(numberIn).find((found) => found !== undefined) ?? numberIn(said.join(' '));
  return {
    ...(verb ? { verb } : {}),
    ...(number ? { number } : {}),
    rest: verb ? said.join(' ') : text,
  };
}

function verbOf(token: string | undefined): CaseVerb | undefined {
  const word = token?.toLowerCase();
  return (Object.keys(verbs) as CaseVerb[]).find((verb) => verbs[verb].some((name) => name === word));
}

function numberIn(text: string): string | undefined {
  return caseNumber.safeParse(text).data;
}
