/** A search field, with further filters of the list beside it. */
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";

interface Props {
  label: string;
  text: string;
  placeholder?: string;
  onSearch: (text: string | undefined) => void;
  children?: ComponentChildren;
}

export function SearchForm({ label, text, placeholder, onSearch, children }: Props) {
  const [typed, setTyped] = useState(text);
  useEffect(() => setTyped(text), [text]); // when the address changes in another way, such as Back
  return (
    <search>
      <form
        class="search-form"
        onSubmit={(event) => {
          event.preventDefault();
          onSearch(typed.trim() || undefined);
        }}
      >
        <label class="wide-field">
          <span>{label}</span>
          <input type="search" value={typed} onInput={({ currentTarget }) => setTyped(currentTarget.value)} placeholder={placeholder} />
        </label>
        {children}
        <button type="submit">Find</button>
      </form>
    </search>
  );
}
