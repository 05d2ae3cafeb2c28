import { type KeyboardEvent, useState } from 'react';
import type { ControlMessage } from '../../control.contract.ts';
import { editMessage } from '../actions.ts';
import { useViewer, useWords, useWorkspace } from '../viewer.ts';
import { textToSend, typedText } from './suggestions.ts';

/** One's own message as it was typed. Enter saves, Esc leaves it as it was. */
export function MessageEditor({ message, onDone }: { message: ControlMessage; onDone(): void }) {
  const words = useWords();
  const viewer = useViewer();
  const users = useWorkspace('users');
  const channels = useWorkspace('channels');
  const [text, setText] = useState(() => typedText(message.text, { users, channels }));

  const save = async () => {
    const { channel, ts } = message;
    const sent = textToSend(text.trim(), users);
    if (sent === '' || (await editMessage({ channel, ts, user: viewer.id, text: sent }))) onDone();
  };
  const key = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      void save();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      onDone();
    }
  };
  return (
    <div className="message-editor">
      <textarea
        className="field"
        rows={2}
        // biome-ignore lint/a11y/noAutofocus: the person has just asked to write here
        autoFocus
        aria-label={words.editMessage}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={key}
      />
      <button type="button" className="button" onClick={onDone}>
        {words.cancel}
      </button>
      <button type="button" className="button primary" onClick={() => void save()}>
        {words.save}
      </button>
    </div>
  );
}
