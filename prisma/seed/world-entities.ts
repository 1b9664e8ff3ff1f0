import type { EntityStatus } from "@/lib/platform/authz/principal";
import { daysAgo, type Moment, workday } from "./clock";

/** The exchange and eight participants, as of now. None of them exists. */

export type WorldEntity = {
  readonly legalName: string;
  readonly shortName: string;
  readonly joined: Moment;
  readonly status: EntityStatus;
  readonly statusReason?: string;
  /** Unless it says otherwise. */
  readonly trades?: boolean;
};

export const ENTITIES = {
  AEX: { legalName: "Aotearoa Energy Exchange Limited", shortName: "AEX", joined: daysAgo(420, "09:00"), status: "active", trades: false },
  KAURI: { legalName: "Kauri Energy Limited", shortName: "Kauri Energy", joined: daysAgo(402, "10:14"), status: "active" },
  RATA: { legalName: "Rata Power Limited", shortName: "Rata Power", joined: daysAgo(401, "14:32"), status: "active" },
  TOTARA: { legalName: "Tōtara Hydro Limited", shortName: "Tōtara Hydro", joined: daysAgo(377, "11:05"), status: "active" },
  KERERU: { legalName: "Kererū Generation Limited", shortName: "Kererū Generation", joined: daysAgo(341, "09:47"), status: "active" },
  KAHU: { legalName: "Kahurangi Trading Limited", shortName: "Kahurangi Trading", joined: daysAgo(296, "15:21"), status: "active" },
  WEKA: {
    legalName: "Weka Wind Limited",
    shortName: "Weka Wind",
    joined: daysAgo(233, "10:38"),
    status: "suspended",
    statusReason: "Prudential security fell below the required minimum and was not topped up within two business days.",
  },
  HARAKEKE: { legalName: "Harakeke Fibre Limited", shortName: "Harakeke Fibre", joined: daysAgo(158, "13:56"), status: "active" },
  PIOPIO: { legalName: "Piopio Solar Limited", shortName: "Piopio Solar", joined: workday(8, "10:15"), status: "active" },
} as const satisfies Record<string, WorldEntity>;

export type EntityCode = keyof typeof ENTITIES;

export const entityCodes = Object.keys(ENTITIES) as readonly EntityCode[];

/** The entity's entry; total over `EntityCode`. */
export const entityOf = (code: EntityCode): WorldEntity => ENTITIES[code];
