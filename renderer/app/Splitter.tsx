import type { KeyboardEvent, PointerEvent } from 'react';
import styles from './Splitter.module.css';

const STEP_PX = 16;

/** A line between two panels that can be dragged, or moved with the arrow keys. */
export const Splitter = ({
  label,
  width,
  min,
  max,
  grows,
  onChange,
}: {
  readonly label: string;
  /** Pixels of the panel it belongs to. */
  readonly width: number;
  readonly min: number;
  readonly max: number;
  /** Which way the pointer makes the panel wider. */
  readonly grows: 'right' | 'left';
  readonly onChange: (width: number) => void;
}) => {
  const sign = grows === 'right' ? 1 : -1;
  const change = (next: number): void => {
    onChange(Math.round(Math.min(max, Math.max(min, next))));
  };
  const onPointerDown = (event: PointerEvent<HTMLDivElement>): void => {
    const handle = event.currentTarget;
    const from = event.clientX;
    handle.setPointerCapture(event.pointerId);
    const move = (moved: globalThis.PointerEvent): void => {
      change(width + sign * (moved.clientX - from));
    };
    const end = (): void => {
      handle.removeEventListener('pointermove', move);
    };
    handle.addEventListener('pointermove', move);
    handle.addEventListener('lostpointercapture', end, { once: true });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    change(width + sign * (event.key === 'ArrowRight' ? STEP_PX : -STEP_PX));
  };
  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={width}
      aria-valuemin={min}
      aria-valuemax={max}
      tabIndex={0}
      className={styles['splitter']}
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
    />
  );
};
