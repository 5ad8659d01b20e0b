import { useEffect, useEffectEvent, useState } from 'react';

/** A drag over the window tells itself every 50 ms, and does not always tell that it ended. */
const OVER_FOR_MS = 200;

const hasFiles = (event: DragEvent): boolean =>
  event.dataTransfer?.types.includes('Files') === true;

/** Takes files that are dropped anywhere in the window; answers whether some are held over it. */
export const useFileDrop = (
  onFiles: (files: readonly File[], hasDirectory: boolean) => void,
): boolean => {
  const [isOver, setIsOver] = useState(false);
  const take = useEffectEvent(onFiles);
  useEffect(() => {
    let timer = 0;
    const end = (): void => {
      window.clearTimeout(timer);
      setIsOver(false);
    };
    const over = (event: DragEvent): void => {
      if (!hasFiles(event) || event.dataTransfer === null) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      setIsOver(true);
      window.clearTimeout(timer);
      timer = window.setTimeout(end, OVER_FOR_MS);
    };
    const drop = (event: DragEvent): void => {
      if (!hasFiles(event) || event.dataTransfer === null) return;
      event.preventDefault();
      end();
      const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry());
      const hasDirectory = entries.some((entry) => entry?.isDirectory === true);
      take([...event.dataTransfer.files], hasDirectory);
    };
    window.addEventListener('dragover', over);
    window.addEventListener('drop', drop);
    return () => {
      window.clearTimeout(timer);
      window.removeEventListener('dragover', over);
      window.removeEventListener('drop', drop);
    };
  }, []);
  return isOver;
};
