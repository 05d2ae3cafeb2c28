import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { postMessage, runCommand } from '../actions.ts';
import { Icon } from '../chrome/icon.tsx';
import { toast } from '../store.ts';
import { useViewer, useWords, useWorkspace } from '../viewer.ts';
import { ShortcutsMenu } from './shortcuts-menu.tsx';
import { SuggestionList } from './suggestion-list.tsx';
import { type Suggestion, suggestionsFor, textToSend } from './suggestions.ts';

/** What was typed and not sent, by person and place: it waits there, as in Slack. */
const drafts = new Map<string, string>();

/**
 * Where one types. Enter sends, Shift+Enter breaks the line; `/` offers the app's commands and `@` people. A word being
 * composed by an input method is never sent by its Enter.
 */
export function Composer({ channel, to, thread }: { channel: string; to: string; thread?: string }) {
  const words = useWords();
  const viewer = useViewer();
  const app = useWorkspace('app');
  const users = useWorkspace('users');
  const draft = `${viewer.id} ${channel} ${thread ?? ''}`;
  const [text, setText] = useState(drafts.get(draft) ?? '');
  const [caret, setCaret] = useState(0);
  const [active, setActive] = useState(0);
  const [dismissed, setDismissed] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const listId = useId();

  const suggestions = dismissed
    ? []
    : suggestionsFor(text, caret, { commands: thread ? [] : app.commands, users });
  const chosen = suggestions[active];

  useEffect(() => {
    // On a phone the keyboard would jump up at every visit.
    if (matchMedia('(pointer: fine)').matches) field.current?.focus({ preventScroll: true });
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight}px`;
  }, [text]);

  const type = (next: string, at: number) => {
    setText(next);
    drafts.set(draft, next);
    setCaret(at);
    setActive(0);
    setDismissed(false);
  };
  const complete = (suggestion: Suggestion) => {
    type(suggestion.text, suggestion.caret);
    field.current?.focus();
    requestAnimationFrame(() => field.current?.setSelectionRange(suggestion.caret, suggestion.caret));
  };
  const send = () => {
    const trimmed = text.trim();
    if (!trimmed) return;
    const command = /^(\/[^\s]+)\s*([\s\S]*)$/.exec(trimmed);
    if (command && thread) return toast(words.noThreadCommands(command[1] ?? ''));
    if (command && !app.commands.some((one) => one.command === command[1]))
      return toast(words.unknownCommand(command[1] ?? ''));
    type('', 0);
    if (command) {
      const [, name = '', rest = ''] = command;
      void runCommand({ channel, user: viewer.id, command: name, text: rest });
    } else {
      const body = {
        channel,
        user: viewer.id,
        text: textToSend(trimmed, users),
        ...(thread ? { thread_ts: thread } : {}),
      };
      // What could not be sent is put back, so that nobody types it twice.
      void postMessage(body).then((sent) => !sent && setText((now) => now || trimmed));
    }
  };
  const key = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return;
    const to = { ArrowDown: active + 1, ArrowUp: active - 1 }[event.key];
    if (suggestions.length > 0 && to !== undefined) {
      event.preventDefault();
      setActive((to + suggestions.length) % suggestions.length);
    } else if (chosen && (event.key === 'Tab' || (event.key === 'Enter' && !chosen.typed))) {
      event.preventDefault();
      complete(chosen);
    } else if (event.key === 'Escape' && suggestions.length > 0) {
      event.preventDefault();
      setDismissed(true);
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      send();
    }
  };

  const label = thread ? words.reply : words.messageTo(to);
  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {suggestions.length > 0 && (
        <SuggestionList
          id={listId}
          suggestions={suggestions}
          active={active}
          onPoint={setActive}
          onChoose={complete}
        />
      )}
      <textarea
        ref={field}
        rows={1}
        value={text}
        aria-label={label}
        placeholder={label}
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={suggestions.length > 0}
        aria-controls={listId}
        aria-activedescendant={chosen ? `${listId}-${active}` : undefined}
        onChange={(event) => type(event.target.value, event.target.selectionStart)}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
        onKeyDown={key}
      />
      <div className="composer-foot">
        {!thread && (
          <ShortcutsMenu
            onCommand={(command) => complete({ text: `${command} `, caret: command.length + 1 })}
          />
        )}
        <button
          type="submit"
          className="send"
          aria-label={words.send}
          title={words.send}
          disabled={text.trim() === ''}
        >
          <Icon name="send" />
        </button>
      </div>
    </form>
  );
}
