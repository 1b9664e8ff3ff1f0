import { expect, test } from "vitest";
import { PortInUse, portProblem } from "./errors";

const failed = (code: string) => Object.assign(new Error(`listen ${code}: 127.0.0.1:80`), { code });

test("the errors for a forbidden port and a port in use differ, and both name the variable to change", () => {
  expect(portProblem(failed("EACCES"), 80, "PORT")).toMatchObject({
    name: "PortInUse",
    message: expect.stringMatching(/^Port 80 may not be used by this user.*PORT/),
  });
  expect(portProblem(failed("EADDRINUSE"), 80, "PORT")).toMatchObject({ message: expect.stringMatching(/^Port 80 is in use: .*PORT/) });
  expect(portProblem(failed("EMFILE"), 80, "PORT")).not.toBeInstanceOf(PortInUse);
});
