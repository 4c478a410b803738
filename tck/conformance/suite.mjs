// The official suite as a child process, one scenario at a time, and what it found.
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, within } from '../interop/lib/checks.mjs';
import { group } from '../interop/lib/server.mjs';

/** The root of the repository, which the suite gets as its working directory. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const CLI = join(process.env.NPM_PARTS, 'node_modules/@modelcontextprotocol/conformance/dist/index.js');
const RESULTS = 'tck/conformance/target';

/**
 * Runs the suite once.
 *
 * @param name of the folder in target/ that gets the results
 * @param args command and options, without the output folder
 * @param limitMs after this the suite and all it started are killed
 * @param onOutput gets the standard output so far, each time it grows, and a function that ends the suite at once
 * @returns exit code (undefined when killed), both outputs, the checks by scenario, and the folder with the results
 */
export async function suite(name, args, limitMs, onOutput = () => {}) {
    const folder = join(ROOT, RESULTS, name);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const run = group(process.execPath, [CLI, ...args, '-o', folder], { cwd: ROOT });
    const result = { code: undefined, stdout: '', stderr: '', folder: join(RESULTS, name) };
    run.child.stdout.on('data', chunk => onOutput((result.stdout += chunk), run.stop));
    run.child.stderr.on('data', chunk => (result.stderr += chunk));
    try {
        result.code = await within(limitMs, 'suite', run.ended);
    } catch {
        await run.stop();
    }
    return { ...result, checks: checksIn(folder) };
}

/** The checks of each scenario: the suite writes a folder for each, its name ends with a time. */
function checksIn(folder) {
    const files = readdirSync(folder, { recursive: true }).filter(file => file.endsWith('checks.json'));
    return Object.fromEntries(
        files.map(file => [
            file.replace(/-\d{4}-\d\d-\d\dT[^/]*\/checks\.json$/, ''),
            JSON.parse(readFileSync(join(folder, file), 'utf8')),
        ]),
    );
}

/** The scenarios that the suite knows for a role, with the wires it names for each. */
export async function listScenarios(role) {
    const run = group(process.execPath, [CLI, 'list', `--${role}`], { cwd: ROOT });
    let output = '';
    run.child.stdout.on('data', chunk => (output += chunk));
    await within(30_000, 'list of scenarios', run.ended);
    return [...output.matchAll(/^ +- (\S+) \[(.*)\]$/gm)].map(([, name, wires]) => ({ name, wires: wires.split(',') }));
}

/** The ids of checks with one of the given statuses, each once. */
export function idsWith(checks, ...statuses) {
    return [...new Set(checks.filter(check => statuses.includes(check.status)).map(check => check.id))];
}

/** How many checks passed, to follow the name of a scenario. */
export function passedNote(checks) {
    return ` (${checks.filter(({ status }) => status === 'SUCCESS').length} checks)`;
}

/**
 * Prints a verdict per scenario and wire, then the counts, and ends the process.
 *
 * @param run gets the verdicts to add to; when it throws, that is one more failure
 */
export async function judge(run) {
    const verdicts = new Verdicts();
    try {
        await run(verdicts);
    } catch (error) {
        verdicts.add('run', 'as a whole', [describe(error)]);
    }
    verdicts.finish();
}

class Verdicts {
    #passed = 0;
    #failed = 0;

    /** @param reasons what is wrong; empty means passed */
    add(scenario, wire, reasons, note = '') {
        if (reasons.length === 0) {
            this.#passed++;
            console.log(`PASS ${scenario} ${wire}${note}`);
        } else {
            this.#failed++;
            console.log(`FAIL ${scenario} ${wire}: ${reasons.join('; ')}`);
        }
    }

    notRun(scenario, reason) {
        console.log(`not run: ${scenario} (${reason})`);
    }

    finish() {
        console.log(`${this.#passed} passed, ${this.#failed} failed`);
        process.exit(this.#failed === 0 && this.#passed > 0 ? 0 : 1);
    }
}
