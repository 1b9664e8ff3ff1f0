import type { ConfigurationContent } from "./schema";

/** A new market's configuration. Every later change is a proposal that a second person approves. */

const holidays: ReadonlyArray<readonly [date: string, name: string]> = [
  ["2026-01-01", "New Year’s Day"],
  ["2026-01-02", "Day after New Year’s Day"],
  ["2026-02-06", "Waitangi Day"],
  ["2026-04-03", "Good Friday"],
  ["2026-04-06", "Easter Monday"],
  ["2026-04-27", "Anzac Day (observed)"],
  ["2026-06-01", "King’s Birthday"],
  ["2026-07-10", "Matariki"],
  ["2026-10-26", "Labour Day"],
  ["2026-12-25", "Christmas Day"],
  ["2026-12-28", "Boxing Day (observed)"],
  ["2027-01-01", "New Year’s Day"],
  ["2027-01-04", "Day after New Year’s Day (observed)"],
  ["2027-02-08", "Waitangi Day (observed)"],
  ["2027-03-26", "Good Friday"],
  ["2027-03-29", "Easter Monday"],
  ["2027-04-26", "Anzac Day (observed)"],
  ["2027-06-07", "King’s Birthday"],
  ["2027-06-25", "Matariki"],
  ["2027-10-25", "Labour Day"],
  ["2027-12-27", "Christmas Day (observed)"],
  ["2027-12-28", "Boxing Day (observed)"],
];

export const firstContent: ConfigurationContent = {
  marketHours: {
    timeZone: "Pacific/Auckland",
    days: ["monday", "tuesday", "wednesday", "thursday", "friday"],
    preopen: "08:30",
    open: "09:00",
    close: "16:30",
  },
  auctionWindow: { from: "08:50", until: "09:00" },
  holidays: holidays.map(([date, name]) => ({ date, name })),
  products: {
    priceUnit: "NZD/MWh",
    quantityUnit: "MW",
    nodes: [
      { code: "OTA", name: "Ōtāhuhu" },
      { code: "BEN", name: "Benmore" },
    ],
    profiles: [
      { code: "BASE", name: "Baseload", periods: [{ first: 1, last: 48 }] },
      { code: "PEAK", name: "Peak", periods: [{ first: 15, last: 44 }] },
      {
        code: "ON",
        name: "Overnight",
        periods: [
          { first: 45, last: 48 },
          { first: 1, last: 14 },
        ],
      },
      { code: "MP", name: "Morning peak", periods: [{ first: 15, last: 18 }] },
      { code: "EP", name: "Evening peak", periods: [{ first: 36, last: 40 }] },
      {
        code: "SPK",
        name: "Super peak",
        periods: [
          { first: 15, last: 18 },
          { first: 36, last: 40 },
        ],
      },
    ],
    contracts: [
      { term: "monthly", listedAhead: 6, tickSize: "0.05", minimumPrice: "0.00", maximumPrice: "2000.00", maximumQuantity: "50.0" },
      { term: "quarterly", listedAhead: 12, tickSize: "0.05", minimumPrice: "0.00", maximumPrice: "1000.00", maximumQuantity: "100.0" },
    ],
  },
  daylightSaving: { sessionTimes: "wall-clock", contractHours: "actual" },
  compliance: { minimumVolume: "2.5", maximumSpread: "3.0" },
  support: { email: "operations@aex.example", phone: "+64 4 555 0100", from: "08:00", until: "18:00" },
};
