import { type ReactNode, useEffect, useRef } from 'react';

const FIELDS = '[id$="-field"]';

/**
 * The browser's own modal dialog: it traps the focus, makes the rest inert, closes with Esc and gives the focus back.
 * The focus starts at what asks for it, else in the first field. `onClose` decides what Esc does; the dialog goes when its owner no longer draws it.
 */
export function Dialog(props: {
  labelledBy: string;
  className: string;
  onClose(): void;
  children: ReactNode;
}) {
  const { labelledBy, className, onClose, children } = props;
  const dialog = useRef<HTMLDialogElement>(null);

  useEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    element?.showModal();
    const first =
      element?.querySelector<HTMLElement>('[data-autofocus]') ?? element?.querySelector<HTMLElement>(FIELDS);
    first?.focus();
    return () => {
      element?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);

  return (
    <dialog
      ref={dialog}
      className={className}
      aria-labelledby={labelledBy}
      // A browser asks about its own closing once and then goes ahead, and Esc is also how an unfinished Chinese word is given up.
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented || event.nativeEvent.isComposing) return;
        event.preventDefault();
        onClose();
      }}
      onCancel={(event) => {
        if (event.target !== dialog.current) return;
        event.preventDefault();
        onClose();
      }}
    >
      {children}
    </dialog>
  );
}
