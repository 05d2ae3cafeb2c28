import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { arrive } from './arrive.ts';
import { applyTheme } from './chrome/theme.tsx';
import { startSync } from './sync.ts';

applyTheme();
const root = document.getElementById('root');
if (root) createRoot(root).render(<App />);
addEventListener('hashchange', arrive);
startSync(arrive);
