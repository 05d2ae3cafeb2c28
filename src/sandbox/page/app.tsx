import { useEffect } from 'react';
import { Inspector } from './chrome/inspector.tsx';
import { Sidebar } from './chrome/sidebar.tsx';
import { Toasts } from './chrome/toasts.tsx';
import { TopBar } from './chrome/top-bar.tsx';
import { Conversation } from './conversation/conversation.tsx';
import { ConfirmDialog } from './overlay/confirm-dialog.tsx';
import { Modals } from './overlay/modals.tsx';
import { useStore } from './store.ts';
import { refetch } from './sync.ts';
import { useViewer, useWords, useWorkspace } from './viewer.ts';
import { wordsOf } from './words.ts';

export function App() {
  const ready = useStore((state) => state.workspace !== null && state.place.user !== '');
  if (ready) return <Workspace />;
  return <p className="opening">{wordsOf(navigator.language).loading}</p>;
}

function Workspace() {
  const workspace = useWorkspace('workspace');
  const { locale } = useViewer();
  const words = useWords();
  const inspecting = useStore((state) => state.inspecting);

  useEffect(() => {
    document.documentElement.lang = locale;
    document.title = `${workspace.name} · Shoumi`;
  }, [locale, workspace.name]);
  useEffect(() => {
    if (inspecting) void refetch('log');
  }, [inspecting]);

  return (
    <>
      <button type="button" className="skip-link" onClick={skip}>
        {words.skipToMessages}
      </button>
      <div className="page">
        <TopBar />
        <Sidebar />
        <div className="stage">
          <Conversation />
          {inspecting && <Inspector />}
        </div>
      </div>
      <Modals />
      <ConfirmDialog />
      <Toasts />
    </>
  );
}

/** Past the bar and the sidebar. A button, not a link: the URL's hash belongs to the place. */
function skip(): void {
  document.querySelector<HTMLElement>('#conversation [tabindex="0"]')?.focus();
}
