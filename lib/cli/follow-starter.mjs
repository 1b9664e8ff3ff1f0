// Loaded into the portal's process: if its starter is killed, it must exit and release the data folder.
process.once("disconnect", () => process.exit(1));
