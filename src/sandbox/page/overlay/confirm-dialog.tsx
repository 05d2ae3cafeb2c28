import { useId } from 'react';
import { useStore } from '../store.ts';
import { Plain, Text } from '../text/rendered.tsx';
import { useWords } from '../viewer.ts';
import { Dialog } from './dialog.tsx';

/** The question that an element's `confirm` asks before anything is sent. */
export function ConfirmDialog() {
  const confirming = useStore((state) => state.confirming);
  const words = useWords();
  const title = useId();
  if (!confirming) return null;
  const { ask, answer } = confirming;
  return (
    <Dialog labelledBy={title} className="dialog confirm" onClose={() => answer(false)}>
      <h2 id={title} className="dialog-title">
        {ask.title ? <Plain text={ask.title.text} /> : words.confirmTitle}
      </h2>
      <div className="confirm-text">
        <Text object={ask.text} />
      </div>
      <footer className="dialog-actions">
        <button type="button" className="button" onClick={() => answer(false)}>
          {ask.deny ? <Plain text={ask.deny.text} /> : words.confirmNo}
        </button>
        <button
          type="button"
          className={`button ${ask.style === 'danger' ? 'danger' : 'primary'}`}
          data-autofocus
          onClick={() => answer(true)}
        >
          {ask.confirm ? <Plain text={ask.confirm.text} /> : words.confirmYes}
        </button>
      </footer>
    </Dialog>
  );
}
