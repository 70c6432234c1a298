/** The palette: finds lessons, people, projects, departments and topics, and runs actions, by keyboard alone. */
import type { Signal } from "@preact/signals";
import { useEffect, useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { useLocation } from "wouter-preact";
import { useQuery } from "../../api/graphql-client";
import { PaletteDocument } from "../../generated/graphql";
import { readRecent } from "../../recent-pages";
import { Icon } from "../icons";
import { foundGroups, type PaletteGroup, type PaletteItem, startGroups } from "./items";

const TYPING_PAUSE = 120; // milliseconds

interface Props {
  /** What was typed before this was shown. */
  typedEarly: Signal<string>;
  onClose: () => void;
}

export function Palette({ typedEarly, onClose }: Props) {
  const [, navigate] = useLocation();
  const [typed, setTyped] = useState(typedEarly.peek());
  const [selected, setSelected] = useState(0);
  const dialog = useRef<HTMLDialogElement>(null);
  const listId = useId();
  const { groups, state } = useGroups(typed.trim());
  const items = groups.flatMap((group) => group.items);
  useLayoutEffect(() => dialog.current?.showModal(), []); // before the next key
  useEffect(() => dialog.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" }), [selected]);
  const open = ({ href }: PaletteItem) => {
    dialog.current?.close();
    if (href.startsWith("/docs")) location.assign(href);
    else navigate(href);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step && items.length) {
      event.preventDefault();
      setSelected((selected + step + items.length) % items.length);
    }
    const item = items[selected];
    if (event.key === "Enter" && item) {
      event.preventDefault();
      open(item);
    }
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a dialog by itself
    <dialog
      ref={dialog}
      class="palette"
      aria-label="Search or jump to"
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && dialog.current?.close()}
    >
      <div class="field">
        <Icon name="search" />
        <input
          role="combobox"
          aria-label="Search lessons, people, projects, departments and topics"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={items.length ? `${listId}-${selected}` : undefined}
          autocomplete="off"
          placeholder="Lessons, people, projects, departments, topics, actions"
          value={typed}
          onInput={({ currentTarget }) => {
            setTyped(currentTarget.value);
            setSelected(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <PaletteList id={listId} groups={groups} selected={selected} onOpen={open} />
      <p class="state" role="status">
        {state}
      </p>
      <footer aria-hidden="true">
        <span>
          <kbd>↑</kbd> <kbd>↓</kbd> choose
        </span>
        <span>
          <kbd>Enter</kbd> open
        </span>
        <span>
          <kbd>Esc</kbd> close
        </span>
      </footer>
    </dialog>
  );
}

/** The groups for the text as far as they are known, and what to say about them. */
function useGroups(text: string): { groups: PaletteGroup[]; state: string } {
  const [searched, setSearched] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setSearched(text), TYPING_PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  const query = useQuery(PaletteDocument, searched ? { text: searched } : undefined);
  if (!text) return { groups: startGroups(readRecent()), state: "" };
  const isSettled = searched === text && !query.loading;
  const groups = foundGroups(text, query.data);
  if (query.error) return { groups, state: query.error.message };
  if (!isSettled) return { groups, state: "Searching …" };
  return { groups, state: query.data?.searchEverything.length ? "" : `Nothing is called “${text}”.` };
}

interface ListProps {
  id: string;
  groups: readonly PaletteGroup[];
  selected: number;
  onOpen: (item: PaletteItem) => void;
}

function PaletteList({ id, groups, selected, onOpen }: ListProps) {
  let index = -1;
  return (
    <div id={id} class="found" role="listbox" aria-label="Results">
      {groups.map(({ title, items }) => (
        // biome-ignore lint/a11y/useSemanticElements: a listbox contains groups, not fieldsets
        <div key={title} role="group" aria-label={title}>
          <div class="group-head" role="presentation">
            {title}
          </div>
          {items.map((item) => {
            index += 1;
            return (
              <PaletteOption
                key={item.href + item.name}
                id={`${id}-${index}`}
                item={item}
                isSelected={index === selected}
                onOpen={onOpen}
              />
            );
          })}
        </div>
      ))}
    </div>
  );
}

interface OptionProps {
  id: string;
  item: PaletteItem;
  isSelected: boolean;
  onOpen: (item: PaletteItem) => void;
}

function PaletteOption({ id, item, isSelected, onOpen }: OptionProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field, which keeps the focus
    // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names the selected option
    <div id={id} role="option" aria-selected={isSelected} onClick={() => onOpen(item)}>
      <Icon name={item.icon} size={18} />
      <span>
        <b>{item.name}</b>
        {item.detail && <small>{item.detail}</small>}
      </span>
    </div>
  );
}
