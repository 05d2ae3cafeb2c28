import { useDeferredValue, useEffect, useRef, useState } from 'react';
import type { ControlLogEntry } from '../../control.contract.ts';
import { setState, useStore } from '../store.ts';
import { nameOf, useReader, useWords, useWorkspace } from '../viewer.ts';
import { Icon } from './icon.tsx';
import { JsonTree } from './json-tree.tsx';

/** So many are drawn; the filter looks through all. */
const SHOWN = 200;

/** Every payload between the workspace and the bot, newest first. */
export function Inspector() {
  const words = useWords();
  const log = useStore((state) => state.log);
  const [direction, setDirection] = useState<'' | ControlLogEntry['direction']>('');
  const [typed, setTyped] = useState('');
  const filter = useDeferredValue(typed).trim().toLowerCase();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current?.focus();
  }, []);

  const matching = log.filter(
    (entry) =>
      (!direction || entry.direction === direction) && (!filter || searchable(entry).includes(filter)),
  );
  const shown = matching.slice(-SHOWN).reverse();
  const close = () => setState({ inspecting: false });
  return (
    <aside
      className="inspector"
      aria-label={words.inspector}
      onKeyDown={(event) => event.key === 'Escape' && !event.defaultPrevented && close()}
    >
      <header className="panel-head">
        <h2>{words.inspector}</h2>
        <button type="button" className="icon-button" aria-label={words.close} onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      <p className="hint">{words.inspectorHint}</p>
      <div className="inspector-filter">
        <input
          ref={field}
          type="search"
          className="field"
          aria-label={words.filter}
          placeholder={words.filter}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <div className="segments">
          {(['', 'to_app', 'from_app'] as const).map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={direction === one}
              onClick={() => setDirection(one)}
            >
              {one === '' ? words.all : one === 'to_app' ? words.toApp : words.fromApp}
            </button>
          ))}
        </div>
      </div>
      <ol className="log">
        {shown.length === 0 && (
          <li className="log-empty">{log.length === 0 ? words.noLog : words.noMatch}</li>
        )}
        {shown.map((entry) => (
          <LogRow key={entry.seq} entry={entry} />
        ))}
        {matching.length > SHOWN && (
          <li className="log-empty">{words.olderHidden(matching.length - SHOWN)}</li>
        )}
      </ol>
    </aside>
  );
}

function LogRow({ entry }: { entry: ControlLogEntry }) {
  const words = useWords();
  const { locale, tz } = useReader();
  const users = useWorkspace('users');
  const [open, setOpen] = useState(false);
  const toApp = entry.direction === 'to_app';
  const user = users.find(({ id }) => id === entry.user);
  const time = new Intl.DateTimeFormat(locale, { timeZone: tz, timeStyle: 'medium' }).format(
    Date.parse(entry.at),
  );
  return (
    <li>
      <details
        className="log-entry"
        onToggle={(event) => event.target === event.currentTarget && setOpen(event.currentTarget.open)}
      >
        <summary>
          <span className={`log-arrow ${entry.direction}`} title={toApp ? words.toApp : words.fromApp}>
            <Icon name={toApp ? 'right' : 'left'} />
          </span>
          <span className="log-what">
            <strong>{entry.what}</strong>
            <small>
              {entry.via}
              {user && ` · ${nameOf(user)}`}
            </small>
          </span>
          <span className="log-end">
            <span>{time}</span>
            <small className={failed(entry) ? 'log-failed' : undefined}>
              {entry.status !== undefined && entry.status !== 200 ? `${entry.status} · ` : ''}
              {entry.ms === undefined ? '…' : `${Math.round(entry.ms)} ms`}
            </small>
          </span>
        </summary>
        {open && (
          <div className="log-body">
            <Part title={words.payload} value={entry.payload} />
            {entry.answer === undefined ? (
              <h3>{words.noAnswer}</h3>
            ) : (
              <Part title={words.answer} value={entry.answer} />
            )}
          </div>
        )}
      </details>
    </li>
  );
}

function Part({ title, value }: { title: string; value: unknown }) {
  const words = useWords();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(JSON.stringify(value, null, 2));
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <>
      <h3>
        {title}
        <button type="button" className="link" onClick={() => void copy()}>
          {copied ? words.copied : words.copy}
        </button>
      </h3>
      <JsonTree value={value} />
    </>
  );
}

function failed({ status, answer }: ControlLogEntry): boolean {
  return (status !== undefined && status >= 400) || (answer as { ok?: boolean } | undefined)?.ok === false;
}

/** Each entry as text, once. */
const texts = new WeakMap<ControlLogEntry, string>();

function searchable(entry: ControlLogEntry): string {
  const known = texts.get(entry);
  if (known !== undefined) return known;
  const text = JSON.stringify(entry).toLowerCase();
  texts.set(entry, text);
  return text;
}
