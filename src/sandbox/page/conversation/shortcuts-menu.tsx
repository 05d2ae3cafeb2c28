import { runShortcut } from '../actions.ts';
import { Icon } from '../chrome/icon.tsx';
import { Menu } from '../overlay/menu.tsx';
import { useViewer, useWords, useWorkspace } from '../viewer.ts';

/** What the app offers everywhere: its global shortcuts, and its commands for those who do not know them yet. */
export function ShortcutsMenu({ onCommand }: { onCommand(command: string): void }) {
  const words = useWords();
  const viewer = useViewer();
  const app = useWorkspace('app');
  const shortcuts = app.shortcuts
    .filter((shortcut) => shortcut.type === 'global')
    .map((shortcut) => ({
      key: shortcut.callback_id,
      content: <Row name={shortcut.name} more={shortcut.description} />,
      onSelect: () => void runShortcut({ user: viewer.id, callback_id: shortcut.callback_id }),
    }));
  const commands = app.commands.map((command) => ({
    key: command.command,
    content: <Row name={command.command} more={command.description} />,
    onSelect: () => onCommand(command.command),
  }));
  return (
    <Menu
      label={words.shortcuts}
      button={<Icon name="plus" />}
      buttonClass="icon-button shortcuts-button"
      sections={[
        { title: words.globalShortcuts, items: shortcuts },
        { title: words.commands, items: commands },
      ]}
      empty={words.noShortcuts}
      above
    />
  );
}

function Row({ name, more }: { name: string; more: string }) {
  return (
    <>
      <Icon name="bolt" />
      <span className="option-text">
        {name}
        <small>{more}</small>
      </span>
    </>
  );
}
