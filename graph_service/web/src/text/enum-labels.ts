/** The labels of enum values. Generated from graph_service/model/enums.py by `python -m tests.web.enum_labels`; do not edit. */
import type { Outcome, Phase, ProjectStatus } from "../generated/graphql";

export const PHASE_LABELS: Record<Phase, string> = {
  BEFORE: "before it begins",
  DURING: "while it runs",
  AFTER: "when it ends",
};

export const PROJECT_STATUS_LABELS: Record<ProjectStatus, string> = {
  PLANNED: "planned",
  RUNNING: "running",
  CLOSED: "closed",
  CANCELLED: "cancelled",
};

export const OUTCOME_LABELS: Record<Outcome, string> = {
  HELPED: "helped",
  NO_EFFECT: "had no effect",
  BACKFIRED: "did harm",
};
