// Loaded first, and parsable by any Node.js: everything after it throws a TypeError on an old version.
const { engines } = require("../../package.json");
const needed = engines.node
  .replace(/[^\d.]/g, "")
  .split(".")
  .map(Number);
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

if (major < needed[0] || (major === needed[0] && minor < needed[1])) {
  process.stderr.write(
    `Rolebook needs Node.js ${needed.join(".")} or later and this is ${process.versions.node}: install a later one, such as with nvm install --lts.\n`,
  );
  process.exit(1);
}
