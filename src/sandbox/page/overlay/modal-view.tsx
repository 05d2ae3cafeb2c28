import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { ControlValues, ControlView } from '../../control.contract.ts';
import { closeView, submitView, suggest, viewInteract } from '../actions.ts';
import { Blocks } from '../blocks/block.tsx';
import { SurfaceContext } from '../blocks/surface.ts';
import { presentValues, useValues } from '../blocks/values.ts';
import { Seal } from '../chrome/avatar.tsx';
import { Icon } from '../chrome/icon.tsx';
import { Plain, type TextObject } from '../text/rendered.tsx';
import { useViewer, useWords } from '../viewer.ts';

/** One view of the stack as a form. */
export function ModalView({ view, hidden }: { view: ControlView; hidden: boolean }) {
  const words = useWords();
  const viewer = useViewer();
  const [sending, setSending] = useState(false);
  const [failure, setFailure] = useState('');
  const form = useRef<HTMLFormElement>(null);
  const given = view.view as {
    callback_id?: string;
    title?: TextObject;
    submit?: TextObject;
    close?: TextObject;
    blocks?: unknown;
    state?: { values?: ControlValues };
  };
  const { typed, stateOf, setValue } = useValues(given.state?.values);
  const { errors } = view;
  const where = { user: viewer.id, view_id: view.id };
  const filled = () => presentValues(given.blocks, typed);

  useFocusOnErrors(form, errors);
  useFreshStart(form, `${given.callback_id} ${given.title?.text}`);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (sending) return;
    setSending(true);
    setFailure('');
    const answer = await submitView({ ...where, values: filled() });
    setSending(false);
    if (!answer.ok && !answer.errors) setFailure(words.submitFailed);
  };
  const close = (all: boolean) => void closeView({ ...where, all });
  const surface = {
    stateOf,
    setValue: (...value: Parameters<typeof setValue>) => {
      setFailure('');
      setValue(...value);
    },
    act: (action: Record<string, unknown>) => viewInteract({ ...where, action, values: filled() }),
    suggest: (blockId: string, actionId: string, value: string) =>
      suggest({ ...where, block_id: blockId, action_id: actionId, value, values: filled() }),
    errors,
  };
  return (
    <form
      ref={form}
      className="modal-view"
      hidden={hidden}
      noValidate
      onSubmit={(event) => void submit(event)}
      aria-busy={sending}
    >
      <header className="panel-head">
        {view.previous_view_id && (
          <button type="button" className="icon-button" aria-label={words.back} onClick={() => close(false)}>
            <Icon name="back" />
          </button>
        )}
        <Seal size={24} />
        <h2 id={`title-${view.id}`}>
          <Plain text={given.title?.text ?? ''} />
        </h2>
        <button type="button" className="icon-button" aria-label={words.close} onClick={() => close(true)}>
          <Icon name="close" />
        </button>
      </header>
      <div className="modal-body">
        {failure && (
          <p className="modal-failure" role="alert">
            {failure}
          </p>
        )}
        <SurfaceContext value={surface}>
          <Blocks blocks={given.blocks} />
        </SurfaceContext>
      </div>
      <footer className="dialog-actions">
        <button type="button" className="button" onClick={() => close(false)}>
          {given.close ? <Plain text={given.close.text} /> : given.submit ? words.cancel : words.close}
        </button>
        {given.submit && (
          <button type="submit" className="button primary" aria-busy={sending} aria-disabled={sending}>
            {sending ? words.submitting : <Plain text={given.submit.text} />}
          </button>
        )}
      </footer>
    </form>
  );
}

/** After a refused submission the first field in the wrong is where one goes on. */
function useFocusOnErrors(
  form: React.RefObject<HTMLFormElement | null>,
  errors: Record<string, string>,
): void {
  const wrong = Object.keys(errors).join(' ');
  useEffect(() => {
    if (!wrong) return;
    const field = form.current?.querySelector<HTMLElement>(
      '.input-block.invalid :is(input, textarea, button)',
    );
    field?.focus();
    field?.scrollIntoView({ block: 'center' });
  }, [wrong, form]);
}

/**
 * A view that an update turned into another one (a list into a form) begins at its top and in its first field: the button
 * that was clicked is gone, and with it the place one was at.
 */
function useFreshStart(form: React.RefObject<HTMLFormElement | null>, what: string): void {
  const before = useRef(what);
  useEffect(() => {
    if (before.current === what) return;
    before.current = what;
    form.current?.querySelector('.modal-body')?.scrollTo({ top: 0 });
    const first =
      form.current?.querySelector<HTMLElement>('[id$="-field"]') ?? form.current?.querySelector('button');
    first?.focus({ preventScroll: true });
  }, [what, form]);
}
