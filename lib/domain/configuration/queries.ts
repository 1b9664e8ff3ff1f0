import "server-only";
import { z } from "zod";
import { doorOf } from "@/lib/platform/authz/admin-tabs";
import { listedNumber } from "@/lib/platform/lists/params";
import { id } from "@/lib/platform/operations/input";
import { query } from "@/lib/platform/operations/query";
import { ownDraft } from "./drafts";
import { proposalListParams } from "./proposal-schema";
import { countOpen, listProposals } from "./proposals";
import { compareVersion, currentVersion, listVersions, versionListParams } from "./versions";
import { readDraftSection, readDraftView, readProposalView } from "./view";

/** What a version is compared with, as the address says it. */
export const againstParams = z.strictObject({ against: listedNumber });
const versionInput = againstParams.extend({ number: listedNumber.unwrap() });

/** The version in force with its history, the open proposals and the person's draft. */
export const configurationQuery = query({
  name: "configuration.overview",
  ...doorOf("configuration"),
  input: versionListParams,
  read: async ({ tx, grant, input }) => ({
    current: await currentVersion(tx, grant),
    versions: await listVersions(tx, grant, input),
    counts: await countOpen(tx, grant),
    draft: await ownDraft(tx, grant),
  }),
});

/** One version, compared with another. */
export const configurationVersionQuery = query({
  name: "configuration.version",
  ...doorOf("configuration"),
  input: versionInput,
  read: ({ tx, grant, input: { number, against } }) => compareVersion(tx, grant, number, against),
});

/** The person's own draft. */
export const draftQuery = query({
  name: "configuration.draft",
  ...doorOf("configuration"),
  input: z.strictObject({}),
  read: ({ tx, grant }) => readDraftView(tx, grant),
});

/** One section of that draft, to be edited; null when there is no such section. */
export const draftSectionQuery = query({
  name: "configuration.section",
  ...doorOf("configuration"),
  input: z.strictObject({ section: z.string("Name a section.").max(100, "Name a section.") }),
  read: ({ tx, grant, input: { section } }) => readDraftSection(tx, grant, section),
});

/** The proposals of one queue, or of all. */
export const proposalListQuery = query({
  name: "configuration.proposals",
  ...doorOf("configuration"),
  input: proposalListParams,
  read: async ({ tx, grant, input }) => ({
    page: await listProposals(tx, grant, input),
    counts: await countOpen(tx, grant),
    draft: await ownDraft(tx, grant),
  }),
});

export const proposalQuery = query({
  name: "configuration.proposal",
  ...doorOf("configuration"),
  input: z.strictObject({ id }),
  read: ({ tx, grant, input }) => readProposalView(tx, grant, input.id),
});

/** The version in force, for people who may view it but not propose changes. */
export const configurationViewQuery = query({
  name: "configuration.view",
  ...doorOf("market-configuration"),
  input: versionListParams,
  read: async ({ tx, grant, input }) => ({ current: await currentVersion(tx, grant), versions: await listVersions(tx, grant, input) }),
});

export const configurationVersionViewQuery = query({
  name: "configuration.viewVersion",
  ...doorOf("market-configuration"),
  input: versionInput,
  read: ({ tx, grant, input: { number, against } }) => compareVersion(tx, grant, number, against),
});
