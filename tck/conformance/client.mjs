// Our client in the suite: each claimed scenario by itself, since only then its exit code and time count.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { idsWith, judge, listScenarios, passedNote, suite } from './suite.mjs';

// the suite splits the command at spaces, so it is a path relative to its working directory
const COMMAND = process.env.MCP_OAUTH_CONFORMANCE_CLIENT ?? 'bash tck/conformance/client.sh';
const FOLDER = process.env.SUITE_FOLDER;
const VERSION = JSON.parse(readFileSync(join(FOLDER, 'package.json'))).dependencies['@modelcontextprotocol/conformance'];
// the stable line has one wire for each scenario and does not say which
const HAS_WIRES = !VERSION.startsWith('0.1.');
const RESULTS = HAS_WIRES ? 'client' : `client-${VERSION}`;
const CLIENT_LIMIT_MS = 60_000;
const SUITE_LIMIT_MS = 90_000;
// the suite says so when the client may end with an error: the exit code is then a matter of the claim
const EXIT = /^Client exited with code (\S+)$/m;

const { values: options } = parseArgs({
    options: { all: { type: 'boolean' }, scenario: { type: 'string' }, wire: { type: 'string' } },
});

await judge(async verdicts => {
    for (const { scenario, wires, exit } of options.all ? await everything() : claims()) {
        if (options.scenario && options.scenario !== scenario) continue;
        for (const wire of wires.filter(candidate => !options.wire || options.wire === candidate)) {
            await runScenario(verdicts, scenario, wire, exit);
        }
    }
});

async function runScenario(verdicts, scenario, wire, exit) {
    const result = await suite(
        `${RESULTS}/${scenario}/${wire}`,
        ['client', '--command', COMMAND, '--scenario', scenario, '--timeout', String(CLIENT_LIMIT_MS), ...onWire(wire)],
        SUITE_LIMIT_MS,
    );
    const checks = Object.values(result.checks).flat();
    const clientExit = EXIT.exec(result.stderr)?.[1] ?? '0';
    const reasons = idsWith(checks, 'FAILURE', 'WARNING');
    if (result.code === undefined) reasons.push('the suite did not end in time');
    else if (result.stderr.includes('Client timed out')) reasons.push('the client did not end in time');
    if (checks.length === 0) reasons.push('nothing was checked');
    if (exit === '0' && clientExit !== '0') reasons.push(`client exit code ${clientExit}`);
    if (exit === 'error' && clientExit === '0') reasons.push('the client succeeded where it must refuse');
    if (reasons.length === 0 && result.code !== 0) reasons.push(`suite exit code ${result.code}`);
    if (reasons.length > 0) reasons.push(`see ${result.folder}`);
    verdicts.add(scenario, wire, reasons, passedNote(checks));
}

function onWire(wire) {
    // --force: extension scenarios belong to no protocol version, and are run on those that are claimed
    if (HAS_WIRES) return ['--spec-version', wire, '--force'];
    // the client gets the environment of the suite
    process.env.MCP_CONFORMANCE_PROTOCOL_VERSION = wire;
    return [];
}

function claims() {
    return readFileSync(join(FOLDER, 'scenarios.tsv'), 'utf8')
        .split('\n')
        .filter(line => line && !line.startsWith('#'))
        .map(line => {
            const [scenario, wires, exit] = line.split('\t');
            return { scenario, wires: wires.split(','), exit };
        });
}

/** All authorization scenarios: as claimed where they are, else on all wires and with any exit code. */
async function everything() {
    const claimed = new Map(claims().map(claim => [claim.scenario, claim]));
    return (await listScenarios('client'))
        .filter(({ name }) => name.startsWith('auth/'))
        .map(({ name, wires }) => claimed.get(name) ?? { scenario: name, wires: wiresToRun(wires) });
}

function wiresToRun(wires) {
    if (wires.includes('extension')) return ['2025-11-25', '2026-07-28'];
    // 2025-06-18 has the same wire as 2025-11-25
    return wires.filter(wire => wire !== '2025-06-18');
}
