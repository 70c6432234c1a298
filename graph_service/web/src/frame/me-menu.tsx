/** Who the reader is: their name, project and department, the theme, and signing out. */
import { Link } from "wouter-preact";
import { signedInPerson, useCaller, useHasRole } from "../api/caller";
import { useDirectory } from "../api/directory";
import { signInPath, useLogin } from "../api/login";
import { readToken, signOut } from "../api/token";
import { type ColourScheme, chooseColourScheme, useChosenScheme } from "../ui/colour-scheme";
import { ProjectCombobox } from "../ui/combobox/node-combobox";
import { Popup } from "../ui/popup";
import { changeProfile, useProfile } from "../ui/profile";
import { WhoIAm } from "../ui/who-i-am";
import { Icon } from "./icons";

const THEMES: readonly [ColourScheme | undefined, string][] = [
  [undefined, "System"],
  ["light", "Light"],
  ["dark", "Dark"],
];

export function MeMenu() {
  const { person } = useProfile();
  const name = person?.name.replace(/ \([^()]*\)$/, "");
  return (
    <div class="me">
      <Popup
        class="avatar"
        label={`${name ? `${initials(name)}, ${name}` : "Me"}: my project, department, theme`}
        panelLabel="Me"
        button={name ? initials(name) : <Icon name="people" size={18} />}
      >
        {(close) => <Panel close={close} />}
      </Popup>
    </div>
  );
}

function Panel({ close }: { close: () => void }) {
  const { project, department } = useProfile();
  const isKnown = !!signedInPerson.value;
  const { data: directory } = useDirectory();
  const caller = useCaller();
  const login = useLogin();
  const hasRole = useHasRole();
  return (
    <div class="form">
      <p class="meta">{caller?.verified ? `Signed in as ${caller.name}, ${caller.role.toLowerCase()}` : "Not signed in"}</p>
      {!isKnown && <WhoIAm />}
      <ProjectCombobox label="My project" optional chosen={project} onChoose={(choice) => changeProfile({ project: choice })} />
      <label>
        <span>My department</span>
        <select
          value={department?.id ?? ""}
          onChange={({ currentTarget: { value } }) => changeProfile({ department: directory?.departments.find(({ id }) => id === value) })}
        >
          <option value="">none</option>
          {directory?.departments.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <ThemeToggle />
      {hasRole("CONTRIBUTOR") && (
        <Link href="/admin?tab=activity" onClick={close}>
          Changes, and undo
        </Link>
      )}
      {hasRole("CONTRIBUTOR") && (
        <Link href="/reviews" onClick={close}>
          Lessons to review
        </Link>
      )}
      {hasRole("CURATOR") && (
        <Link href="/import" onClick={close}>
          Import files
        </Link>
      )}
      {login?.provider && !login.name && !readToken() && <a href={signInPath()}>Sign in</a>}
      {(login?.name || readToken()) && (
        <button type="button" onClick={() => signOut(Boolean(login?.name))}>
          Sign out
        </button>
      )}
    </div>
  );
}

function ThemeToggle() {
  const chosen = useChosenScheme();
  return (
    <fieldset>
      <legend>Theme</legend>
      <div class="toggle">
        {THEMES.map(([scheme, name]) => (
          <label key={name}>
            <input type="radio" name="theme" checked={scheme === chosen} onChange={() => chooseColourScheme(scheme)} />
            <span>{name}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** "NP" for Nadja Petrov. */
function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  return `${words[0]?.[0] ?? ""}${words.length > 1 ? (words.at(-1)?.[0] ?? "") : ""}`.toUpperCase();
}
