// Loaded into the portal's process: one whose starter was killed must not stay behind and hold the data folder.
process.once("disconnect", () => process.exit(1));
