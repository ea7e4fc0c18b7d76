// Starts Azurite with the arguments given, and ends it when standard input closes: a parent that is killed closes it
// too, so that no emulator outlives the process that started it. SIGTERM lets Azurite write what it holds in memory.
import { createRequire } from "node:module";

// Azurite says goodbye on its output: with the parent gone nobody reads that, and the error would end it half written.
for (const output of [process.stdout, process.stderr]) output.on("error", () => {});

process.stdin.resume();
process.stdin.on("close", () => process.kill(process.pid, "SIGTERM"));

createRequire(import.meta.url)("azurite/dist/src/azurite.js");
