/** Buttons to the newer and the older page of a list. */

interface Props {
  pageInfo: { hasNextPage: boolean; endCursor?: string | null };
  /** The cursors of all pages up to the current one. */
  cursors: readonly string[];
  onChange: (cursors: string[]) => void;
}

export function Pager({ pageInfo: { hasNextPage, endCursor }, cursors, onChange }: Props) {
  return (
    <p class="pager">
      {cursors.length > 0 && (
        <button type="button" onClick={() => onChange(cursors.slice(0, -1))}>
          Newer
        </button>
      )}
      {hasNextPage && endCursor && (
        <button type="button" onClick={() => onChange([...cursors, endCursor])}>
          Older
        </button>
      )}
    </p>
  );
}
