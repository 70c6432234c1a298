/** The drawings of the frame. They stand beside a text or a label, so they are hidden from screen readers. */

const PATHS = {
  overview: "M3 11 12 3l9 8v10h-6v-6H9v6H3z",
  network:
    "M5 8a2.4 2.4 0 1 0 0-4.8A2.4 2.4 0 0 0 5 8ZM19 8a2.4 2.4 0 1 0 0-4.8A2.4 2.4 0 0 0 19 8ZM12 20.8a2.4 2.4 0 1 0 0-4.8 2.4 2.4 0 0 0 0 4.8ZM6.2 7.8l4.6 8.4M17.8 7.8l-4.6 8.4",
  lessons: "M5 4h14v16H5zM9 9h6M9 13h6",
  projects: "M3 7h7l2 2h9v10H3z",
  record: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM12 8v8M8 12h8",
  people: "M12 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM5 20c.6-4 3.400-6 7-6s6.400 2 7 6",
  departments: "M9 3h6v5H9zM3 16h6v5H3zM15 16h6v5h-6zM12 8v4M6 16v-4h12v4",
  topics: "M4 9h16M4 15h16M10 4 8 20M16 4l-2 16",
  insights: "M4 20V11M10 20V4M16 20v-7M21 20H3",
  admin: "M4 7h9M19 7h1M4 17h1M11 17h9M13 7a3 3 0 1 0 6 0 3 3 0 0 0-6 0ZM5 17a3 3 0 1 0 6 0 3 3 0 0 0-6 0Z",
  inbox: "M3 13l3-8h12l3 8v6H3zM3 13h5.500l1.500 3h4l1.500-3H21",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  search: "M10.500 4a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13ZM15.500 15.500 20 20",
  action: "M5 12h14M13 6l6 6-6 6",
} as const;
export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.8"
      stroke-linejoin="round"
      stroke-linecap="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}

/** Three departments and what they exchange. */
export function Logo() {
  return (
    <svg width="20" height="20" viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="2" aria-hidden="true">
      <path d="M5 5.5 10 15l5-9.5" />
      <circle cx="4.5" cy="4.5" r="2.5" fill="currentColor" />
      <circle cx="15.5" cy="4.5" r="2.5" fill="currentColor" />
      <circle cx="10" cy="15.5" r="2.5" fill="currentColor" />
    </svg>
  );
}
