/** What imported files say about a node beyond the fields that the service knows. */
import { FactList } from "./facts";
import { Prose } from "./prose";

export function ExtraFields({ fields }: { fields: readonly { name: string; value: string }[] }) {
  if (!fields.length) return null;
  return (
    <section aria-labelledby="extra">
      <h2 id="extra">From the imported file</h2>
      <FactList facts={fields.map(({ name, value }) => [name, <Prose key={name} text={value} />])} />
    </section>
  );
}
