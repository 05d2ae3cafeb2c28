import type { ControlUser } from '../../control.contract.ts';
import { useWorkspace } from '../viewer.ts';

/** Initials on the person's colour; the app has its seal. */
export function Avatar({ user, size = 36 }: { user: ControlUser | undefined; size?: number }) {
  const { bot_user } = useWorkspace('app');
  if (user?.id === bot_user) return <Seal size={size} />;
  const style = { background: user?.color || '#616061', width: size, height: size, fontSize: size * 0.42 };
  return (
    <span className="avatar" style={style} aria-hidden="true">
      {user?.initials || '?'}
    </span>
  );
}

/** Shoumi's seal: 守 inside a keyhole's plate, drawn so that no font is needed. */
export function Seal({ size }: { size: number }) {
  return (
    <svg className="avatar seal" width={size} height={size} viewBox="0 0 36 36" aria-hidden="true">
      <rect width="36" height="36" rx="8" fill="#1f3d36" />
      <rect
        x="1"
        y="1"
        width="34"
        height="34"
        rx="7"
        fill="none"
        stroke="#ffffff"
        strokeOpacity="0.14"
        strokeWidth="1"
      />
      <g fill="none" stroke="#f2ead8" strokeWidth="2.3" strokeLinecap="round" strokeLinejoin="round">
        <path d="M18 6.5v2.6" />
        <path d="M8 14.4v-3.6h20v3.6" />
        <path d="M8.2 19h19.6" />
        <path d="M22.4 14.6v13.2q0 1.8-1.9 1.8h-3.1" />
        <path d="M13.4 22.4q1.6 1.3 2.6 3.2" />
      </g>
    </svg>
  );
}
