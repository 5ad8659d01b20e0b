import type { ReactNode } from 'react';
import styles from './Settings.module.css';

/** Many of one kind, a row each, under what can be set of them. */
export const SettingsTable = ({
  lead,
  columns,
  children,
}: {
  readonly lead: string;
  readonly columns: readonly string[];
  readonly children: ReactNode;
}) => (
  <>
    <p className={styles['lead']}>{lead}</p>
    <table className={styles['table']}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  </>
);
