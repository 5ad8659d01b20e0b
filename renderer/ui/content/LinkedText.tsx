import { memo, useMemo } from 'react';
import { Link } from 'react-aria-components';
import styles from './LinkedText.module.css';
import { useOpenLink } from './open-link.tsx';
import { splitLinks } from './web-links.ts';

/** Foreign text as text, with its http(s) addresses as links that ask first (SE4). */
export const LinkedText = memo(({ text }: { readonly text: string }) => {
  const openLink = useOpenLink();
  const segments = useMemo(() => splitLinks(text), [text]);
  return (
    <>
      {segments.map((segment, index) =>
        segment.kind === 'text' ? (
          segment.text
        ) : (
          <Link
            // oxlint-disable-next-line react/no-array-index-key -- segments of one text never move
            key={index}
            className={styles['link'] ?? ''}
            onPress={() => {
              openLink(segment.url);
            }}
          >
            {segment.text}
          </Link>
        ),
      )}
    </>
  );
});
