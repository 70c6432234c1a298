/** Lets readers say who they are. */
import { useState } from "preact/hooks";
import { PersonCombobox } from "./combobox/node-combobox";
import { changeProfile, useProfile } from "./profile";

/** Forms start with this person, but can be about somebody else. */
export function WhoIAm() {
  const { person } = useProfile();
  const [cleared, setCleared] = useState(0);
  const clear = () => {
    changeProfile({ person: undefined });
    setCleared(cleared + 1);
  };
  return (
    <div>
      <PersonCombobox
        key={cleared} // a new key empties the field
        label="I am"
        optional
        chosen={person}
        onChoose={(choice) => changeProfile({ person: choice })}
        hint="Forms start with this name. Only this browser keeps it."
      />
      {person && (
        <button type="button" class="inline" onClick={clear}>
          Clear my name
        </button>
      )}
    </div>
  );
}
