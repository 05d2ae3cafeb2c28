import { useEffect, useRef } from 'react';
import { dismissToast, useStore } from '../store.ts';
import { useWords } from '../viewer.ts';
import { Icon } from './icon.tsx';

/** Sentences about calls that failed; and a standing one while the sandbox is away. */
export function Toasts() {
  const words = useWords();
  const toasts = useStore((state) => state.toasts);
  const online = useStore((state) => state.online);
  const modals = useStore((state) => state.views.length);
  const box = useRef<HTMLDivElement>(null);

  // Shown anew to come to the front: a modal opened in the same moment (by an effect before this one) lies on top of it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever changes what is on top
  useEffect(() => {
    box.current?.hidePopover();
    if (toasts.length > 0 || !online) box.current?.showPopover();
  }, [toasts, online, modals]);

  return (
    <div ref={box} popover="manual" className="toasts" role="status" aria-live="polite">
      {!online && <p className="toast standing">{words.offline}</p>}
      {toasts.map((toast) => (
        <p key={toast.id} className="toast">
          {toast.text}
          <button type="button" aria-label={words.dismiss} onClick={() => dismissToast(toast.id)}>
            <Icon name="close" />
          </button>
        </p>
      ))}
    </div>
  );
}
