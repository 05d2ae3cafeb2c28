import { useSyncExternalStore } from 'react';
import { useWords } from '../viewer.ts';
import { Icon } from './icon.tsx';

type Choice = 'auto' | 'light' | 'dark';
const KEY = 'shoumi.theme';
const system = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

function choice(): Choice {
  const kept = localStorage.getItem(KEY);
  return kept === 'light' || kept === 'dark' ? kept : 'auto';
}

function theme(): 'light' | 'dark' {
  const chosen = choice();
  return chosen === 'auto' ? (system.matches ? 'dark' : 'light') : chosen;
}

/** Puts the theme on the document; called once at the start and after every change. */
export function applyTheme(): void {
  document.documentElement.dataset.theme = theme();
  for (const listener of listeners) listener();
}

system.addEventListener('change', applyTheme);

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useTheme(): 'light' | 'dark' {
  return useSyncExternalStore(subscribe, theme);
}

/** As the system, light, dark, and round again. */
export function ThemeButton() {
  const words = useWords();
  const chosen = useSyncExternalStore(subscribe, choice);
  const next = { auto: 'light', light: 'dark', dark: 'auto' } as const;
  const label = { auto: words.themeAuto, light: words.themeLight, dark: words.themeDark }[chosen];
  const icon = { auto: 'auto', light: 'sun', dark: 'moon' } as const;
  return (
    <button
      type="button"
      className="bar-button"
      aria-label={label}
      title={label}
      onClick={() => {
        localStorage.setItem(KEY, next[chosen]);
        applyTheme();
      }}
    >
      <Icon name={icon[chosen]} />
    </button>
  );
}
