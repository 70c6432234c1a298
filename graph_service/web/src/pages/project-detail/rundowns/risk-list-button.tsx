/** Downloads the risk list of a project as a workbook, in the template of the organisation if the service has one. */
import { useState } from "preact/hooks";
import { bookmarkHeader } from "../../../api/bookmarks";
import { authorizationHeader } from "../../../api/token";
import { downloadFile } from "../../../ui/lists/download";
import { showToast } from "../../../ui/toast";

const WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

export function RiskListButton({ project }: { project: string }) {
  const [busy, setBusy] = useState(false);
  const download = async () => {
    setBusy(true);
    try {
      downloadFile("risks.xlsx", await readWorkbook(project), WORKBOOK);
    } catch (error) {
      showToast(error instanceof Error && error.cause ? error.message : "No connection to the service. Try again in a moment.");
    }
    setBusy(false);
  };
  return (
    <button type="button" disabled={busy} onClick={() => void download()}>
      {busy ? "Preparing …" : "Risk list for Excel"}
    </button>
  );
}

/** Throws an Error with the status as its cause when the service refuses. */
async function readWorkbook(project: string): Promise<Blob> {
  const response = await fetch(`/tables/risks.xlsx?project=${encodeURIComponent(project)}`, {
    headers: { ...authorizationHeader(), ...bookmarkHeader() },
  });
  if (response.ok) return response.blob();
  const body = (await response.json().catch(() => ({}))) as { errors?: { message: string }[] };
  throw new Error(body.errors?.[0]?.message ?? `The service responded with status ${response.status}.`, { cause: response.status });
}
