import { setState, useStore } from '../store.ts';
import { useWords } from '../viewer.ts';
import { ClockStrip } from './clock-strip.tsx';
import { Icon } from './icon.tsx';
import { PersonSwitcher } from './person-switcher.tsx';
import { ThemeButton } from './theme.tsx';

export function TopBar() {
  const words = useWords();
  const { drawer, inspecting } = useStore((state) => state);
  return (
    <header className="top-bar">
      <button
        type="button"
        className="bar-button drawer-button"
        aria-label={drawer ? words.closeSidebar : words.openSidebar}
        aria-expanded={drawer}
        aria-controls="sidebar"
        onClick={() => setState({ drawer: !drawer })}
      >
        <Icon name="menu" />
      </button>
      <ClockStrip />
      <div className="top-bar-end">
        <button
          type="button"
          className="bar-button"
          aria-label={words.inspector}
          title={words.inspector}
          aria-pressed={inspecting}
          onClick={() => setState({ inspecting: !inspecting })}
        >
          <Icon name="code" />
        </button>
        <ThemeButton />
        <PersonSwitcher />
      </div>
    </header>
  );
}
