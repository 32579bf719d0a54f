import { execFileSync } from "node:child_process";

/** Tests run the product as users get it, so it is built before the first of them. */
export default (): void => {
  execFileSync("npm", ["run", "--silent", "build"], { stdio: "inherit" });
};
